/*
 * trial_seal - lockboxes: from a day on the bars of an instrument are sealed, until somebody
 * unseals them, once. Both are lines of the trial ledger, which nothing can take back.
 *
 * The last line counts. An instrument is its symbol here. Waits for the disk, so on a lane or a
 * worker. Any thread.
 */
#ifndef STORE_TRIAL_SEAL_H
#define STORE_TRIAL_SEAL_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bars;
struct series;
struct store;

struct trial_seal {
    char symbol[33];
    int64_t from;                   /* first sealed second; INT64_MAX: never sealed */
    bool is_sealed;                 /* else it was unsealed, at: */
    int64_t at_ms;                  /* of the last line */
    int64_t sealed_ms;
};

/* That there is none is no error: from is INT64_MAX then, is_sealed false. */
CHECKED bool trial_seal_find(struct store *store, const char *symbol, struct trial_seal *ret_seal,
                             struct error *err);

/* A line that seals, or unseals, as seal->is_sealed says. */
CHECKED bool trial_seal_add(struct store *store, const struct trial_seal *seal, struct error *err);

/* That none of these bars is sealed: ERROR_FORBIDDEN, with what to do. */
CHECKED bool trial_seal_check(struct store *store, const struct series *series,
                              const struct bars *bars, struct error *err);
bool trial_seal_refuse(const struct trial_seal *seal, struct error *err);    /* that error: false */

/* Every instrument that ever had a lockbox, by symbol; free() the items. */
CHECKED bool trial_seal_list(struct store *store, struct trial_seal **ret_items, size_t *ret_count,
                             struct error *err);

#endif
