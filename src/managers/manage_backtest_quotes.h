/* manage_backtest_quotes - the BID_ASK bars that slippage is measured on. */
#ifndef MANAGERS_MANAGE_BACKTEST_QUOTES_H
#define MANAGERS_MANAGE_BACKTEST_QUOTES_H

#include "base/error.h"
#include "base/words.h"

struct manage_backtest;
struct manage_bars_file;

/* Waits. Those of the shortest timeframe that is stored, all that no lockbox holds;
 * ERROR_NOT_FOUND, with what to do, where there are none. */
CHECKED bool manage_backtest_quotes_find(struct manage_backtest *manager, const char *symbol,
                                         struct manage_bars_file *ret_file, struct error *err);

#endif
