/*
 * manage_sweep - one strategy trained in many ways, as one batch, and how these compare.
 *
 * The test part is not looked at: what is compared is the validation part, by the median over
 * seeds. A plain struct that borrows its managers. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_SWEEP_H
#define MANAGERS_MANAGE_SWEEP_H

#include "base/error.h"
#include "base/words.h"

struct manage_store;
struct manage_strategies;
struct manage_training;
struct wire_operation;
struct wire_sweep;
struct wire_sweep_request;

struct manage_sweep {
    const struct manage_store *store;
    struct manage_strategies *strategies;
    struct manage_training *training;
};

/* Waits. All trials are checked before anything starts. */
CHECKED bool manage_sweep_start(const struct manage_sweep *manager,
                                struct wire_sweep_request *request, const char *idempotency_key,
                                struct wire_operation *ret_operation, struct error *err);

/* Waits. Also of a batch of trainings that was no sweep; while it runs with what has ended. */
CHECKED bool manage_sweep_show(const struct manage_sweep *manager, const char *id,
                               struct wire_sweep *ret_sweep, struct error *err);

#endif
