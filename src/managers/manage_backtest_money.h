/*
 * manage_backtest_money - the money of a request for a backtest made whole: sizes, limits, costs,
 * sessions a year. What the request does not say is as the strategy says, else as is usual for the
 * instruments.
 */
#ifndef MANAGERS_MANAGE_BACKTEST_MONEY_H
#define MANAGERS_MANAGE_BACKTEST_MONEY_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct series;
struct strategy;
struct wire_backtest_request;

/* strategy is NULL where signals are given. Instruments of several kinds leave costs that were not
 * told at "": each has its own. ERROR_INVALID. */
CHECKED bool manage_backtest_money_fill(const struct strategy *strategy,
                                        const struct series *series, size_t n_series,
                                        struct wire_backtest_request *request, struct error *err);

#endif
