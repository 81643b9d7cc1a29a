#include "store/model_store.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "store/operation_change.h"
#include "store/query.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SELECT "SELECT id, strategy, operation, plan_hash, created_ms, meta FROM model "
/* A model_store_filter, but for after and limit. */
#define FITS                                                                               \
    "WHERE (?1 IS NULL OR strategy=?1) AND (?2 IS NULL OR (plan_hash=?2"                    \
    " AND json_extract(meta, '$.walk') IS NULL))"
#define TAKE_TEXT(to, query, column) snprintf(to, sizeof(to), "%s", query_text(query, column))

static void free_text(char **text)
{
    free(*text);
}

static void close_folder(DIR **folder)
{
    if (*folder)
        closedir(*folder);
}

static char *path_of(const struct store *store, const char *id)
{
    struct buf path = {0};

    buf_print(&path, "%s/models/%s", store_folder(store), id);
    return path.bytes;
}

void model_store_release(struct model_store_model *model)
{
    free(model->folder);
    free(model->meta);
    *model = (struct model_store_model){0};
}

/* An id becomes a name in the file system. */
static bool check_id(const char *id, struct error *err)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "._-";

    if (id[0] && id[0] != '.' && strlen(id) < MODEL_STORE_ID && !id[strspn(id, allowed)])
        return true;
    return error_set(err, ERROR_INVALID, "'%.100s' is not the id of a model", id);
}

static bool exists(struct db *db, const char *id, bool *ret_exists, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "SELECT 1 FROM model WHERE id=?", err))
        return false;
    query_bind_text(&query, id);
    *ret_exists = query_next(&query, err);
    return !query.has_failed;
}

static bool check_is_new(struct db *db, void *arg, struct error *err)
{
    const char *id = arg;
    bool is_there;

    if (!exists(db, id, &is_there, err))
        return false;
    if (!is_there)
        return true;
    error_set(err, ERROR_CONFLICT, "there is a model '%s' already", id);
    return error_suggest(err, "ktrdr models delete %s", id);
}

struct publishing {
    const struct model_store_new *want;
    int64_t event;
};

static bool insert(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct publishing *job = arg;
    const struct model_store_new *want = job->want;

    if (!query_start(&query, db, "INSERT INTO model(id, strategy, operation, plan_hash,"
                     " created_ms, meta) VALUES(?, ?, ?, ?, ?, ?)", err))
        return false;
    query_bind_text(&query, want->id);
    query_bind_text(&query, want->strategy);
    query_bind_text(&query, want->operation);
    query_bind_text(&query, want->plan_hash);
    query_bind_int(&query, want->created_ms);
    query_bind_text(&query, want->meta);
    return query_run(&query, err) &&
           (!want->completes || operation_change_apply(db, want->completes, &job->event, err));
}

/* What lies at the place has no row: a crash left it. */
static bool move_in(const struct store *store, const struct model_store_new *want,
                    const char *place, struct error *err)
{
    OWNED(free_text) char *models = path_of(store, "");

    return file_sync_tree(want->folder, err) && file_make_folder(models, 0700, err) &&
           file_remove_tree(place, err) && file_rename(want->folder, place, err);
}

bool model_store_publish(struct store *store, const struct model_store_new *new_model,
                         int64_t *ret_event, struct error *err)
{
    OWNED(free_text) char *place = path_of(store, new_model->id);
    struct publishing job = { .want = new_model };
    struct error stuck;

    if (!check_id(new_model->id, err) ||
        !store_read(store, check_is_new, (void *)(uintptr_t)new_model->id, err) ||
        !move_in(store, new_model, place, err))
        return false;
    if (!store_write(store, insert, &job, err)) {
        if (!file_rename(place, new_model->folder, &stuck))
            error_suggest(err, "its files are left in %.150s", place);
        return false;
    }
    *ret_event = job.event;
    return true;
}

struct listing {
    const struct store *store;
    const char *id;
    struct model_store_filter filter;
    struct model_store_list list;
};

static void take(const struct query *query, struct listing *listing)
{
    struct model_store_list *list = &listing->list;
    struct model_store_model *model;

    list->items = mem_resize(list->items, (list->count + 1) * sizeof(*list->items));
    model = &list->items[list->count++];
    *model = (struct model_store_model){ .created_ms = query_int(query, 4),
                                         .meta = query_copy(query, 5) };
    TAKE_TEXT(model->id, query, 0);
    TAKE_TEXT(model->strategy, query, 1);
    TAKE_TEXT(model->operation, query, 2);
    TAKE_TEXT(model->plan_hash, query, 3);
    model->folder = path_of(listing->store, model->id);
}

static bool list(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;

    if (!query_start(&query, db, SELECT FITS " AND (?3 IS NULL OR id=?3)"
                     " AND (?5 IS NULL OR (-created_ms, id) >"
                     " (SELECT -created_ms, id FROM model WHERE id=?5))"
                     " ORDER BY created_ms DESC, id LIMIT ?4", err))
        return false;
    query_bind_text(&query, listing->filter.strategy);
    query_bind_text(&query, listing->filter.plan_hash);
    query_bind_text(&query, listing->id);
    query_bind_int(&query, (int64_t)listing->filter.limit);
    query_bind_text(&query, listing->filter.after);
    while (query_next(&query, err))
        take(&query, listing);
    return !query.has_failed;
}

static bool count(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;

    if (!query_start(&query, db, "SELECT count(*) FROM model " FITS, err))
        return false;
    query_bind_text(&query, listing->filter.strategy);
    query_bind_text(&query, listing->filter.plan_hash);
    if (query_next(&query, err))
        listing->list.total = query_int(&query, 0);
    return !query.has_failed;
}

bool model_store_list(struct store *store, const struct model_store_filter *filter,
                      struct model_store_list *ret_list, struct error *err)
{
    struct listing listing = { .store = store, .filter = *filter };

    if (store_read(store, list, &listing, err) && store_read(store, count, &listing, err)) {
        *ret_list = listing.list;
        return true;
    }
    model_store_list_release(&listing.list);
    return false;
}

void model_store_list_release(struct model_store_list *models)
{
    for (size_t i = 0; i < models->count; i++)
        model_store_release(&models->items[i]);
    free(models->items);
    *models = (struct model_store_list){0};
}

static bool no_model(const char *id, struct error *err)
{
    error_set(err, ERROR_NOT_FOUND, "no model '%.100s'", id);
    return error_suggest(err, "ktrdr models list");
}

bool model_store_find(struct store *store, const char *id, struct model_store_model *ret_model,
                      struct error *err)
{
    OWNED(model_store_list_release) struct model_store_list found = {0};
    struct listing listing = { .store = store, .id = id, .filter = { .limit = 1 } };
    const bool ok = store_read(store, list, &listing, err);

    found = listing.list;
    if (!ok)
        return false;
    if (!found.count)
        return no_model(id, err);
    *ret_model = found.items[0];
    found.count = 0;                /* its texts are the caller's now */
    return true;
}

static bool delete_row(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const char *id = arg;

    if (!query_start(&query, db, "DELETE FROM model WHERE id=?", err))
        return false;
    query_bind_text(&query, id);
    if (!query_run(&query, err))
        return false;
    return db_changes(db) || no_model(id, err);
}

bool model_store_delete(struct store *store, const char *id, struct error *err)
{
    OWNED(free_text) char *place = path_of(store, id);

    return store_write(store, delete_row, (void *)(uintptr_t)id, err) &&
           file_remove_tree(place, err);
}

struct sweeping {
    const struct store *store;
    DIR *folder;
    size_t removed;
};

static bool sweep(struct db *db, void *arg, struct error *err)
{
    struct sweeping *job = arg;

    for (struct dirent *entry; (entry = readdir(job->folder));) {
        OWNED(free_text) char *place = path_of(job->store, entry->d_name);
        bool is_there;

        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        if (!exists(db, entry->d_name, &is_there, err))
            return false;
        if (is_there)
            continue;
        if (!file_remove_tree(place, err))
            return false;
        job->removed++;
    }
    return true;
}

bool model_store_sweep(struct store *store, size_t *ret_removed, struct error *err)
{
    OWNED(free_text) char *models = path_of(store, "");
    OWNED(close_folder) DIR *folder = opendir(models);
    struct sweeping job = { store, folder, 0 };

    if (!folder && errno != ENOENT)
        return error_set_errno(err, errno, "cannot open '%s'", models);
    if (folder && !store_read(store, sweep, &job, err))
        return false;
    *ret_removed = job.removed;
    return true;
}
