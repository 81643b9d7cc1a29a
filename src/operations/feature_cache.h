/*
 * feature_cache - computed features that trainings share: files named by what they were made of.
 *
 * A worker writes into its own folder; here its file is moved to where the others look. The oldest
 * go when there are too many. Blocks on the disk: on the pool, or at start.
 */
#ifndef OPERATIONS_FEATURE_CACHE_H
#define OPERATIONS_FEATURE_CACHE_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

/* Moves SESSION/features-NAME to FOLDER/NAME, and removes the oldest beyond so many bytes. What is
 * no name of features is refused, what is gone already or too large is none of ours. */
CHECKED bool feature_cache_publish(const char *folder, const char *session, const char *name,
                                   int64_t most_bytes, struct error *err);

/* The oldest, until they take no more than that; 0: all of them. */
CHECKED bool feature_cache_trim(const char *folder, int64_t most_bytes, struct error *err);

#endif
