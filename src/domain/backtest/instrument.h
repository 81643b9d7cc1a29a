/*
 * instrument - one instrument in a backtest: its bars, its open position, the order it has sent.
 *
 * What backtest.h says of the order of things is done here, step by step; who calls decides which
 * instruments take a step together: backtest.c has one, portfolio.c several that share their cash.
 * Values only; nothing to free. Everything that is pointed to is borrowed.
 */
#ifndef DOMAIN_BACKTEST_INSTRUMENT_H
#define DOMAIN_BACKTEST_INSTRUMENT_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest.h"
#include "domain/backtest/position.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct instrument_order {
    bool closes;
    enum backtest_reason reason;        /* of what it closes */
    int opens;                          /* 1, -1; 0: nothing */
    double quantity;                    /* of what opens */
    double equity;                      /* when it was decided */
    size_t decided;
};

struct instrument {
    const struct backtest_settings *settings;
    const struct bars *bars;
    const uint8_t *signal;
    const float *confidence;
    struct backtest_result *result;     /* where trades and unfilled orders are listed */
    size_t symbol;                      /* its place among those that trade together */
    struct position position;           /* its balance is that of all */
    struct instrument_order order;      /* to be filled in the next bar */
    bool has_order, has_levels, has_limits;
    size_t next_signal_bar;             /* entries from here on */
    size_t stale;                       /* first range that has not ended */
    double gross_elsewhere;             /* value of the others' positions */
    size_t positions_elsewhere;
};

struct instrument instrument_start(const struct backtest_input *input,
                                   const struct backtest_settings *settings,
                                   struct backtest_result *result);

/* Fails as backtest_run does, of signals, adjustments, conversions and what the settings ask of
 * the bars. */
CHECKED bool instrument_check(const struct backtest_input *input,
                              const struct backtest_settings *settings, struct error *err);

/* Dividends and borrow of the night before bar t; where something is held that has any. */
void instrument_carry(struct instrument *instrument, size_t t);

static inline bool instrument_carries(const struct instrument *instrument)
{
    return instrument->position.side < 0 ||
           (instrument->position.side && instrument->bars->column[BARS_ADJUST]);
}

/* Ask of every bar, in order. */
bool instrument_is_stale(struct instrument *instrument, size_t t);

/* The two halves of an order. What the first may not sell yet, since it would be too much of the
 * bar's volume, remains as an order. */
void instrument_exit(struct instrument *instrument, size_t t, double price);
void instrument_enter(struct instrument *instrument, size_t t, double price);

/* Stops and targets of a bar, at its open and within it; within it only. */
void instrument_check_levels(struct instrument *instrument, size_t t);
void instrument_check_stale_levels(struct instrument *instrument, size_t t);

/* At the close of bar t, which has a signal: makes an order, or none. */
void instrument_decide(struct instrument *instrument, size_t t, double equity);

/* After the last bar: the order that comes too late is listed, what is held is closed. */
void instrument_finish(struct instrument *instrument);

static inline double instrument_price(const struct instrument *instrument,
                                      enum bars_column column, size_t t)
{
    return instrument->bars->column[column][t];
}

static inline double instrument_scale(const struct instrument *instrument, size_t t)
{
    const double *conversion = instrument->settings->conversion;

    return conversion ? instrument->settings->multiplier * conversion[t]
                      : instrument->settings->multiplier;
}

#endif
