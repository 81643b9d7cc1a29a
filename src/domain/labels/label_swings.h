/*
 * label_swings - the alternating highs and lows of the close, each with the bar that confirms it.
 *
 * A high is confirmed by the first close at or below high * (1 - threshold), a low by the first at
 * or above low * (1 + threshold). Of equal closes the earlier one is the extreme. The first extreme
 * is the running high or low that is first left so far. What is not confirmed is not in the list.
 */
#ifndef DOMAIN_LABELS_LABEL_SWINGS_H
#define DOMAIN_LABELS_LABEL_SWINGS_H

#include <stdbool.h>
#include <stddef.h>

struct label_swings {
    size_t count;
    struct label_swing {
        size_t at, confirmed;       /* bars */
        bool is_high;
    } *items;                       /* owned */
};

void label_swings_find(const double *close, size_t n, double threshold,
                       struct label_swings *ret_swings);
void label_swings_release(struct label_swings *swings);

#endif
