/*
 * bars_revision - what bars that were fetched again say of the stored ones: nothing new, or
 * corrections of the last two sessions (they replace, and are counted), revisions of older bars
 * (reported, not taken: a refetch is for that), or a split. Plain values; any thread.
 *
 * A split shows in the ratio of new to stored prices: the same in all overlapping bars, and a small
 * fraction, since a source adjusts everything before the day. Then nothing is to be merged: the
 * series is fetched whole again, under a new data hash.
 */
#ifndef DOMAIN_BARS_REVISION_H
#define DOMAIN_BARS_REVISION_H

#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bars;

enum bars_revision_verdict {
    BARS_REVISION_NONE,         /* all that overlaps is the same, or nothing does */
    BARS_REVISION_CORRECTED,    /* in the last sessions only */
    BARS_REVISION_REVISED,      /* older bars too */
    BARS_REVISION_SPLIT
};

enum { BARS_REVISION_KEPT = 50 };

struct bars_revision {
    enum bars_revision_verdict verdict;
    size_t overlapping, same, corrected, revised;
    int after, before;          /* of a split: 2 for 1, 1 for 8; else 0 */
    size_t n_kept;
    struct bars_revision_difference {
        int64_t time;
        double stored_close, new_close;
        bool is_correction;
    } kept[BARS_REVISION_KEPT];     /* the first of corrected and revised */
};

const char *bars_revision_name(enum bars_revision_verdict verdict);     /* "split" */

/* Both sorted. Bars from `replaces_from` on are still corrected (load_plan.h). */
struct bars_revision bars_revision_find(const struct bars *stored, const struct bars *fresh,
                                        int64_t replaces_from);

/* The small fraction that a ratio of prices after to prices before a split stands for: 0.5 is 2 for
 * 1, 8 is 1 for 8. False where it is none: too near to 1, or no ratio that companies choose. */
bool bars_revision_split(double ratio, int *ret_after, int *ret_before);

#endif
