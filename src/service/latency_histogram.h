/*
 * latency_histogram - how long things took: a fixed size, whatever was counted.
 *
 * Four buckets for each doubling of microseconds, so a quantile is at most a quarter too high. Up
 * to 38 hours; what is longer counts as that. `struct latency_histogram h = {0}` is empty.
 */
#ifndef SERVICE_LATENCY_HISTOGRAM_H
#define SERVICE_LATENCY_HISTOGRAM_H

#include <stdint.h>

enum { LATENCY_HISTOGRAM_BUCKETS = 144 };

struct latency_histogram {
    uint64_t count;
    int64_t total;                  /* microseconds */
    uint64_t buckets[LATENCY_HISTOGRAM_BUCKETS];
};

void latency_histogram_add(struct latency_histogram *histogram, int64_t microseconds);
/* The end of the bucket in which the share `q` (0 to 1) of all is reached; NaN if none were. */
double latency_histogram_quantile(const struct latency_histogram *histogram, double q);

#endif
