/*
 * bar_hash - the data hash of stored bars (domain/kbar.h), in flat memory however many there are.
 *
 * The hash goes column by column, the store block by block: columns wait in temporary files. Waits
 * for the disk, so on a worker or a lane.
 */
#ifndef STORE_BAR_HASH_H
#define STORE_BAR_HASH_H

#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"
#include "store/bar_store.h"

struct store;

/* Of the bars in the range; those of a series that is not there are ERROR_NOT_FOUND. */
CHECKED bool bar_hash_range(struct store *store, const struct series *series,
                            const struct bar_store_range *range, char ret_hex[HASH_HEX],
                            struct error *err);

#endif
