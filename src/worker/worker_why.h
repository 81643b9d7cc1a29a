/*
 * worker_why - a stored backtest, run again up to its trades, and one bar of it looked at.
 *
 * The request is the backtest's, with `why` beside it. The result is struct wire_why.
 */
#ifndef WORKER_WORKER_WHY_H
#define WORKER_WORKER_WHY_H

#include "base/error.h"
#include "base/words.h"

struct buf;
struct wire_worker_request;

CHECKED bool worker_why_run(const struct wire_worker_request *request, struct buf *ret_json,
                            struct error *err);

#endif
