/*
 * feature_plan - what a network sees of the market, compiled from a strategy: one column after the
 * other, each an output of an indicator on a timeframe, made fuzzy or brought to scale, of now or
 * of some bars ago. Training, evaluation, backtest and prediction all run this plan (features.h).
 *
 * Two plans with the same hash give the same columns from the same bars. What normalisation learnt
 * from training rows lies in `fits`, symbol by symbol, and is not part of the hash.
 * Owns its arrays. Any thread, as long as nobody fits it meanwhile.
 */
#ifndef DOMAIN_FEATURE_PLAN_H
#define DOMAIN_FEATURE_PLAN_H

#include "base/buf.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"
#include "domain/strategy/strategy.h"

enum { FEATURE_PLAN_NAME = 112 };

struct feature_plan {
    enum timeframe base;                /* a row of the matrix is a bar of this timeframe */
    bool uses[TIMEFRAME_COUNT];         /* the timeframes whose bars are needed */

    size_t n_series;
    struct feature_plan_series {        /* a distinct calculation; done once */
        enum timeframe timeframe;
        const struct indicator *indicator;
        double param[INDICATOR_PARAMS];
        enum indicator_source source;
    } *series;

    size_t n_columns;
    struct feature_plan_column {
        char name[FEATURE_PLAN_NAME];       /* "1h_rsi_zone_low", "1h_bands.middle_raw_lag_2" */
        size_t series, output;              /* which calculation, which of its outputs */
        struct membership membership;       /* kind NULL: a raw value */
        enum strategy_normalization normalization;
        size_t window;                      /* bars, of STRATEGY_ROLLING_ZSCORE */
        size_t lag;                         /* bars of its own timeframe; 0: the latest one */
    } *columns;

    size_t n_fits;
    struct feature_plan_fit {
        char symbol[SERIES_SYMBOL];
        struct feature_plan_scale {
            double offset, width;           /* the column is (value - offset) / width */
        } *scales;                          /* one per column; {0, 1} where nothing is fitted */
    } *fits;
};

/* Fails with ERROR_INVALID where two columns would have one name. */
CHECKED bool feature_plan_build(const struct strategy *strategy, struct feature_plan *ret_plan,
                                struct error *err);
void feature_plan_release(struct feature_plan *plan);

/* The plan as a text for people and for the hash: a line per column. */
void feature_plan_text(const struct feature_plan *plan, struct buf *ret_text);
void feature_plan_hash(const struct feature_plan *plan, char ret_hash[HASH_HEX]);

bool feature_plan_needs_fit(const struct feature_plan *plan);

/* NULL if the plan was not fitted to this symbol. */
const struct feature_plan_fit *feature_plan_find_fit(const struct feature_plan *plan,
                                                     const char *symbol);

/* n_columns scales to be filled in, {0, 1} at first; one that was there is started anew. Owned by
 * the plan. */
struct feature_plan_scale *feature_plan_add_fit(struct feature_plan *plan, const char *symbol);

#endif
