/*
 * random_plans - the trades of one instrument, laid out anew at random over its bars: as many, as
 * long, the same sides and shares of equity, at the same costs, in other places.
 *
 * They leave at an open, as orders do, or at the last close; not by stops. For
 * evidence_random_entry.c.
 */
#ifndef DOMAIN_BACKTEST_RANDOM_PLANS_H
#define DOMAIN_BACKTEST_RANDOM_PLANS_H

#include "domain/backtest/backtest.h"
#include "domain/backtest/position.h"

#include <stddef.h>

struct random;

struct random_plan {
    int side;
    size_t entry_bar;                   /* where it was in truth */
    size_t held;                        /* bars; 0: in and out in one */
    double share;                       /* of equity */
};

struct random_plans {
    const struct bars *bars;            /* borrowed */
    struct backtest_settings settings;
    size_t n_bars, n_plans;
    struct random_plan *plans;
    size_t *order;                      /* the plans, shuffled */
    const struct random_plan **laid;    /* the same by time, once laid, */
    size_t *entry;                      /* and the bar in which each enters */
    double *scale;                      /* money per unit and price, by bar */
    double *fill;                       /* the price of market orders, by bar */
    double *dividend, *borrow;          /* sums up to each bar, money per unit */
};

/* Room for so many. */
void random_plans_make(const struct bars *bars, const struct backtest_settings *settings,
                       size_t n_plans, struct random_plans *ret_plans);
void random_plans_release(struct random_plans *plans);

/* In their order; bars of the trade are bars of the instrument. */
void random_plans_add(struct random_plans *plans, const struct backtest_trade *trade,
                      double equity);

void random_plans_lay(struct random_plans *plans, struct random *random);

/* The i-th that was laid, with the position's balance, which has its net after it. */
void random_plans_trade(const struct random_plans *plans, size_t i, struct position *position);
size_t random_plans_exit(const struct random_plans *plans, size_t i);   /* its last bar */

#endif
