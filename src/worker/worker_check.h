/*
 * worker_check - the look-ahead proof (domain/lookahead.h) over one symbol's bars: in full for
 * `strategies check`, and short, as the first thing a training does.
 */
#ifndef WORKER_WORKER_CHECK_H
#define WORKER_WORKER_CHECK_H

#include "base/error.h"
#include "base/words.h"

struct buf;
struct wire_worker_request;
struct worker_dataset;
struct worker_input;

/* The result is struct wire_check_result. */
CHECKED bool worker_check_run(const struct wire_worker_request *request, struct buf *ret_json,
                              struct error *err);

/* One moment in the first symbol's bars, unless the strategy switches it off: the plan is the same
 * for all. Of a computed, fitted dataset. A leak fails with ERROR_BAD_DATA. */
CHECKED bool worker_check_training(struct worker_dataset *dataset, const struct worker_input *input,
                                   struct error *err);

/* The dataset of a request with `check` in it, features computed, all scales 1. What was opened is
 * the caller's to release, also after a failure. */
CHECKED bool worker_check_open(const struct wire_worker_request *request,
                               struct worker_input *input, struct worker_dataset *dataset,
                               struct error *err);

#endif
