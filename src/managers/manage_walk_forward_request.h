/*
 * manage_walk_forward_request - a request for a walk-forward made whole, and what it asks of each
 * window.
 */
#ifndef MANAGERS_MANAGE_WALK_FORWARD_REQUEST_H
#define MANAGERS_MANAGE_WALK_FORWARD_REQUEST_H

#include "base/error.h"
#include "base/words.h"
#include "domain/walk_forward.h"

#include <stddef.h>

struct manage_walk_forward;
struct wire_backtest_request;
struct wire_training_request;
struct wire_walk_forward_request;

/* Waits. Looks for everything that can be looked for before a model is there. */
CHECKED bool manage_walk_forward_request_check(struct manage_walk_forward *manager,
                                               struct wire_walk_forward_request *request,
                                               struct error *err);

/* Of a whole request; the windows are owned. */
CHECKED bool manage_walk_forward_request_plan(const struct wire_walk_forward_request *request,
                                              struct walk_forward_window **ret_windows,
                                              size_t *ret_count, struct error *err);

/* The training of a window; and a backtest from a day on until a last one, without its model or
 * turns. To be released by the caller. */
void manage_walk_forward_request_training(const struct wire_walk_forward_request *request,
                                          const struct walk_forward_window *window, size_t number,
                                          struct wire_training_request *ret_training);
void manage_walk_forward_request_backtest(const struct wire_walk_forward_request *request,
                                          int64_t from, int64_t until,
                                          struct wire_backtest_request *ret_backtest);

#endif
