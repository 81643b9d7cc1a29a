/*
 * position - the money of a backtest and the one trade that may be open: sizes, fills, payments.
 *
 * Knows the settings, not the bars. Everything is paid when it falls due, so that balance plus what
 * the open trade is worth is the equity. Values only; nothing to free.
 */
#ifndef DOMAIN_BACKTEST_POSITION_H
#define DOMAIN_BACKTEST_POSITION_H

#include "base/words.h"
#include "domain/backtest/backtest.h"

#include <stdbool.h>
#include <stdint.h>

struct position {
    const struct backtest_settings *settings;
    double balance;                     /* what is realised and paid */
    double locked;                      /* of it, in other positions of a portfolio */
    int side;                           /* of the open trade; 0: nothing is held */
    struct backtest_trade trade;        /* the open one, or the last */
    struct backtest_trade part;         /* the last that was a part of it */
    double stop, target;                /* prices; infinite if there is none */
    double lowest, highest;             /* prices seen since the entry */
};

struct position_fill {
    size_t bar;
    int64_t time;
    double price;                       /* in the market, before slippage */
    double scale;                       /* money per unit and price: multiplier x conversion */
};

/* A whole number of increments, at most `quantity`. */
double position_round(const struct backtest_settings *settings, double quantity);

/* How many units `equity` buys at `price` by the settings, a whole number of increments. Of
 * `volatility`, the instrument's of a year, only BACKTEST_VOLATILITY takes notice. */
double position_size(const struct backtest_settings *settings, double equity, double volatility,
                     double price, double scale);

/* Opens at the fill, with less if cash does not suffice for the quantity and its costs (a short is
 * backed in full too). False, and nothing happened, where not one increment is left. */
CHECKED bool position_open(struct position *position, int side, double quantity,
                           const struct position_fill *fill);

/* Closes so much of it, at most all: then position->side is 0. The finished trade is borrowed until
 * the next call; of a part, what was paid until now is shared out by quantity. */
const struct backtest_trade *position_close(struct position *position, double quantity,
                                            const struct position_fill *fill,
                                            enum backtest_reason reason);

/* What falls due overnight, in money per unit: a long gets the dividend, a short pays it and the
 * borrow fee. */
void position_pay(struct position *position, double dividend, double borrow);

static inline double position_equity(const struct position *position, double price, double scale)
{
    const struct backtest_trade *trade = &position->trade;

    if (!position->side)
        return position->balance;
    return position->balance +
           position->side * trade->quantity * (price - trade->entry_price) * scale;
}

#endif
