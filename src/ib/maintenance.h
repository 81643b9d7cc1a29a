/*
 * maintenance - when IB's servers are down by plan: each night, and for a longer time on Fridays.
 *
 * Within a window a lost connection is no fault, and 'no data' or 'no such instrument' is not
 * believed. A plain value of the text of the configuration:
 *
 *     america, Sun-Fri 06:25-07:45 Europe/Berlin
 *
 * Each part is a region ('america', 'europe', 'asia') or days, clocks and a zone. The days are
 * those on which a window begins; one that ends earlier than it begins ends on the next day.
 * Windows as IB's system status page has them; owns its zones: release it. Loop thread.
 */
#ifndef IB_MAINTENANCE_H
#define IB_MAINTENANCE_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct zone;

enum { MAINTENANCE_MOST = 16, MAINTENANCE_TEXT = 64 };

#define MAINTENANCE_USUAL "america"

struct maintenance {
    struct maintenance_window {
        unsigned days;              /* 1 << 0 is Sunday */
        int from, until;            /* seconds of the day */
        const struct zone *zone;
    } windows[MAINTENANCE_MOST];
    size_t n;
};

/* Fails with ERROR_INVALID, naming the part. "": no windows. */
CHECKED bool maintenance_parse(const char *text, struct maintenance *ret_maintenance,
                               struct error *err);
void maintenance_release(struct maintenance *maintenance);

/* The end of the window that `utc` (seconds) lies in; 0 if it lies in none. */
int64_t maintenance_until(const struct maintenance *maintenance, int64_t utc);

/* '01:45 America/New_York': that end, for people; "" for 0. */
void maintenance_print(const struct maintenance *maintenance, int64_t utc,
                       char ret_text[MAINTENANCE_TEXT]);

/* From Sunday 01:00 to the end of Monday in New York: the gateway's weekly login by hand is due,
 * and a gateway that does not begin waits for it. */
bool maintenance_wants_login(int64_t utc);

#endif
