#include "service/service_rate.h"

#include <stdio.h>
#include <string.h>

/* FNV-1a. Who chooses addresses to meet in one row shares a row. */
static uint32_t row_of(const char *address)
{
    uint32_t hash = 2166136261u;

    for (; *address; address++)
        hash = (hash ^ (unsigned char)*address) * 16777619u;
    return hash % SERVICE_RATE_ROWS;
}

static double left_at(const struct service_rate *rate, const struct service_rate_bucket *bucket,
                      int64_t now)
{
    const double left = bucket->left + (double)(now - bucket->when) * rate->per_second / 1000;

    return bucket->address[0] && left < rate->most ? left : rate->most;
}

/* Its own, or the fullest: a full one knows nothing that a new one does not. */
static struct service_rate_bucket *bucket_of(struct service_rate *rate, const char *address,
                                             int64_t now)
{
    struct service_rate_bucket *row = rate->buckets[row_of(address)], *fullest = row;

    for (int i = 0; i < SERVICE_RATE_WAYS; i++) {
        if (!strcmp(row[i].address, address))
            return &row[i];
        if (left_at(rate, &row[i], now) > left_at(rate, fullest, now))
            fullest = &row[i];
    }
    *fullest = (struct service_rate_bucket){ .left = rate->most, .when = now };
    snprintf(fullest->address, sizeof(fullest->address), "%s", address);
    return fullest;
}

int64_t service_rate_take(struct service_rate *rate, const char *address, int64_t now)
{
    struct service_rate_bucket *bucket = bucket_of(rate, address, now);

    bucket->left = left_at(rate, bucket, now);
    bucket->when = now;
    if (bucket->left < 1)
        return (int64_t)((1 - bucket->left) * 1000 / rate->per_second) + 1;
    bucket->left -= 1;
    return 0;
}
