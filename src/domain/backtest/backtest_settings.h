/*
 * backtest_settings - with what money, by which rules and at what cost a backtest trades.
 *
 * Start from backtest_settings_default(): zero is not "as usual". Borrows what it points to.
 */
#ifndef DOMAIN_BACKTEST_BACKTEST_SETTINGS_H
#define DOMAIN_BACKTEST_BACKTEST_SETTINGS_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/costs.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum backtest_sizing {
    BACKTEST_FRACTION,          /* size is a share of equity: 0.25 */
    BACKTEST_AMOUNT,            /* size is money */
    BACKTEST_UNITS,             /* size is a quantity */
    BACKTEST_VOLATILITY         /* size is the wanted volatility a year: 0.15. A position takes
                                 * size / the instrument's own of equity, at most all of it */
};

enum { BACKTEST_WINDOW_LEAST = 5, BACKTEST_WINDOW_MOST = 500 };

/* When the quantity is fixed: at the close that decided, as one can do it, or at the fill, as some
 * other programs do; for comparing with them. */
enum backtest_size_at { BACKTEST_SIZE_AT_CLOSE, BACKTEST_SIZE_AT_FILL_OPEN };

/* Which fills slip; ENTRIES again for comparing. */
enum backtest_slips { BACKTEST_SLIPS_BOTH, BACKTEST_SLIPS_ENTRIES };

struct backtest_range {
    size_t from, until;         /* bars [from, until) */
};

struct backtest_settings {
    double capital;             /* at the start, in the account's currency */
    enum backtest_sizing sizing;
    enum backtest_size_at size_at;
    double size;
    double increment;           /* quantities are multiples of it; 0: any */
    double multiplier;          /* value of one unit at a price of 1; futures: 50 */
    size_t volatility_window;   /* of VOLATILITY: so many returns up to the bar that decides, */
    double bars_per_year;       /* whose sample deviation is annualised by this */
    size_t n_before;            /* bars that lie before the first one in the same columns, as
                                 * bars_slice() leaves them: the volatility looks back on them */

    double most_of_symbol;      /* a position's value by equity, when it is sized; 0: no limit */
    double most_gross;          /* of all positions together, by their prices at the
                                 * fill; 0: no limit */
    size_t most_positions;      /* at once; 0: any number */
    const uint8_t *is_closed;   /* by bar: no entry is filled in it; NULL: at any time */

    struct costs costs;
    struct costs_slippage slippage;
    const double *half_spread;  /* of MEASURED slippage: by bar, a share of the price */
    double volume_share;        /* of a bar's volume an order takes at most; 0: no limit */
    enum backtest_slips slips;
    double borrow_rate;         /* of a short's value, per year of 360 days, by nights held */
    double cost_multiple;       /* scales all four: commission, fees, slippage, borrow */
    double tick;                /* least step of the price, > 0 */

    bool allow_short;
    bool reverse;               /* an opposite signal closes and opens at once; else it closes */
    size_t min_signal_separation;   /* bars from an order by signal to the next entry; 0: none */
    double confidence_threshold;    /* below it a signal is HOLD; 0: none */
    double stop_loss_pct, take_profit_pct;  /* of the fill price, 2 is 2 %; 0: none */

    double periods_per_year;    /* sessions in a year, for what is annualised; 0: not known */

    /* The account's currency per unit of the price's, at each bar's close; NULL: they are one. */
    const double *conversion;

    /* Where opens are only copies of the close before: orders fill at the close instead. Sorted. */
    const struct backtest_range *stale;
    size_t n_stale;
};

/* By IB's kind of security: "STK", "FUT", "IND", "CASH", "CRYPTO"; anything else, as "", gets what
 * an unknown instrument gets: 5bp and 2bp slippage. The tick of a CASH is that of EUR.USD (half a
 * pip, so slippage is one tick): a yen pair's must be set to 0.005. */
struct backtest_settings backtest_settings_default(const char *type);

/* Fails with ERROR_INVALID, naming the field. */
CHECKED bool backtest_settings_check(const struct backtest_settings *settings, struct error *err);

#endif
