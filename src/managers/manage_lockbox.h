/*
 * manage_lockbox - the last stretch of an instrument's bars, kept for the end: no training, test or
 * backtest reads it until it is unsealed, which the trial ledger dates.
 *
 * Here dates are made to end before it; what reaches in all the same is refused where bars become
 * files for workers (manage_bars_file). Loop thread only.
 */
#ifndef MANAGERS_MANAGE_LOCKBOX_H
#define MANAGERS_MANAGE_LOCKBOX_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct manage_bars;
struct manage_bars_want;
struct manage_store;
struct wire_lockbox;
struct wire_lockbox_list;

struct manage_lockbox_of {          /* whose bars; borrowed */
    char *const *symbols;
    size_t n_symbols;
    const char *timeframe;          /* its last bar is where a new lockbox is counted back from */
    char *end_date;                 /* of what is to be read, "" if that was not told */
    size_t end_size;
};

/* Wait, all of these. An end that was not told ("") becomes the last day before the earliest
 * lockbox of these symbols; one that reaches in is refused: ERROR_FORBIDDEN. */
CHECKED bool manage_lockbox_limit(const struct manage_store *store,
                                  const struct manage_lockbox_of *of, struct error *err);

/* The same for a lockbox of this length ("1y") that is about to be sealed, and for those there are:
 * seals nothing yet. ERROR_CONFLICT where the bars in it had been unsealed before. */
CHECKED bool manage_lockbox_plan(struct manage_bars *bars, const struct manage_store *store,
                                 const struct manage_lockbox_of *of, const char *length,
                                 struct error *err);

/* Seals it, where it is not sealed yet; whatever end was told, no more than that length. */
CHECKED bool manage_lockbox_seal(struct manage_bars *bars, const struct manage_store *store,
                                 const struct manage_lockbox_of *of, const char *length,
                                 struct error *err);

/* For what judges nothing: without the bars that are sealed. */
CHECKED bool manage_lockbox_clip(const struct manage_store *store, struct manage_bars_want *want,
                                 struct error *err);

CHECKED bool manage_lockbox_unseal(const struct manage_store *store, const char *symbol,
                                   struct wire_lockbox *ret_lockbox, struct error *err);
CHECKED bool manage_lockbox_list(const struct manage_store *store,
                                 struct wire_lockbox_list *ret_list, struct error *err);

#endif
