/*
 * load_split - after a split: all that is stored is fetched anew, and takes the place of the old
 * bars in one transaction. The old ones stay as a file of the store's folder blobs/, under their
 * data hash, for the models that name it. Loop thread only.
 */
#ifndef MANAGERS_LOAD_SPLIT_H
#define MANAGERS_LOAD_SPLIT_H

#include "base/error.h"
#include "base/words.h"

struct load_job;

/* Waits. Where a segment does not come nothing is replaced, and the result says what is missing. */
CHECKED bool load_split_refetch(struct load_job *job, struct error *err);

#endif
