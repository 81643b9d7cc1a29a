#include "training/training_blob.h"

#include "async/work.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "domain/bars.h"
#include "domain/kbar.h"
#include "operations/manage_store.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT_DAYS = 30, HASH_AT = 24 };

struct training_blob {
    struct buf path;
    char hash[HASH_HEX];
    char *temporary;                /* owned: the file as it comes */
    int file;                       /* -1: closed */
    bool is_whole;
    const void *bytes;              /* the piece that is being written */
    size_t length;
};

void training_blob_path(const struct manage_store *store, const char *hash, struct buf *path)
{
    buf_print(path, "%s/blobs/%s.kbar", store_folder(store->store), hash);
}

/* ---- look ---- */

struct looking {
    const struct manage_store *store;
    size_t count;
    char *const *hashes;
    bool *missing;
};

/* Its time of change says when it was last asked for; see the sweep. */
static bool look(void *arg, struct error *err)
{
    struct looking *looking = arg;

    for (size_t i = 0; i < looking->count; i++) {
        OWNED(buf_release) struct buf path = {0};

        if (!hash_is_hex(looking->hashes[i]))
            return error_set(err, ERROR_INVALID, "'%.80s' is not a hash", looking->hashes[i]);
        training_blob_path(looking->store, looking->hashes[i], &path);
        looking->missing[i] = utimensat(AT_FDCWD, path.bytes, NULL, 0) != 0;
    }
    return true;
}

bool training_blob_look(const struct manage_store *store, size_t count, char *const *hashes,
                        bool *ret_missing, struct error *err)
{
    struct looking looking = { store, count, hashes, ret_missing };

    return work_run(look, &looking, err);
}

/* ---- receive ---- */

static bool start(void *arg, struct error *err)
{
    struct training_blob *blob = arg;
    OWNED(buf_release) struct buf folder = {0};

    buf_add(&folder, blob->path.bytes, (size_t)(strrchr(blob->path.bytes, '/') - blob->path.bytes));
    if (!file_make_folder(folder.bytes, 0700, err))
        return false;
    blob->file = open(blob->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return blob->file >= 0 ||
           error_set_errno(err, errno, "cannot write '%s'", blob->temporary);
}

bool training_blob_new(const struct manage_store *store, const char *hash,
                       struct training_blob **ret_blob, struct error *err)
{
    struct training_blob *blob = MEM_NEW(struct training_blob);

    blob->file = -1;
    snprintf(blob->hash, sizeof(blob->hash), "%s", hash);
    training_blob_path(store, hash, &blob->path);
    blob->temporary = store_temporary(store->store);
    if (work_run(start, blob, err)) {
        *ret_blob = blob;
        return true;
    }
    training_blob_free(blob);
    return false;
}

static bool add(void *arg, struct error *err)
{
    const struct training_blob *blob = arg;

    return file_write_to(blob->file, blob->bytes, blob->length) ||
           error_set_errno(err, errno, "cannot write '%s'", blob->temporary);
}

bool training_blob_add(struct training_blob *blob, const void *bytes, size_t length,
                       struct error *err)
{
    blob->bytes = bytes;
    blob->length = length;
    return work_run(add, blob, err);
}

static bool check_hash(const struct training_blob *blob, const struct file_map *map,
                       struct error *err)
{
    char theirs[HASH_HEX];

    hash_hex((const uint8_t *)map->bytes + HASH_AT, HASH_BYTES, theirs);
    return !strcmp(theirs, blob->hash) ||
           error_set(err, ERROR_BAD_DATA, "these bars have the hash %s, not %s", theirs,
                     blob->hash);
}

static bool check(const struct training_blob *blob, struct error *err)
{
    OWNED(file_map_release) struct file_map map = {0};
    OWNED(bars_release) struct bars bars = {0};

    return file_map(blob->temporary, &map, err) &&
           kbar_decode(map.bytes, map.length, &bars, err) &&
           kbar_check_hash(map.bytes, map.length, err) && check_hash(blob, &map, err) &&
           bars_check(&bars, err);
}

static bool finish(void *arg, struct error *err)
{
    struct training_blob *blob = arg;
    const int failed = fsync(blob->file) | close(blob->file);

    blob->file = -1;
    if (failed)
        return error_set_errno(err, errno, "cannot write '%s'", blob->temporary);
    blob->is_whole = check(blob, err) && file_rename(blob->temporary, blob->path.bytes, err);
    return blob->is_whole;
}

bool training_blob_finish(struct training_blob *blob, struct error *err)
{
    return work_run(finish, blob, err);
}

/* One small unlink at most; what it leaves behind a crash is removed at the next start. */
void training_blob_free(struct training_blob *blob)
{
    if (!blob)
        return;
    if (blob->file >= 0)
        close(blob->file);
    if (!blob->is_whole)
        unlink(blob->temporary);
    buf_release(&blob->path);
    free(blob->temporary);
    free(blob);
}

/* ---- sweep ---- */

static bool sweep_one(const char *folder, const char *name, int64_t now, struct error *err)
{
    OWNED(buf_release) struct buf path = {0};
    struct stat status;

    buf_print(&path, "%s/%s", folder, name);
    if (stat(path.bytes, &status) || now - status.st_mtime < KEPT_DAYS * DATE_DAY)
        return true;
    return !unlink(path.bytes) || errno == ENOENT ||
           error_set_errno(err, errno, "cannot remove '%s'", path.bytes);
}

bool training_blob_sweep(const struct manage_store *store, struct error *err)
{
    OWNED(buf_release) struct buf folder = {0};
    const struct dirent *entry;
    bool ok = true;
    DIR *listing;

    buf_print(&folder, "%s/blobs", store_folder(store->store));
    listing = opendir(folder.bytes);
    if (!listing)
        return errno == ENOENT || error_set_errno(err, errno, "cannot list '%s'", folder.bytes);
    while (ok && (entry = readdir(listing)))
        if (entry->d_name[0] != '.')
            ok = sweep_one(folder.bytes, entry->d_name, date_now_ms() / 1000, err);
    closedir(listing);
    return ok;
}
