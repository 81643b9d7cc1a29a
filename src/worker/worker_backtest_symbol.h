/*
 * worker_backtest_symbol - one of the instruments that a backtest trades: its bars, its signals,
 * its settings.
 */
#ifndef WORKER_WORKER_BACKTEST_SYMBOL_H
#define WORKER_WORKER_BACKTEST_SYMBOL_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest.h"

#include <stddef.h>
#include <stdint.h>

struct strategy;
struct wire_backtest_request;
struct worker_input;
struct worker_input_series;
struct worker_saved;
struct worker_backtest_turn;

struct worker_backtest_symbol {
    const struct worker_input_series *series;   /* that is traded */
    size_t first;                               /* bar that is traded first */
    struct bars bars;                           /* from there on; borrowed */
    size_t warm_up;
    uint8_t *signal;                            /* of every bar of the series */
    float *confidence;                          /* the same; NULL where signals are given */
    struct backtest_range *stale;
    double *half_spread;                        /* NULL: slippage is not measured */
    uint8_t *is_closed;                         /* NULL: entries at any time */
    struct backtest_settings settings;
    struct backtest_input traded;
};

/* Finds its bars, between the dates of the request. */
CHECKED bool worker_backtest_symbol_open(const struct wire_backtest_request *wanted,
                                         const struct worker_input *input, const char *symbol,
                                         struct worker_backtest_symbol *ret_symbol,
                                         struct error *err);

/* The signals that were given; the answers of the model in its turn, whose features are
 * computed. */
CHECKED bool worker_backtest_symbol_parse(const struct wire_backtest_request *wanted,
                                          struct worker_backtest_symbol *symbol,
                                          struct error *err);
CHECKED bool worker_backtest_symbol_ask(const struct wire_backtest_request *wanted,
                                        const struct worker_saved *saved,
                                        const struct worker_backtest_turn *turn,
                                        struct worker_backtest_symbol *symbol, struct error *err);

/* Its settings, after which it can be traded. strategy is NULL where signals are given. */
CHECKED bool worker_backtest_symbol_set(const struct wire_backtest_request *wanted,
                                        const struct strategy *strategy,
                                        const struct worker_input *input,
                                        struct worker_backtest_symbol *symbol, struct error *err);

void worker_backtest_symbol_release(struct worker_backtest_symbol *symbol);

#endif
