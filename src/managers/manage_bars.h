/*
 * manage_bars - the stored bars: which there are, their values, and copies of them for workers.
 *
 * Every call works on the pool, so that no large read keeps the loop. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_BARS_H
#define MANAGERS_MANAGE_BARS_H

#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"
#include "domain/bars.h"
#include "domain/series.h"
#include "store/bar_empty.h"
#include "store/bar_store.h"

#include <stdbool.h>
#include <stdint.h>

struct manage_bars;
struct manage_store;
struct wire_bars_deleted;
struct wire_bars_item;
struct wire_bars_list;
struct wire_bars_quality;

struct manage_bars_want {
    char symbol[SERIES_SYMBOL];
    enum timeframe timeframe;
    int64_t from, until;            /* seconds UTC, until is exclusive; 0 and INT64_MAX: all */
    int64_t limit;                  /* the last so many; 0: all */
    bool of_quotes;                 /* bars of BID_ASK; else of prices */
};

struct manage_bars_got {
    struct bar_store_info info;     /* of the whole series */
    struct bars bars;               /* owned */
};
void manage_bars_got_release(struct manage_bars_got *got);

struct manage_bars_file {           /* a KBAR file for a worker */
    struct bar_store_info info;     /* count, first and last are those of the file */
    char path[400];
    char data_hash[HASH_HEX];
};

struct manage_bars *manage_bars_new(const struct manage_store *store);
void manage_bars_free(struct manage_bars *manager);

/* Grows with every change of any bars: what was made of bars at one version is true until the
 * next. */
uint64_t manage_bars_version(const struct manage_bars *manager);
void manage_bars_changed(struct manage_bars *manager);

/* Checks symbol and timeframe; dates "2024-01-31" are inclusive, times exact; "" is open. */
CHECKED bool manage_bars_parse_want(const char *symbol, const char *timeframe, const char *start,
                                    const char *end, struct manage_bars_want *ret_want,
                                    struct error *err);

/* Wait, all of these. ERROR_NOT_FOUND, with what to do, where no such series is stored. */
CHECKED bool manage_bars_list(struct manage_bars *manager, struct wire_bars_list *ret_list,
                              struct error *err);
CHECKED bool manage_bars_read(struct manage_bars *manager, const struct manage_bars_want *want,
                              struct manage_bars_got *ret_got, struct error *err);
/* Where the source said that it has no bars; free() it. */
CHECKED bool manage_bars_empty(struct manage_bars *manager, const struct series *series,
                               struct bar_empty_span **ret_spans, size_t *ret_count,
                               struct error *err);
CHECKED bool manage_bars_range(struct manage_bars *manager, const struct manage_bars_want *want,
                               struct wire_bars_item *ret_item, struct error *err);
CHECKED bool manage_bars_delete(struct manage_bars *manager, const struct manage_bars_want *want,
                                struct wire_bars_deleted *ret_deleted, struct error *err);

/* The bars as a file named by their hash, in the store's folder: made once, never changed.
 * Bars that lie in a lockbox never become one: ERROR_FORBIDDEN. */
CHECKED bool manage_bars_file(struct manage_bars *manager, const struct manage_bars_want *want,
                              struct manage_bars_file *ret_file, struct error *err);

#endif
