/*
 * training_blob - bars at a training host: KBAR files named by their hash, DATA/training/blobs/.
 *
 * One is received in pieces and stands under its name only when it is whole and its hash is right.
 * Two who send the same at once do no harm. Loop thread only, from tasks.
 */
#ifndef TRAINING_TRAINING_BLOB_H
#define TRAINING_TRAINING_BLOB_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct buf;
struct manage_store;
struct training_blob;

/* Appends the path. Of a hash. */
void training_blob_path(const struct manage_store *store, const char *hash, struct buf *path);

/* Waits. Which of these are not here: *ret_missing is as long as hashes. Those that are will not be
 * removed within the next days. */
CHECKED bool training_blob_look(const struct manage_store *store, size_t count,
                                char *const *hashes, bool *ret_missing, struct error *err);

/* Wait. A file that comes; freed before it is whole, it leaves nothing. */
CHECKED bool training_blob_new(const struct manage_store *store, const char *hash,
                               struct training_blob **ret_blob, struct error *err);
CHECKED bool training_blob_add(struct training_blob *blob, const void *bytes, size_t length,
                               struct error *err);
/* ERROR_BAD_DATA: not a KBAR file, or not of that hash. */
CHECKED bool training_blob_finish(struct training_blob *blob, struct error *err);
void training_blob_free(struct training_blob *blob);

/* Blocks: at start. Removes those that nobody asked for in the last 30 days. */
CHECKED bool training_blob_sweep(const struct manage_store *store, struct error *err);

#endif
