/*
 * bar_store - the stored bars: which series there are, and their bars.
 *
 * How bars get in: bar_write.h. Times are seconds since 1970 UTC, `until` is exclusive. Waits for
 * the disk, so on a worker or a lane.
 */
#ifndef STORE_BAR_STORE_H
#define STORE_BAR_STORE_H

#include "base/error.h"
#include "base/words.h"
#include "domain/series.h"

#include <stddef.h>
#include <stdint.h>

struct bars;
struct db;
struct store;

struct bar_store_info {
    int64_t id;
    struct series series;
    char source[32];            /* of the first write */
    int64_t first, last;        /* start times; of no meaning while count is 0 */
    int64_t count;
    int64_t bytes;              /* as stored */
};

struct bar_store_list {
    struct bar_store_info *items;   /* by symbol, timeframe, key */
    size_t count;
};

/* Looks by identity (contract, else symbol; timeframe, what, hours). ret_info->id is 0 if there is
 * none. */
CHECKED bool bar_store_find(struct store *store, const struct series *series,
                            struct bar_store_info *ret_info, struct error *err);

/* All series, or those of a symbol. */
CHECKED bool bar_store_list(struct store *store, const char *symbol,
                            struct bar_store_list *ret_list, struct error *err);
void bar_store_list_release(struct bar_store_list *list);

struct bar_store_range {
    int64_t series, from, until;
};

/* Adds the bars of [from, until) to `bars`. ERROR_NOT_FOUND if there is no such series; no bars in
 * the range is no error. ERROR_BAD_DATA if what is stored was damaged. */
CHECKED bool bar_store_read(struct store *store, int64_t series, int64_t from, int64_t until,
                            struct bars *bars, struct error *err);

/* The same, but of a long range only its end: the last `least` bars of it (0: all) or, since blocks
 * are read whole, some more. */
CHECKED bool bar_store_read_tail(struct store *store, const struct bar_store_range *range,
                                 size_t least, struct bars *bars, struct error *err);

/* The same bars in pieces, in order, each lent for the call; ends early, failing, when fn fails. */
typedef bool bar_store_fn(void *arg, const struct bars *bars, struct error *err);
CHECKED bool bar_store_each(struct store *store, const struct bar_store_range *range,
                            bar_store_fn *fn, void *arg, struct error *err);

/* The series and all its bars. ERROR_NOT_FOUND if there is none. */
CHECKED bool bar_store_delete(struct store *store, int64_t series, struct error *err);

/* In a transaction: the series' id; it is made if it is new. For bar_write.c. */
CHECKED bool bar_store_make_series(struct db *db, const struct series *series, const char *source,
                                   int64_t *ret_id, struct error *err);

/* In a transaction: whose bars these are; "" while there are none. For bar_write.c. */
CHECKED bool bar_store_owner(struct db *db, int64_t series, char ret_source[32],
                             struct error *err);

#endif
