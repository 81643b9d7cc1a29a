/*
 * worker_features - features that were computed before, or are computed now and left for others.
 *
 * The same plan over the same bars gives the same matrix, so it is kept as a file named by what it
 * was made of: the plan with its scales, the bars' hashes, and this very build. The supervisor
 * lends a folder of such files, which we only read; what we compute we leave in our own folder and
 * tell of it. Small ones are not worth a file. One that is damaged is computed again; where nothing
 * can be written, nothing is left.
 */
#ifndef WORKER_WORKER_FEATURES_H
#define WORKER_WORKER_FEATURES_H

#include "base/error.h"
#include "base/file.h"
#include "base/words.h"
#include "domain/features.h"

struct worker_input;

struct worker_features_cache {
    const char *reads;              /* the folder of all; NULL: they are neither read nor left */
    const char *writes;             /* our own; both borrowed */
    const struct worker_input *input;       /* says which bars they are made of */
};

/* As features_compute(). Where they were there *ret_map holds them, and stays as long as they. */
CHECKED bool worker_features_get(const struct worker_features_cache *cache,
                                 const struct feature_plan *plan, const struct features_input *in,
                                 struct features *ret_features, struct file_map *ret_map,
                                 struct error *err);

#endif
