#include "backend/reply_cache.h"

#include "base/buf.h"
#include "base/mem.h"
#include "service/service_metrics.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    char *target, *type;            /* owned; NULL: the place is free */
    struct buf body;
    uint64_t used;                  /* the cache's clock when it was last asked for */
};

struct reply_cache {
    struct reply_cache_limits limits;
    uint64_t version, clock, hits, misses;
    size_t bytes;
    struct entry *entries;          /* limits.entries of them */
};

struct reply_cache *reply_cache_new(const struct reply_cache_limits *limits)
{
    struct reply_cache *cache = MEM_NEW(struct reply_cache);

    cache->limits = *limits;
    cache->entries = mem_alloc(limits->entries * sizeof(*cache->entries));
    return cache;
}

static void forget(struct reply_cache *cache, struct entry *entry)
{
    cache->bytes -= entry->body.room;
    free(entry->target);
    free(entry->type);
    buf_release(&entry->body);
    *entry = (struct entry){0};
}

static void forget_all(struct reply_cache *cache)
{
    for (size_t i = 0; i < cache->limits.entries; i++)
        forget(cache, &cache->entries[i]);
}

void reply_cache_free(struct reply_cache *cache)
{
    forget_all(cache);
    free(cache->entries);
    free(cache);
}

/* False: the key is of a version that is past. */
static bool come_to_version(struct reply_cache *cache, uint64_t version)
{
    if (version > cache->version) {
        forget_all(cache);
        cache->version = version;
    }
    return version == cache->version;
}

static struct entry *look_up(struct reply_cache *cache, const struct reply_cache_key *key)
{
    for (size_t i = 0; i < cache->limits.entries; i++) {
        struct entry *entry = &cache->entries[i];

        if (entry->target && !strcmp(entry->target, key->target) && !strcmp(entry->type, key->type))
            return entry;
    }
    return NULL;
}

const struct buf *reply_cache_find(struct reply_cache *cache, const struct reply_cache_key *key)
{
    struct entry *entry =
        come_to_version(cache, key->version) ? look_up(cache, key) : NULL;

    if (!entry) {
        cache->misses++;
        return NULL;
    }
    cache->hits++;
    entry->used = ++cache->clock;
    return &entry->body;
}

/* A free place, or the one not asked for longest: free places were used at 0. */
static struct entry *oldest(const struct reply_cache *cache)
{
    struct entry *found = &cache->entries[0];

    for (size_t i = 1; i < cache->limits.entries; i++)
        if (cache->entries[i].used < found->used)
            found = &cache->entries[i];
    return found;
}

static struct entry *oldest_taken(const struct reply_cache *cache)
{
    struct entry *found = NULL;

    for (size_t i = 0; i < cache->limits.entries; i++)
        if (cache->entries[i].target && (!found || cache->entries[i].used < found->used))
            found = &cache->entries[i];
    return found;
}

static struct buf take_tight(struct buf *body)
{
    const struct buf taken = { mem_resize(body->bytes, body->length + 1), body->length,
                               body->length + 1 };

    *body = (struct buf){0};
    return taken;
}

void reply_cache_keep(struct reply_cache *cache, const struct reply_cache_key *key,
                      struct buf *body)
{
    struct entry *entry;

    if (!body->length || body->length >= cache->limits.bytes / 4 ||
        !come_to_version(cache, key->version)) {
        buf_release(body);
        return;
    }
    entry = look_up(cache, key);
    if (entry)
        forget(cache, entry);
    while (cache->bytes + body->length + 1 > cache->limits.bytes)
        forget(cache, oldest_taken(cache));
    entry = oldest(cache);
    forget(cache, entry);
    *entry = (struct entry){ mem_text(key->target), mem_text(key->type), take_tight(body),
                             ++cache->clock };
    cache->bytes += entry->body.room;
}

size_t reply_cache_entries(const struct reply_cache *cache)
{
    size_t count = 0;

    for (size_t i = 0; i < cache->limits.entries; i++)
        count += cache->entries[i].target != NULL;
    return count;
}

size_t reply_cache_bytes(const struct reply_cache *cache)
{
    return cache->bytes;
}

void reply_cache_count(void *arg, struct buf *text)
{
    const struct reply_cache *cache = arg;

    service_metrics_counter(text, "ktrdr_reply_cache_hits_total",
                            "Replies answered from memory.", (double)cache->hits);
    service_metrics_counter(text, "ktrdr_reply_cache_misses_total",
                            "Replies that had to be made.", (double)cache->misses);
    service_metrics_gauge(text, "ktrdr_reply_cache_bytes", "Of the replies in memory.",
                          (double)cache->bytes);
}
