/*
 * split - training, validation and test rows, one after the other in time.
 *
 * The borders are moments, the same for all symbols. A row whose label is settled in a later part
 * is purged, row by row; and the last rows before each border, 1 % of all, are an embargo: what
 * lies next to the border is nearly a copy of what lies beyond it. Nothing is shuffled here.
 */
#ifndef DOMAIN_SPLIT_H
#define DOMAIN_SPLIT_H

#include "base/error.h"
#include "base/words.h"
#include "domain/strategy/strategy.h"

#include <stddef.h>
#include <stdint.h>

enum split_part { SPLIT_TRAIN, SPLIT_VALIDATION, SPLIT_TEST, SPLIT_PARTS };

struct split_row {
    int64_t time;               /* start of its bar, seconds UTC */
    int64_t settled;            /* start of the bar that settled its label; >= time */
    size_t symbol;              /* for the order among rows of one time */
};

struct split {
    size_t count[SPLIT_PARTS];
    size_t *rows[SPLIT_PARTS];          /* places in what was given, by time, then symbol; owned */
    int64_t border[SPLIT_PARTS];        /* time of the first row of the part, before the purge */
    size_t n_purged, n_embargoed;       /* a row that is both counts as purged */
};

/* Rows in any order. Fails with ERROR_BAD_DATA where nothing is left of a part that should have
 * rows. */
CHECKED bool split_make(const struct strategy_split *fractions, const struct split_row *rows,
                        size_t n_rows, struct split *ret_split, struct error *err);
void split_release(struct split *split);

const char *split_part_name(enum split_part part);      /* "training" … */

#endif
