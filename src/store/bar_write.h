/*
 * bar_write - bars on their way into the store: any number, in flat memory, all of them or none.
 *
 * Bars come in pieces and lie in a temporary file until the commit, which puts them among the
 * stored ones in one transaction: so a slow import keeps nobody from writing. Every write leaves a
 * note of where its bars came from. A series belongs to the source of its first bars: another one
 * replaces nothing, and adds only if it agrees (bars_agreement.h). One thread at a time; waits for
 * the disk.
 */
#ifndef STORE_BAR_WRITE_H
#define STORE_BAR_WRITE_H

#include "base/error.h"
#include "base/words.h"
#include "domain/series.h"
#include "store/bar_merge.h"

#include <stddef.h>
#include <stdint.h>

struct bars;
struct bar_write;
struct store;

struct bar_write_origin {
    const char *source;         /* "ib", "csv" */
    const char *label;          /* the file's name, the request; "" if there is none */
    int64_t fetched_ms;
};

/* Copies what it is given. Nothing is touched before the first full block. */
struct bar_write *bar_write_new(struct store *store, const struct series *series,
                                const struct bar_write_origin *origin);
void bar_write_use_codec(struct bar_write *write, enum bar_block_codec codec);  /* else packed */

/* ERROR_INVALID unless these bars are good (bars_check) and later than those before. */
CHECKED bool bar_write_add(struct bar_write *write, const struct bars *bars, struct error *err);

/* Makes the series if it is new. The stored bars in between stay, but where there is a new one at
 * the same time; all of them, if the series is of another source: then ERROR_CONFLICT if that does
 * not agree and would add bars. When it returns true all is on the disk. Once. */
CHECKED bool bar_write_commit(struct bar_write *write, struct bar_merge_counts *ret_counts,
                              struct error *err);

/* The same, but only the new bars are left in [from, until), where all of them lie; may be none.
 * ERROR_CONFLICT if the series is of another source. */
CHECKED bool bar_write_replace(struct bar_write *write, int64_t from, int64_t until,
                               struct bar_merge_counts *ret_counts, struct error *err);
void bar_write_free(struct bar_write *write);       /* what was not committed is forgotten */

/* A stretch that was written at once; later ones are the origin of what both cover. Of a write of
 * another source than the series', what it added. */
struct bar_write_note {
    int64_t first, last, count;
    char source[32];
    char label[256];
    int64_t fetched_ms;
};

struct bar_write_notes {
    struct bar_write_note *items;   /* oldest first */
    size_t count;
};

CHECKED bool bar_write_list(struct store *store, int64_t series, struct bar_write_notes *ret_notes,
                            struct error *err);
void bar_write_notes_release(struct bar_write_notes *notes);

#endif
