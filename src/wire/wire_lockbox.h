/* wire_lockbox - the bars that are kept for the end: sealed, and when they were unsealed. */
#ifndef WIRE_WIRE_LOCKBOX_H
#define WIRE_WIRE_LOCKBOX_H

#include "wire/wire.h"

#define WIRE_LOCKBOX_LIST   "/api/v1/lockboxes"
#define WIRE_LOCKBOX_UNSEAL "/api/v1/lockboxes/{symbol}/unseal"     /* POST */

struct wire_lockbox {
    char symbol[33];
    bool is_sealed;
    char from[16];              /* first day in it; all after it, too */
    int64_t sealed_at;
    int64_t unsealed_at;
};

struct wire_lockbox_list {
    size_t n_items;
    struct wire_lockbox *items;
    int64_t total;
    char next[2];
};

extern const struct wire_field wire_lockbox_fields[];
extern const struct wire_field wire_lockbox_list_fields[];

WIRE_RELEASE(lockbox)
WIRE_RELEASE(lockbox_list)

#endif
