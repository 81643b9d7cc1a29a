/*
 * bars_merge - new bars into stored ones, without inventing or silently changing any.
 *
 * Of the same source: what is new is added; what differs replaces the stored bar from
 * `replace_from` on (the last sessions, which a source still corrects), and before that is a
 * conflict: the stored bar stays, and the report says so. Of another source: nothing is replaced,
 * and nothing is added unless at least 20 overlapping bars agree and 95 % of all that overlap.
 * Agreement is of open, high, low and close, each within a basis point.
 */
#ifndef DOMAIN_BARS_MERGE_H
#define DOMAIN_BARS_MERGE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct bars;

enum bars_merge_source { BARS_MERGE_SAME_SOURCE, BARS_MERGE_OTHER_SOURCE };

enum { BARS_MERGE_KEPT = 50 };

struct bars_merge_options {
    enum bars_merge_source source;
    int64_t replace_from;       /* INT64_MAX: nothing is replaced; INT64_MIN: all that differs */
};

struct bars_merge_report {
    size_t added, same, replaced, conflicting;      /* each new bar is one of these */
    size_t agreeing;                                /* of the overlapping ones, within 1 bp */
    size_t n_kept;                                  /* the first of replaced and conflicting */
    struct bars_merge_difference {
        int64_t time;
        double stored_close, new_close;
        bool is_replaced;
    } kept[BARS_MERGE_KEPT];
};

/* ret_merged is owned by the caller and has every column that one of the two has. Both must be
 * sorted. Fails with ERROR_CONFLICT where another source does not agree. */
CHECKED bool bars_merge(const struct bars *stored, const struct bars *fresh,
                        const struct bars_merge_options *options, struct bars *ret_merged,
                        struct bars_merge_report *ret_report, struct error *err);

#endif
