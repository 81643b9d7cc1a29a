/*
 * manage_backtest_check - a request for a backtest made whole: which strategy, model, bars, dates
 * and costs, all said in it.
 */
#ifndef MANAGERS_MANAGE_BACKTEST_CHECK_H
#define MANAGERS_MANAGE_BACKTEST_CHECK_H

#include "base/error.h"
#include "base/words.h"

struct manage_backtest;
struct wire_backtest_request;

/* Waits. Looks for everything that can be looked for: ERROR_INVALID, ERROR_NOT_FOUND. */
CHECKED bool manage_backtest_check(struct manage_backtest *manager,
                                   struct wire_backtest_request *request, struct error *err);

#endif
