/*
 * wire_walk_forward - a strategy trained again and again, and each time tested on what came next.
 *
 * Shares and returns are parts of one. Days are "2024-01-31", all inclusive.
 */
#ifndef WIRE_WIRE_WALK_FORWARD_H
#define WIRE_WIRE_WALK_FORWARD_H

#include "wire/wire.h"
#include "wire/wire_backtest.h"

#define WIRE_WALK_FORWARD_START "/api/v1/walk-forwards"         /* POST */
#define WIRE_WALK_FORWARD_ONE   "/api/v1/walk-forwards/{id}"    /* its result */

/* Strategy is a name in the strategies folder, or strategy_text is the file itself. What is not
 * told is as of trainings and backtests. */
struct wire_walk_forward_request {
    char strategy[65];
    char *strategy_text;
    char strategy_label[256];
    char train[16], test[16], step[16];     /* "5y", "18mo", "26w", "90d"; 5y, 1y, as test */
    bool anchored;              /* every training begins at the first bar */
    char symbol[33];            /* that is traded; default: the strategy's first */
    char timeframe[8];
    char start_date[32], end_date[32];
    char lockbox[16];           /* "1y": seals the last year first, and does not look at it */
    int64_t seed;               /* 42 */
    double capital;
    char commission[32], slippage[32];
    double periods_per_year, size;
    size_t n_overrides;
    char **overrides;
    size_t n_symbols;           /* to learn from; default: the strategy's with symbol in it */
    char **symbols;
};

struct wire_walk_forward_window {
    int64_t number;             /* from 1 */
    char train_start[16], train_end[16], test_start[16], test_end[16];
    char training[48];          /* the operation */
    char model_id[96];          /* "": it found none; then nothing is traded until the next one */
    double validation_balanced_accuracy;
    char backtest[48];          /* the operation: this window alone, from flat to flat */
    int64_t bars, trades;
    double total_return, buy_and_hold, sharpe, max_drawdown;
};

/* The result. */
struct wire_walk_forward {
    char id[48];                /* of the operation */
    char strategy[65];
    char symbol[33];
    char timeframe[8];
    char train[16], test[16], step[16];
    bool anchored;
    int64_t seed;
    size_t n_windows;
    struct wire_walk_forward_window *windows;
    int64_t windows_won;        /* of them, with more than buy and hold */
    char backtest_id[48];       /* of the whole: the models take turns, one account through all */
    struct wire_backtest *backtest;
};

extern const struct wire_field wire_walk_forward_request_fields[];
extern const struct wire_field wire_walk_forward_window_fields[];
extern const struct wire_field wire_walk_forward_fields[];

WIRE_RELEASE(walk_forward_request)
WIRE_RELEASE(walk_forward_window)
WIRE_RELEASE(walk_forward)

#endif
