/*
 * bar_sort - bars that come in any order, sorted on the disk, so in flat memory.
 *
 * Add all, then read all. Of several at one time the first that came is kept; the others are told
 * of as duplicates. One thread at a time; waits for the disk. All of it goes when freed.
 */
#ifndef STORE_BAR_SORT_H
#define STORE_BAR_SORT_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct bar_sort;
struct bars;
struct store;

struct bar_sort_duplicate {
    int64_t time;
    int64_t line, kept_line;
    bool is_same;                   /* its values are those of the one that was kept */
};
typedef void bar_sort_duplicate_fn(void *arg, const struct bar_sort_duplicate *duplicate);

/* told is called while reading, from inside bar_sort_read. */
CHECKED bool bar_sort_open(struct store *store, bar_sort_duplicate_fn *told, void *arg,
                           struct bar_sort **ret_sort, struct error *err);

/* bars need not rise; lines has the number of each one's line, in the order they came. */
CHECKED bool bar_sort_add(struct bar_sort *sort, const struct bars *bars, const int64_t *lines,
                          struct error *err);

/* Adds the next bars to `bars`, at most `most`; none at the end. */
CHECKED bool bar_sort_read(struct bar_sort *sort, size_t most, struct bars *bars,
                           struct error *err);
void bar_sort_free(struct bar_sort *sort);

#endif
