/* spill - pieces of bytes in a file without a name, read back in their order. It goes when freed,
 * or when the process ends, however that ends. One thread at a time; waits for the disk. */
#ifndef STORE_SPILL_H
#define STORE_SPILL_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct buf;
struct spill;

/* The file is made at `path`, where nothing may be, and loses its name at once. */
CHECKED bool spill_open(const char *path, struct spill **ret_spill, struct error *err);
CHECKED bool spill_add(struct spill *spill, const void *bytes, size_t length, struct error *err);

/* Replaces what is in `piece`; with nothing after the last one. */
CHECKED bool spill_next(struct spill *spill, struct buf *piece, struct error *err);
void spill_free(struct spill *spill);

#endif
