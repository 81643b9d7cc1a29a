#include "service/latency_histogram.h"

#include <math.h>

enum { PARTS = 4 };

/* 0 to 3 have a bucket each; then 4, 5, 6, 7; 8-9, 10-11, 12-13, 14-15; ... */
static int bucket_of(uint64_t value)
{
    int doublings = 0, bucket;

    while (value >= 2 * PARTS) {
        value >>= 1;
        doublings++;
    }
    bucket = doublings * PARTS + (int)value;
    return bucket < LATENCY_HISTOGRAM_BUCKETS ? bucket : LATENCY_HISTOGRAM_BUCKETS - 1;
}

static double end_of(int bucket)
{
    if (bucket < 2 * PARTS)
        return bucket;
    return ldexp(bucket % PARTS + PARTS + 1, bucket / PARTS - 1) - 1;
}

void latency_histogram_add(struct latency_histogram *histogram, int64_t microseconds)
{
    const int64_t value = microseconds > 0 ? microseconds : 0;

    histogram->buckets[bucket_of((uint64_t)value)]++;
    histogram->count++;
    histogram->total += value;
}

double latency_histogram_quantile(const struct latency_histogram *histogram, double q)
{
    const double want = ceil(q * (double)histogram->count);
    uint64_t seen = 0;

    if (!histogram->count)
        return NAN;
    for (int i = 0; i < LATENCY_HISTOGRAM_BUCKETS; i++) {
        seen += histogram->buckets[i];
        if ((double)seen >= want && seen)
            return end_of(i);
    }
    return end_of(LATENCY_HISTOGRAM_BUCKETS - 1);
}
