/*
 * labels - the answer a network is to learn: for each bar the class, and when it was settled.
 *
 * A label looks into the future; that is its use. So each carries `settled`, the bar after which it
 * could be told and not before: a row may be learnt from only where that bar is past. Labels that
 * are not settled within the bars have no class. Prices are the adjusted ones where bars carry
 * factors. Owns its arrays. Any thread.
 */
#ifndef DOMAIN_LABELS_LABELS_H
#define DOMAIN_LABELS_LABELS_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars.h"
#include "domain/signal.h"
#include "domain/strategy/strategy.h"

#include <stddef.h>
#include <stdint.h>

enum { LABELS_OPEN_ENDED = -1 };        /* not settled: no class */

struct labels {
    size_t count;               /* as many as bars */
    int8_t *classes;            /* enum signal, or LABELS_OPEN_ENDED */
    double *returns;            /* what the label was told by, as a fraction; NaN if not settled */
    size_t *settled;            /* index of the bar that settled it; SIZE_MAX if none did */
};

/* Fails with ERROR_BAD_DATA on bars that fail bars_check() or have a price that is not above 0. */
CHECKED bool labels_make(const struct strategy_labels *how, const struct bars *bars,
                         struct labels *ret_labels, struct error *err);
void labels_release(struct labels *labels);

/* How many of the given rows have each class; all rows where `rows` is NULL. */
void labels_count(const struct labels *labels, const size_t *rows, size_t n_rows,
                  size_t ret_counts[SIGNAL_COUNT]);

#endif
