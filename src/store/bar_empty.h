/*
 * bar_empty - stretches of a series for which the source said that it has no bars, so that nobody
 * asks again. Seconds since 1970 UTC, [from, until). The series need not be stored yet. Waits for
 * the disk, so on a lane or a worker. Any thread.
 */
#ifndef STORE_BAR_EMPTY_H
#define STORE_BAR_EMPTY_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct series;
struct store;

/* Grows together with the stretches it touches; at_ms is when the source said so. */
CHECKED bool bar_empty_note(struct store *store, const struct series *series, int64_t from,
                            int64_t until, int64_t at_ms, struct error *err);

/* The same of many, all of them or none. */
struct bar_empty_span {
    int64_t from, until;
};
CHECKED bool bar_empty_note_many(struct store *store, const struct series *series,
                                 const struct bar_empty_span *spans, size_t count, int64_t at_ms,
                                 struct error *err);

/* Whether all of [from, until) was said to be empty. */
CHECKED bool bar_empty_covers(struct store *store, const struct series *series, int64_t from,
                              int64_t until, bool *ret_covers, struct error *err);

/* Sorted, and none touches the next; free() it. NULL and 0: none. */
CHECKED bool bar_empty_list(struct store *store, const struct series *series,
                            struct bar_empty_span **ret_spans, size_t *ret_count,
                            struct error *err);

/* All of the series: they will be asked again. */
CHECKED bool bar_empty_forget(struct store *store, const struct series *series,
                              struct error *err);

#endif
