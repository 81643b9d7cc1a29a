/*
 * manage_walk_forward - a strategy trained and tested window by window, as one operation.
 *
 * Its children are a training and a backtest for each window, then one backtest of the whole, in
 * which the windows' models take turns on one account. They share the workers with everybody; what
 * was killed goes on with the windows that are missing. In the ledger all of it is one trial. Loop
 * thread only.
 */
#ifndef MANAGERS_MANAGE_WALK_FORWARD_H
#define MANAGERS_MANAGE_WALK_FORWARD_H

#include "base/error.h"
#include "base/words.h"
#include "operations/manage_operations.h"

struct buf;
struct manage_backtest;
struct manage_training;
struct wire_operation;
struct wire_walk_forward_request;

struct manage_walk_forward {        /* all borrowed */
    struct manage_operations *operations;
    struct manage_training *training;
    struct manage_backtest *backtest;
};

struct manage_operations_kind manage_walk_forward_kind(struct manage_walk_forward *manager);

/* Wait, both. What cannot work is refused before there is an operation; the request becomes what
 * will be run. The result is JSON (struct wire_walk_forward); ERROR_NOT_FOUND without one. */
CHECKED bool manage_walk_forward_start(struct manage_walk_forward *manager,
                                       struct wire_walk_forward_request *request,
                                       const char *idempotency_key,
                                       struct wire_operation *ret_operation, struct error *err);
CHECKED bool manage_walk_forward_show(struct manage_walk_forward *manager, const char *id,
                                      struct buf *ret_json, struct error *err);

#endif
