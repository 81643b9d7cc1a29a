/*
 * features - a feature plan, run over the bars of one symbol.
 *
 * A row per bar of the base timeframe. Row t holds what was known at the end of bar t and nothing
 * later: of longer timeframes the last bar that had ended by then. Prices are the adjusted ones
 * where the bars carry factors. Rows before first_row lie in the warm-up; they are NaN and not to
 * be used. From first_row on every value is finite.
 */
#ifndef DOMAIN_FEATURES_H
#define DOMAIN_FEATURES_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars.h"
#include "domain/calendar.h"
#include "domain/feature_plan.h"

#include <stdbool.h>

struct features_input {
    const char *symbol;                         /* whose scales, where the plan was fitted */
    const struct calendar *calendar;            /* says when bars end */
    const struct bars *bars[TIMEFRAME_COUNT];   /* those that plan->uses; borrowed for the call */
    bool (*go_on)(void);        /* asked before each column; false: ERROR_CANCELLED. NULL: nobody */
};

struct features {
    size_t rows, columns;
    size_t first_row;           /* rows where no row is complete */
    float *values;              /* row by row; owned */
    bool is_borrowed;           /* by feature_matrix.h: the values are not ours */
};

/* Learns the scales of minmax and zscore columns from the given rows of this symbol: its training
 * rows. Fails with ERROR_BAD_DATA where a row lies in the warm-up, or a column never changes. */
CHECKED bool features_fit(struct feature_plan *plan, const struct features_input *in,
                          const size_t *rows, size_t n_rows, struct error *err);

/* Fails with ERROR_INVALID where bars are missing, or a fit to this symbol; with ERROR_BAD_DATA
 * where the bars are no good. */
CHECKED bool features_compute(const struct feature_plan *plan, const struct features_input *in,
                              struct features *ret_features, struct error *err);

void features_release(struct features *features);

#endif
