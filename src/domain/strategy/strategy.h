/*
 * strategy - a strategy file, read and checked: from indicators to decisions, nothing left open.
 *
 * The grammar is v3 (docs/strategies.md; its keys are the table in strategy_grammar.c). Every key
 * is used or a mistake, every name resolves, every number lies within its bounds; a mistake is a
 * finding with line, column and field. A strategy owns what it points to; indicators and membership
 * kinds are constants. Reading never touches files, clock or network. Any thread.
 */
#ifndef DOMAIN_STRATEGY_STRATEGY_H
#define DOMAIN_STRATEGY_STRATEGY_H

#include "base/error.h"
#include "base/findings.h"
#include "base/words.h"
#include "base/yaml.h"
#include "domain/fuzzy/membership.h"
#include "domain/indicators/indicator.h"
#include "domain/nn/network.h"
#include "domain/nn/train_settings.h"
#include "domain/series.h"
#include "domain/strategy/strategy_sizing.h"
#include "domain/timeframe.h"

enum { STRATEGY_NAME = 65, STRATEGY_ID = 41, STRATEGY_NOTE = 1001, STRATEGY_SYMBOLS = 500,
       STRATEGY_LAGS = 100 };

struct strategy_indicator {
    char id[STRATEGY_ID];
    const struct indicator *indicator;
    double param[INDICATOR_PARAMS];
    enum indicator_source source;
    int line, column;
    bool is_used;
};

struct strategy_reference {         /* "bands.middle": an output of an indicator */
    size_t indicator, output;       /* places in strategy->indicators and in its outputs */
};

struct strategy_fuzzy_set {
    char id[STRATEGY_ID];
    struct strategy_reference reads;
    size_t n_members;
    struct strategy_member {
        char name[STRATEGY_ID];
        struct membership membership;
    } *members;
    int line, column;
    bool is_used;
};

enum strategy_input_kind { STRATEGY_FUZZY_SET, STRATEGY_RAW };
/* MINMAX and ZSCORE are fitted on the training rows of each symbol; ROLLING_ZSCORE looks back over
 * `window` bars, so it also fits what grows without end. */
enum strategy_normalization {
    STRATEGY_AS_IT_IS, STRATEGY_MINMAX, STRATEGY_ZSCORE, STRATEGY_ROLLING_ZSCORE,
    STRATEGY_NORMALIZATIONS
};

struct strategy_input {
    enum strategy_input_kind kind;
    size_t fuzzy_set;                       /* of a fuzzy set: its place */
    struct strategy_reference raw;          /* of a raw value */
    enum strategy_normalization normalization;
    size_t window;                          /* bars, of ROLLING_ZSCORE */
    size_t n_timeframes;
    enum timeframe timeframes[TIMEFRAME_COUNT];
    size_t lags;                            /* so many earlier bars beside the present one */
};

enum strategy_label {
    STRATEGY_ZIGZAG, STRATEGY_ZIGZAG_SEGMENTS, STRATEGY_FORWARD_RETURN, STRATEGY_TRIPLE_BARRIER,
    STRATEGY_LABELS
};
enum strategy_price { STRATEGY_FROM_OPEN, STRATEGY_FROM_CLOSE };    /* of t+1; of t */
enum strategy_output { STRATEGY_CLASSIFICATION, STRATEGY_REGRESSION };

struct strategy {
    char name[STRATEGY_NAME], version[17];
    char description[STRATEGY_NOTE], hypothesis[STRATEGY_NOTE];

    struct strategy_data {
        size_t n_symbols;
        char (*symbols)[SERIES_SYMBOL];
        size_t n_timeframes;
        enum timeframe timeframes[TIMEFRAME_COUNT];
        enum timeframe base;                /* one row of the data is a bar of this one */
        size_t history_required;            /* bars of it, at least, for each symbol */
        int64_t start, end;                 /* first and last day, 00:00Z; 0: all there is */
    } data;

    size_t n_indicators;
    struct strategy_indicator *indicators;
    size_t n_fuzzy_sets;
    struct strategy_fuzzy_set *fuzzy_sets;
    size_t n_inputs;
    struct strategy_input *inputs;

    struct network_shape shape;             /* inputs: counted from the inputs; see feature_plan */
    size_t symbol_embedding;                /* numbers per symbol beside the features; 0: none */

    struct strategy_decisions {
        enum strategy_output output;
        double confidence_threshold;
        size_t min_signal_separation;       /* bars between entries */
        bool position_awareness, allow_short_from_flat, reverse;
        double round_trip_cost, min_edge_multiplier;    /* of a regression: fraction, factor */
        double stop_loss, take_profit;      /* fraction of the fill price; 0: none */
        struct strategy_sizing sizing;
        struct strategy_limits limits;
    } decisions;

    struct strategy_labels {
        enum strategy_label kind;
        enum strategy_price from;
        double zigzag_threshold;            /* fraction */
        size_t label_lookahead;             /* bars */
        size_t horizon;                     /* bars, of forward_return */
        double upper_threshold, lower_threshold;    /* fractions; lower is negative */
        double pt_multiplier, sl_multiplier;        /* in volatilities, of triple_barrier */
        size_t max_holding_period, vol_span;        /* bars */
        bool compute_weights;               /* refused */
    } labels;

    struct strategy_split {
        double train, validation, test;     /* fractions, 1 together */
    } split;
    struct train_settings training;
    bool checks_lookahead;                  /* before training: lookahead.h */
};
/* Adds to `findings`, which may get warnings too; false after an error, with nothing to release. */
CHECKED bool strategy_parse(const char *text, size_t length, struct strategy *ret_strategy,
                            struct findings *findings);

/* The same of a tree, for when something was set in it before. */
CHECKED bool strategy_read(const struct yaml_node *root, struct strategy *ret_strategy,
                           struct findings *findings);

/* "training.learning_rate=0.0005", as after --set. yaml_write() gives the text to keep. */
CHECKED bool strategy_override(struct yaml_node *root, const char *assignment, struct error *err);

void strategy_release(struct strategy *strategy);

const char *strategy_label_name(enum strategy_label kind);
const char *strategy_normalization_name(enum strategy_normalization normalization);
/* "rsi_fast" or "bands.middle", as it stands in the file. */
void strategy_reference_text(const struct strategy *strategy, struct strategy_reference reference,
                             char ret_text[2 * STRATEGY_ID]);

#endif
