/*
 * manage_check - a strategy against one symbol's stored bars, in a worker: the look-ahead proof,
 * and how its fuzzy sets cover the values that come. Short answers that somebody waits for.
 */
#ifndef MANAGERS_MANAGE_CHECK_H
#define MANAGERS_MANAGE_CHECK_H

#include "base/error.h"
#include "base/words.h"
#include "wire/wire_worker.h"

struct buf;
struct manage_bars;
struct manage_strategies;
struct manage_worker;

struct manage_check {               /* all borrowed */
    const struct manage_worker *worker;
    struct manage_bars *bars;
    struct manage_strategies *strategies;
};

/* Waits. kind is WIRE_WORKER_CHECK or WIRE_WORKER_COVERAGE; the answer is the worker's result. The
 * request is filled in with what the strategy says. */
CHECKED bool manage_check_run(const struct manage_check *manager, enum wire_worker_kind kind,
                              struct wire_check_request *request, struct buf *ret_json,
                              struct error *err);

#endif
