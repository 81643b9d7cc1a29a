/*
 * bar_merge - new bars among the stored blocks of a series, in flat memory, inside a transaction.
 *
 * Both sides are read in order of time and written again as blocks of BAR_BLOCK_USUAL. Blocks that
 * the new bars do not touch stay as they are, but for one before and one after that are not full:
 * so that a series that grows bar by bar still lies in full blocks.
 */
#ifndef STORE_BAR_MERGE_H
#define STORE_BAR_MERGE_H

#include "base/error.h"
#include "base/words.h"
#include "store/bar_block.h"

#include <stdint.h>

struct bars;
struct db;

enum bar_merge_mode {
    BAR_MERGE_ADD,          /* stored bars stay, unless there is a new one at their time */
    BAR_MERGE_EXTEND,       /* stored bars stay */
    BAR_MERGE_REPLACE,      /* stored bars in [from, until) go, unless the new ones have them */
};

struct bar_merge_counts {
    int64_t added;
    int64_t replaced;       /* one with other values was there */
    int64_t same;           /* was there already */
    int64_t removed;
    int64_t kept;           /* EXTEND: other values are stored, and stay */
    int64_t agreeing;       /* EXTEND: of same and kept, those within 1 bp (bars_agreement.h) */
    int64_t first_added, last_added;    /* of no meaning while added is 0 */
};

/* Adds the next bars to `bars`, which is empty; none at the end. */
typedef bool bar_merge_next_fn(void *arg, struct bars *bars, struct error *err);

struct bar_merge {
    int64_t series;
    int64_t from, until;            /* all new bars lie in [from, until) and rise in time */
    enum bar_merge_mode mode;
    enum bar_block_codec codec;
    bar_merge_next_fn *next;
    void *arg;
};

CHECKED bool bar_merge_run(const struct bar_merge *merge, struct db *db,
                           struct bar_merge_counts *ret_counts, struct error *err);

#endif
