/*
 * backtest - trades signals over past bars: one instrument, one position, no borrowing of cash.
 * Several instruments that share their cash are portfolio.h.
 *
 * The order of things, so that nothing is known before its time. At the close of bar t: decide, by
 * signal[t], and fix the quantity from close[t] and equity[t]. In bar t + 1: dividends and borrow
 * of the night; market orders at the open; stops and targets, also of this bar's entry; the mark.
 * At the end what is still held is sold at the last close, in the last point of the curve.
 *
 * Inside a bar: a stop passed at the open fills at the open, a touched one at its level; a bar that
 * touches stop and target is the stop. A target fills if the price went one tick beyond it, at its
 * level, or at the open if that is better. Market and stop fills slip, targets never. Where opens
 * are stale, orders fill at the close, and a touched stop at its level or the close, the worse.
 *
 * With settings.volume_share an entry takes at most that share of its bar's volume and the rest of
 * it is given up; what an exit cannot sell waits for the next bars, each part a trade of its own.
 *
 * A stop or target is not looked at in a bar after the open that closed the position, nor in a bar
 * whose close opened it.
 */
#ifndef DOMAIN_BACKTEST_BACKTEST_H
#define DOMAIN_BACKTEST_BACKTEST_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest_settings.h"
#include "domain/bars.h"
#include "domain/signal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum backtest_reason { BACKTEST_SIGNAL, BACKTEST_STOP, BACKTEST_TARGET, BACKTEST_END };

/* Money is in the account's currency, prices as in the bars. net = gross - commission - fees -
 * borrow + dividends, so that nets add up to the change of equity. */
struct backtest_trade {
    int side;                       /* 1 long, -1 short */
    size_t symbol;                  /* its place in a portfolio; 0 */
    enum backtest_reason reason;    /* of the exit */
    size_t entry_bar, exit_bar;     /* where it was filled; decided at entry_bar - 1 */
    double quantity;
    double entry_price, exit_price; /* with slippage */
    double value;                   /* at the entry */
    double gross;
    double commission, fees, borrow;    /* >= 0; both sides */
    double slippage;                /* >= 0; lies in the prices, so in gross */
    double dividends;               /* < 0: paid, on a short */
    double net;
    double ret;                     /* net / value */
    double mae, mfe;                /* worst (<= 0) and best (>= 0) price seen, against the entry's;
                                     * of the exit's bar only the exit's price */
};

enum backtest_unfilled_why {
    BACKTEST_UNFILLED_AFTER_END,    /* decided at the last close */
    BACKTEST_UNFILLED_TOO_SMALL,    /* the size is less than one increment */
    BACKTEST_UNFILLED_NO_CASH,      /* at the fill there was not enough for one increment */
    BACKTEST_UNFILLED_NO_PRICE,     /* a price was zero or below */
    BACKTEST_UNFILLED_LIMIT,        /* of exposure, or of the number of positions */
    BACKTEST_UNFILLED_CLOSED,       /* outside the hours of entries */
    BACKTEST_UNFILLED_NO_VOLUME,    /* its share of the volume is less than one increment */
    BACKTEST_UNFILLED_NO_VOLATILITY /* fewer bars than the window, or prices that do not move */
};

struct backtest_unfilled {
    size_t bar;                     /* whose close decided */
    size_t symbol;                  /* as of a trade */
    int side;                       /* 1 a buy, -1 a sale */
    bool is_exit;
    double quantity;
    enum backtest_unfilled_why why;
};

struct backtest_result {
    size_t n_bars;
    double *equity;                 /* at each close, net of all that was paid */
    double *position;               /* held after each close, < 0 short */
    double *gross;                  /* of a portfolio: all positions by equity, shorts above 0 too;
                                     * else NULL */

    size_t n_trades, trades_room;
    struct backtest_trade *trades;  /* by exit */
    size_t n_unfilled, unfilled_room;
    struct backtest_unfilled *unfilled;

    double cash;                    /* at the end, where nothing is held */
    bool is_price_only;             /* no adjustment factors: dividends are missing */
    size_t n_stale_fills;           /* at a close, because the open was stale */
    size_t n_cuts, n_waits;         /* by a share of the volume: entries made smaller; bars in which
                                     * an exit could not sell it all */
};

struct backtest_watch {
    /* Called every few thousand bars; quick, no I/O. False stops with ERROR_CANCELLED. */
    bool (*go_on)(void *arg, size_t bar, size_t n_bars);
    void *arg;
};

const char *backtest_reason_name(enum backtest_reason reason);     /* "signal" … */
const char *backtest_unfilled_name(enum backtest_unfilled_why why);

/* signal has an enum signal per bar; confidence too, or is NULL: every signal counts. watch may be
 * NULL. Bars that passed bars_check(). Fails with ERROR_INVALID (settings, a signal that is none,
 * conversion <= 0), ERROR_BAD_DATA (no bars, an adjustment <= 0) or ERROR_CANCELLED. */
struct backtest_input {
    const struct bars *bars;
    const uint8_t *signal;
    const float *confidence;
};
CHECKED bool backtest_run(const struct backtest_input *input,
                          const struct backtest_settings *settings,
                          const struct backtest_watch *watch, struct backtest_result *ret_result,
                          struct error *err);

void backtest_release(struct backtest_result *result);

#endif
