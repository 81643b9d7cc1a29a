/*
 * indicator - a named calculation over bars.
 *
 * Outputs are as long as the input and line up with it: the values before an output's warm-up are
 * NaN, the others are finite. compute() only ever sees parameters inside their bounds and bars that
 * passed bars_check(), so it cannot fail; what it leaves in the warm-up is overwritten. Degenerate
 * inputs (a flat price, no volume) have an answer, written in each file. Indicators are constant:
 * nothing to free, any thread. How to add one: docs/add_an_indicator.md.
 */
#ifndef DOMAIN_INDICATORS_INDICATOR_H
#define DOMAIN_INDICATORS_INDICATOR_H

#include "domain/bars.h"

enum {
    INDICATOR_INPUTS = 5, INDICATOR_PARAMS = 9, INDICATOR_OUTPUTS = 5,
    INDICATOR_LONGEST = 5000    /* bars in a period, at most */
};

/* What an indicator reads. PRICE is the column the user chose: close unless told. */
enum indicator_input {
    INDICATOR_PRICE, INDICATOR_OPEN, INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE,
    INDICATOR_VOLUME,
    INDICATOR_TIME,             /* the start of each bar, seconds since 1970 UTC */
};

enum indicator_source {
    INDICATOR_SOURCE_CLOSE,     /* the default */
    INDICATOR_SOURCE_OPEN, INDICATOR_SOURCE_HIGH, INDICATOR_SOURCE_LOW,
    INDICATOR_SOURCE_HL2, INDICATOR_SOURCE_HLC3, INDICATOR_SOURCE_OHLC4,
    INDICATOR_SOURCE_COUNT
};

enum indicator_level {
    INDICATOR_BOUNDED,          /* an oscillator or a ratio: may feed a network as it is */
    INDICATOR_PRICE_LEVEL,      /* moves with the price or piles up: wants a rolling scale */
    INDICATOR_DISTANCE,         /* comes back to 0, but in units of price or volume */
};

struct indicator {
    const char *name;                   /* as written in a strategy: "rsi" */
    const char *title;
    const char *origin;                 /* book, paper */
    bool looks_ahead;                   /* refused as a feature */
    size_t n_rising;                    /* so many of the first params must rise: fast below slow */
    size_t n_inputs, n_params, n_outputs;
    enum indicator_input inputs[INDICATOR_INPUTS];
    struct indicator_param {
        const char *name, *unit;        /* unit: "bars", "%", "standard deviations", "" */
        double fallback, least, most;
        bool is_whole;                  /* a number of bars, or a choice */
        const char *const *choices;     /* NULL, or `most` + 1 words: the value is a word's place */
    } params[INDICATOR_PARAMS];
    const char *outputs[INDICATOR_OUTPUTS];     /* of a single one: its own name */
    enum indicator_level level[INDICATOR_OUTPUTS];

    size_t (*warmup)(const double *param);      /* index of the first output's first value */
    size_t (*output_warmup)(const double *param, size_t output);    /* NULL: all like warmup */
    bool (*check)(const double *param, struct error *err);          /* NULL: bounds are enough */
    void (*compute)(size_t n, const double *const in[], const double *param, double *const out[]);
};

/* A row of params: a number of bars, or any number between two. */
#define INDICATOR_BARS(NAME, FALLBACK, LEAST)                                                   \
    { .name = (NAME), .unit = "bars", .fallback = (FALLBACK), .least = (LEAST),                 \
      .most = INDICATOR_LONGEST, .is_whole = true }
#define INDICATOR_NUMBER(NAME, UNIT, FALLBACK, LEAST, MOST)                                     \
    { .name = (NAME), .unit = (UNIT), .fallback = (FALLBACK), .least = (LEAST), .most = (MOST) }

const struct indicator *indicator_find(const char *name);      /* NULL if there is none */
const struct indicator *indicator_at(size_t i);                /* NULL past the last */

/* The place of a parameter or an output by name; -1 if there is none. */
int indicator_find_param(const struct indicator *indicator, const char *name);
int indicator_find_output(const struct indicator *indicator, const char *name);

/* A value from text: a number, or a word where the parameter has choices. Checks no bounds. */
CHECKED bool indicator_parse_param(const struct indicator *indicator, int param, const char *text,
                                   double *ret_value, struct error *err);

bool indicator_takes_source(const struct indicator *indicator);
const char *indicator_source_name(enum indicator_source source);
CHECKED bool indicator_source_parse(const char *text, enum indicator_source *ret_source,
                                    struct error *err);

void indicator_fill_defaults(const struct indicator *indicator, double param[INDICATOR_PARAMS]);
CHECKED bool indicator_check_params(const struct indicator *indicator, const double *param,
                                    struct error *err);
size_t indicator_warmup(const struct indicator *indicator, const double *param, size_t output);

/* Writes bars->count values to each ret_out[]. Fails on a parameter out of bounds, and on a source
 * for an indicator that takes none. */
CHECKED bool indicator_run(const struct indicator *indicator, const struct bars *bars,
                           const double *param, enum indicator_source source,
                           double *const ret_out[], struct error *err);

#endif
