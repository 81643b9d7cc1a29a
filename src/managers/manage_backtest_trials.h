/*
 * manage_backtest_trials - a backtest in the ledger of what was tried: how many others there are on
 * its instrument and dates, how far their Sharpe ratios lie apart, and itself.
 */
#ifndef MANAGERS_MANAGE_BACKTEST_TRIALS_H
#define MANAGERS_MANAGE_BACKTEST_TRIALS_H

#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"
#include "domain/series.h"

#include <stddef.h>
#include <stdint.h>

struct bar_store_info;
struct manage_store;
struct store;
struct wire_backtest;
struct wire_backtest_request;
struct wire_model;

struct manage_backtest_trials {
    const struct wire_backtest_request *wanted;
    const char *operation;
    char symbol[SERIES_SYMBOL];
    int64_t contract, from, until;
    int64_t seed;
    char config_hash[HASH_HEX];
    int64_t count;                  /* of distinct ones, this one among them */
    double variance;                /* of the others' Sharpe ratios per bar; NaN: too few */
};

/* What is tried is the strategy as it was overridden, and the seed: the training of a configuration
 * and its backtest are one trial; another model, a size, sizing or limits that are not the usual
 * ones, or several symbols are another, also where the strategy has them. The windows of a
 * walk-forward and their whole are one, too: the request's walk. model is NULL where signals were
 * given. `bars` says what is traded, until its last bar. */
CHECKED bool manage_backtest_trials_name(const struct wire_backtest_request *wanted,
                                         const struct wire_model *model,
                                         const struct bar_store_info *bars,
                                         struct manage_backtest_trials *ret_trials,
                                         struct error *err);

/* Waits. Fills count and variance of all n, which are one backtest's, one for each of its symbols:
 * what was tried on any of them counts, once. */
CHECKED bool manage_backtest_trials_read(const struct manage_store *store,
                                         struct manage_backtest_trials *trials, size_t n,
                                         struct error *err);

/* Waits. A line in the ledger, for one symbol. */
CHECKED bool manage_backtest_trials_add(const struct manage_store *store,
                                        const struct manage_backtest_trials *trials,
                                        const struct wire_backtest *result, struct error *err);

#endif
