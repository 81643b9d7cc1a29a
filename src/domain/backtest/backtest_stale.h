/*
 * backtest_stale - years whose opens are only copies of the close before, as in early index data.
 *
 * For daily bars of markets that close overnight. In a market that does not close, an open near the
 * close before is what it should be: do not ask there.
 */
#ifndef DOMAIN_BACKTEST_BACKTEST_STALE_H
#define DOMAIN_BACKTEST_BACKTEST_STALE_H

#include "domain/backtest/backtest_settings.h"
#include "domain/bars.h"

#include <stddef.h>

/* The calendar years in which more than a tenth of the opens lie within a basis point of the close
 * before, as ranges for backtest_settings. The caller frees them; NULL where there are none. */
struct backtest_range *backtest_stale_years(const struct bars *bars, size_t *ret_count);

#endif
