#include "operations/session_files.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "domain/nn/checkpoint.h"
#include "store/operation_store.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char prefix[] = "checkpoint-";
static const int64_t DAY_MS = 86400000;

struct names {
    size_t count;
    char **items;
};

static void release_names(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
    *names = (struct names){0};
}

static bool is_checkpoint(const char *name)
{
    return !strncmp(name, prefix, sizeof(prefix) - 1) && !strchr(name, '.');
}

/* Shorter is less, so that attempt 10 comes after 9; the names of checkpoints are of one length. */
static int last_first(const void *one, const void *other)
{
    const char *a = *(char *const *)one, *b = *(char *const *)other;
    const size_t length_a = strlen(a), length_b = strlen(b);

    return length_a != length_b ? (length_a < length_b ? 1 : -1) : strcmp(b, a);
}

/* What is in a folder, the last first; nothing where there is no folder. */
static bool list(const char *folder, struct names *ret, struct error *err)
{
    DIR *dir = opendir(folder);

    if (!dir)
        return errno == ENOENT || error_set_errno(err, errno, "cannot open '%s'", folder);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        ret->items = mem_resize(ret->items, (ret->count + 1) * sizeof(*ret->items));
        ret->items[ret->count++] = mem_text(entry->d_name);
    }
    closedir(dir);
    if (ret->count)
        qsort(ret->items, ret->count, sizeof(*ret->items), last_first);
    return true;
}

static bool is_whole(const char *path, struct error *err)
{
    OWNED(file_map_release) struct file_map map = {0};

    return file_map(path, &map, err) && checkpoint_check(map.bytes, map.length, err);
}

static bool find_in(const char *attempt, struct session_files *files, struct error *err)
{
    OWNED(release_names) struct names names = {0};

    if (!list(attempt, &names, err))
        return false;
    for (size_t i = 0; i < names.count && !files->checkpoint; i++) {
        OWNED(buf_release) struct buf path = {0};
        struct error why;

        if (!is_checkpoint(names.items[i]))
            continue;
        buf_print(&path, "%s/%s", attempt, names.items[i]);
        if (is_whole(path.bytes, &why))
            files->checkpoint = mem_text(path.bytes);
        else
            snprintf(files->note, sizeof(files->note), "skipped %s: %.80s", names.items[i],
                     why.text);
    }
    return true;
}

bool session_files_find(const char *session, struct session_files *ret_files, struct error *err)
{
    OWNED(release_names) struct names attempts = {0};
    struct session_files files = {0};

    if (!list(session, &attempts, err))
        return false;
    for (size_t i = 0; i < attempts.count && !files.checkpoint; i++) {
        OWNED(buf_release) struct buf attempt = {0};

        buf_print(&attempt, "%s/%s", session, attempts.items[i]);
        if (!find_in(attempt.bytes, &files, err))
            return false;
    }
    *ret_files = files;
    return true;
}

/* ---- what stays ---- */

static bool remove_in(const char *folder, const char *name, struct error *err)
{
    OWNED(buf_release) struct buf path = {0};

    buf_print(&path, "%s/%s", folder, name);
    return file_remove_tree(path.bytes, err);
}

static bool remove_if_empty(const char *folder, struct error *err)
{
    return !rmdir(folder) || errno == ENOTEMPTY || errno == EEXIST || errno == ENOENT ||
           error_set_errno(err, errno, "cannot remove '%s'", folder);
}

/* All but the checkpoints; says how many of them there are. */
static bool tidy_attempt(const char *folder, size_t *ret_checkpoints, struct error *err)
{
    OWNED(release_names) struct names names = {0};

    *ret_checkpoints = 0;
    if (!list(folder, &names, err))
        return false;
    for (size_t i = 0; i < names.count; i++) {
        const bool stays = is_checkpoint(names.items[i]);

        *ret_checkpoints += stays;
        if (!stays && !remove_in(folder, names.items[i], err))
            return false;
    }
    return remove_if_empty(folder, err);
}

static bool remove_older(const char *session, int attempt, struct error *err)
{
    OWNED(release_names) struct names attempts = {0};

    if (!list(session, &attempts, err))
        return false;
    for (size_t i = 0; i < attempts.count; i++)
        if (atoi(attempts.items[i]) < attempt && !remove_in(session, attempts.items[i], err))
            return false;
    return true;
}

bool session_files_tidy(const char *session, int attempt, struct error *err)
{
    OWNED(buf_release) struct buf folder = {0};
    size_t checkpoints;

    buf_print(&folder, "%s/%d", session, attempt);
    return tidy_attempt(folder.bytes, &checkpoints, err) &&
           (!checkpoints || remove_older(session, attempt, err)) && remove_if_empty(session, err);
}

struct sweeping {
    int64_t now_ms;
    enum session_files_results results;
};

static bool is_wanted(const struct operation *operation, const struct sweeping *sweeping)
{
    const bool has_ended = operation_state_is_final(operation->state);
    const bool has_use = operation->state == OPERATION_COMPLETED
                             ? sweeping->results == SESSION_FILES_HOLD_RESULTS
                             : operation->is_resumable;

    return !has_ended ||
           (has_use && sweeping->now_ms - operation->finished_ms < SESSION_FILES_DAYS * DAY_MS);
}

static bool sweep_one(struct store *store, const char *folder, const char *id,
                      const struct sweeping *sweeping, struct error *err)
{
    struct operation operation = {0};
    bool stays;

    if (!operation_store_find(store, id, &operation, err))
        return err->code == ERROR_NOT_FOUND && remove_in(folder, id, err);
    stays = is_wanted(&operation, sweeping);
    operation_store_release(&operation);
    return stays || remove_in(folder, id, err);
}

bool session_files_sweep(struct store *store, int64_t now_ms,
                         enum session_files_results results, struct error *err)
{
    const struct sweeping sweeping = { now_ms, results };
    OWNED(release_names) struct names sessions = {0};
    OWNED(buf_release) struct buf folder = {0};

    buf_print(&folder, "%s/sessions", store_folder(store));
    if (!list(folder.bytes, &sessions, err))
        return false;
    for (size_t i = 0; i < sessions.count; i++)
        if (!sweep_one(store, folder.bytes, sessions.items[i], &sweeping, err))
            return false;
    return true;
}
