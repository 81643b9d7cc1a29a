/*
 * service_rate - how often somebody may ask: a bucket of requests for each address, which fills up
 * again with time.
 *
 * Bounded: more addresses than there is room for share it, and the one that has asked least loses
 * what is known about it. `struct service_rate r = { .per_second = 200, .most = 1000 }` is one.
 */
#ifndef SERVICE_SERVICE_RATE_H
#define SERVICE_SERVICE_RATE_H

#include <stdint.h>

enum { SERVICE_RATE_ROWS = 128, SERVICE_RATE_WAYS = 4, SERVICE_RATE_ADDRESS = 46 };

struct service_rate {
    double per_second;
    double most;                    /* at once */
    struct service_rate_bucket {
        char address[SERVICE_RATE_ADDRESS];     /* "": free */
        double left;                /* at that time */
        int64_t when;               /* ms */
    } buckets[SERVICE_RATE_ROWS][SERVICE_RATE_WAYS];
};

/* 0: go ahead. Else it was too much, and so many milliseconds from now it may ask again. */
int64_t service_rate_take(struct service_rate *rate, const char *address, int64_t now);

#endif
