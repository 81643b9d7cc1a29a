/* feature_share - what a worker computed, moved to where others find it while it goes on. */
#ifndef OPERATIONS_FEATURE_SHARE_H
#define OPERATIONS_FEATURE_SHARE_H

#include <stdint.h>

struct scope;

struct feature_share {              /* as of feature_cache_publish() */
    const char *folder;             /* borrowed until the scope is waited for */
    const char *session, *name;
    int64_t most_bytes;
};

/* Starts a task of the scope for it. A failure is logged: each then computes its own. Loop thread
 * only. */
void feature_share_take(struct scope *scope, const struct feature_share *share);

#endif
