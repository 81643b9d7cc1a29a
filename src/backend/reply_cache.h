/*
 * reply_cache - the bodies of replies that were just made, for whoever asks the same again.
 *
 * Bounded in number and bytes; the one not asked for longest goes first. A body is true for one
 * version of what it was made of: at another version all are forgotten. The version is read before
 * the work begins, so a body made across a change is never served. Loop thread only.
 */
#ifndef BACKEND_REPLY_CACHE_H
#define BACKEND_REPLY_CACHE_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct reply_cache;

struct reply_cache_limits {
    size_t entries, bytes;
};

struct reply_cache_key {        /* texts are borrowed for the call */
    uint64_t version;           /* as it was before the reply was begun; it only grows */
    const char *target;         /* as the client wrote it: two spellings are two entries */
    const char *type;           /* Content-Type of the representation */
};

struct reply_cache *reply_cache_new(const struct reply_cache_limits *limits);
void reply_cache_free(struct reply_cache *cache);

/* NULL: not there, or no longer true. Borrowed until the next call. */
const struct buf *reply_cache_find(struct reply_cache *cache, const struct reply_cache_key *key);

/* Takes the body and empties `body`. One over a quarter of the bytes allowed is not kept, nor one
 * of a version that is past. */
void reply_cache_keep(struct reply_cache *cache, const struct reply_cache_key *key,
                      struct buf *body);

size_t reply_cache_entries(const struct reply_cache *cache);
size_t reply_cache_bytes(const struct reply_cache *cache);

/* Prometheus lines; `arg` is the cache. */
void reply_cache_count(void *arg, struct buf *text);

#endif
