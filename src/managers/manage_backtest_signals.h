/* manage_backtest_signals - given signals, read against the bars they are for. */
#ifndef MANAGERS_MANAGE_BACKTEST_SIGNALS_H
#define MANAGERS_MANAGE_BACKTEST_SIGNALS_H

#include "base/error.h"
#include "base/words.h"

struct manage_backtest;
struct wire_backtest_request;

/* Waits. Of a request with signals: ERROR_INVALID where one has no bar. */
CHECKED bool manage_backtest_signals_check(struct manage_backtest *manager,
                                           const struct wire_backtest_request *request,
                                           struct error *err);

#endif
