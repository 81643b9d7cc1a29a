/*
 * sweep_plan - which trials a sweep asks for: every combination of values, with every seed.
 *
 * The seeds go outermost, so that each combination has been tried once before any is tried twice.
 * Any thread.
 */
#ifndef MANAGERS_SWEEP_PLAN_H
#define MANAGERS_SWEEP_PLAN_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct wire_sweep_request;
struct wire_training_request;

/* How many trials, and that they are not too many; of the axes that each value stands there once
 * and no key twice. */
CHECKED bool sweep_plan_check(const struct wire_sweep_request *sweep, size_t *ret_trials,
                              struct error *err);

/* The body that starts them all; the first of the seeds is `seed`. The caller releases it with
 * wire_training_start_release(). The sweep was checked. */
void sweep_plan_fill(const struct wire_sweep_request *sweep, int64_t seed,
                     struct wire_training_request *ret_all);

#endif
