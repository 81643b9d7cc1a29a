/* wire_prune - forget operations that ended long ago. */
#ifndef WIRE_WIRE_PRUNE_H
#define WIRE_WIRE_PRUNE_H

#include "wire/wire.h"

#define WIRE_PRUNE "/api/v1/operations/prune"

enum { WIRE_PRUNE_DAYS = 90 };  /* unless told; each day those older go by themselves */

struct wire_prune_request {
    int64_t older_than_days;    /* since their end; unknown: WIRE_PRUNE_DAYS */
    bool dry_run;
};

struct wire_prune_result {
    int64_t before;             /* what ended before this time */
    int64_t count;
    size_t n_ids;
    char **ids;                 /* the oldest first; at most 1000 of them */
    bool dry_run;               /* they are still there */
};

extern const struct wire_field wire_prune_request_fields[];
extern const struct wire_field wire_prune_result_fields[];

WIRE_RELEASE(prune_request)
WIRE_RELEASE(prune_result)

#endif
