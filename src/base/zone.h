/*
 * zone - local clocks: 'America/New_York' to UTC and back, summer time exact.
 *
 * Read from the system's zone files, when a zone is opened and never later. UTC and New York are
 * there without any file, and need not be opened. A zone is constant; any thread may use it.
 * Local times are seconds as well: what date_seconds makes of the clock's face.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stdint.h>

struct zone;

enum zone_found {
    ZONE_NONEXISTENT,       /* skipped when the clocks went forward */
    ZONE_UNIQUE,
    ZONE_AMBIGUOUS,         /* when they went back: ret_utc[0] is the first, [1] the second */
};

/* Constant and free: 'UTC' (GMT, Z, Etc/UTC) and 'America/New_York' (US/Eastern, EST5EDT); NULL for
 * every other name. */
const struct zone *zone_builtin(const char *name);

/* A zone by its name, from /usr/share/zoneinfo (or $TZDIR); the built-in ones without looking
 * there. Fails with ERROR_NOT_FOUND, or ERROR_INVALID for what is no name ('../x'). */
CHECKED bool zone_open(const char *name, const struct zone **ret_zone, struct error *err);
void zone_free(const struct zone *zone);        /* built-in ones and NULL: nothing happens */

const char *zone_name(const struct zone *zone);
int32_t zone_offset(const struct zone *zone, int64_t utc);      /* seconds east of Greenwich */
int64_t zone_from_utc(const struct zone *zone, int64_t utc);

/* Writes as many times as there are. */
enum zone_found zone_to_utc(const struct zone *zone, int64_t local, int64_t ret_utc[2]);

#endif
