#include "operations/feature_cache.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {
    char name[HASH_HEX];
    int64_t bytes, seconds, nanoseconds;
};

struct entries {
    size_t count;
    struct entry *items;
    int64_t bytes;
};

static void release(struct entries *entries)
{
    free(entries->items);
}

static int oldest_first(const void *one, const void *other)
{
    const struct entry *a = one, *b = other;

    if (a->seconds != b->seconds)
        return a->seconds < b->seconds ? -1 : 1;
    return (a->nanoseconds > b->nanoseconds) - (a->nanoseconds < b->nanoseconds);
}

static void add(struct entries *entries, const char *name, const struct stat *status)
{
    struct entry *entry;

    entries->items = mem_resize(entries->items, (entries->count + 1) * sizeof(*entries->items));
    entry = &entries->items[entries->count++];
    snprintf(entry->name, sizeof(entry->name), "%s", name);
    entry->bytes = status->st_size;
    entry->seconds = status->st_mtim.tv_sec;
    entry->nanoseconds = status->st_mtim.tv_nsec;
    entries->bytes += status->st_size;
}

static bool list(const char *folder, struct entries *entries, struct error *err)
{
    DIR *dir = opendir(folder);

    if (!dir)
        return errno == ENOENT || error_set_errno(err, errno, "cannot open '%s'", folder);
    for (struct dirent *entry; (entry = readdir(dir));) {
        OWNED(buf_release) struct buf path = {0};
        struct stat status;

        buf_print(&path, "%s/%s", folder, entry->d_name);
        if (hash_is_hex(entry->d_name) && !stat(path.bytes, &status))
            add(entries, entry->d_name, &status);
    }
    closedir(dir);
    if (entries->count)
        qsort(entries->items, entries->count, sizeof(*entries->items), oldest_first);
    return true;
}

/* Who has one mapped keeps it until he lets go. */
bool feature_cache_trim(const char *folder, int64_t most_bytes, struct error *err)
{
    OWNED(release) struct entries entries = {0};

    if (!list(folder, &entries, err))
        return false;
    for (size_t i = 0; i < entries.count && entries.bytes > most_bytes; i++) {
        OWNED(buf_release) struct buf path = {0};

        buf_print(&path, "%s/%s", folder, entries.items[i].name);
        if (unlink(path.bytes) && errno != ENOENT)
            return error_set_errno(err, errno, "cannot remove '%s'", path.bytes);
        entries.bytes -= entries.items[i].bytes;
    }
    return true;
}

bool feature_cache_publish(const char *folder, const char *session, const char *name,
                           int64_t most_bytes, struct error *err)
{
    OWNED(buf_release) struct buf from = {0}, to = {0};
    struct stat status;

    if (!hash_is_hex(name))
        return error_set(err, ERROR_BAD_DATA, "'%.80s' is no name of features", name);
    buf_print(&from, "%s/features-%s", session, name);
    buf_print(&to, "%s/%s", folder, name);
    if (stat(from.bytes, &status) || status.st_size > most_bytes)
        return true;
    if (rename(from.bytes, to.bytes))
        return errno == ENOENT || error_set_errno(err, errno, "cannot rename '%s'", from.bytes);
    return feature_cache_trim(folder, most_bytes, err);
}
