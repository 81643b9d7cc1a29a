/* zone_file - the transitions in a TZif file of version 2 or later (RFC 8536), as bytes. */
#ifndef BASE_ZONE_FILE_H
#define BASE_ZONE_FILE_H

#include "base/error.h"
#include "base/words.h"
#include "base/zone_rule.h"

#include <stddef.h>
#include <stdint.h>

struct zone_file {
    size_t count;
    int64_t *at;                /* rising; offset[i] holds from at[i] on */
    int32_t *offset;
    int32_t first;              /* before at[0] */
    bool has_rule;
    struct zone_rule rule;      /* after the last */
};

/* Fails with ERROR_BAD_DATA, also for version 1, which knows nothing after 2037. */
CHECKED bool zone_file_decode(const void *bytes, size_t length, struct zone_file *ret_file,
                              struct error *err);
void zone_file_release(struct zone_file *file);

#endif
