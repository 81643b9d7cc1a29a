#include "store/store.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "store/query.h"
#include "store/schema.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READERS = 4 };

struct store {
    char *folder, *database, *temporary;
    int lock;
    bool has_lock;
    pthread_mutex_t writing;            /* held for a transaction of the writer's */
    struct db *writer;
    pthread_mutex_t choosing;           /* the readers */
    pthread_cond_t freed;
    struct db *readers[READERS];        /* those free: the first n_free */
    size_t n_free;
    atomic_llong n_temporary;
};

static char *below(const char *folder, const char *name)
{
    struct buf path = {0};

    buf_print(&path, "%s/%s", folder, name);
    return path.bytes;
}

static struct store *new_store(const char *folder)
{
    struct store *store = MEM_NEW(struct store);

    store->folder = mem_text(folder);
    store->database = below(folder, "ktrdr.db");
    store->temporary = below(folder, "temporary");
    pthread_mutex_init(&store->writing, NULL);
    pthread_mutex_init(&store->choosing, NULL);
    pthread_cond_init(&store->freed, NULL);
    return store;
}

static bool take_lock(struct store *store, const char *role, struct error *err)
{
    OWNED(buf_release) struct buf path = {0};
    const char *pid;
    struct error why;

    buf_print(&path, "%s/lock", store->folder);
    store->has_lock = file_lock(path.bytes, &store->lock, &why);
    if (store->has_lock)
        return true;
    *err = why;
    if (why.code != ERROR_CONFLICT)
        return false;
    pid = strstr(why.text, "process ");
    error_set(err, ERROR_CONFLICT, "another ktrdrd %s has '%s' (%.40s)", role, store->folder,
              pid ? pid : "its process is not known");
    return error_suggest(err, "stop it, or use another --data-dir");
}

static bool empty_temporary(const struct store *store, struct error *err)
{
    return file_remove_tree(store->temporary, err) &&
           file_make_folder(store->temporary, 0700, err);
}

/* The readers come last: read-only ones cannot make the files of a WAL. */
static bool open_all(struct store *store, const struct schema *schema, struct error *err)
{
    if (!file_make_folder(store->folder, 0700, err) || !take_lock(store, schema->name, err) ||
        !empty_temporary(store, err) ||
        !db_open(store->database, DB_WRITE, &store->writer, err) ||
        !schema_apply(schema, store->writer, err))
        return false;
    for (; store->n_free < READERS; store->n_free++)
        if (!db_open(store->database, DB_READ, &store->readers[store->n_free], err))
            return false;
    return true;
}

bool store_open(const char *folder, const struct schema *schema, struct store **ret_store,
                struct error *err)
{
    struct store *store = new_store(folder);

    if (open_all(store, schema, err)) {
        *ret_store = store;
        return true;
    }
    store_close(store);
    return false;
}

/* The writer closes last and folds the WAL into the database; then the lock may go. */
void store_close(struct store *store)
{
    if (!store)
        return;
    for (size_t i = 0; i < READERS; i++)
        db_close(store->readers[i]);
    db_close(store->writer);
    if (store->has_lock)
        file_unlock(store->lock);
    pthread_mutex_destroy(&store->writing);
    pthread_mutex_destroy(&store->choosing);
    pthread_cond_destroy(&store->freed);
    free(store->folder);
    free(store->database);
    free(store->temporary);
    free(store);
}

const char *store_folder(const struct store *store)
{
    return store->folder;
}

char *store_temporary(struct store *store)
{
    struct buf path = {0};

    buf_print(&path, "%s/%lld", store->temporary, atomic_fetch_add(&store->n_temporary, 1));
    return path.bytes;
}

bool store_write(struct store *store, db_fn *fn, void *arg, struct error *err)
{
    bool ok;

    pthread_mutex_lock(&store->writing);
    ok = db_transact(store->writer, fn, arg, err);
    pthread_mutex_unlock(&store->writing);
    return ok;
}

static struct db *take_reader(struct store *store)
{
    struct db *reader;

    pthread_mutex_lock(&store->choosing);
    while (!store->n_free)
        pthread_cond_wait(&store->freed, &store->choosing);
    reader = store->readers[--store->n_free];
    store->readers[store->n_free] = NULL;
    pthread_mutex_unlock(&store->choosing);
    return reader;
}

static void give_reader(struct store *store, struct db *reader)
{
    pthread_mutex_lock(&store->choosing);
    store->readers[store->n_free++] = reader;
    pthread_cond_signal(&store->freed);
    pthread_mutex_unlock(&store->choosing);
}

bool store_read(struct store *store, db_fn *fn, void *arg, struct error *err)
{
    struct db *reader = take_reader(store);
    const bool ok = db_transact(reader, fn, arg, err);

    give_reader(store, reader);
    return ok;
}

/* Writing the version it has already touches a page, and so the disk, and changes nothing. */
static bool touch(struct db *db, void *arg, struct error *err)
{
    int64_t version;
    char sql[64];

    (void)arg;
    if (!db_version(db, &version, err))
        return false;
    snprintf(sql, sizeof(sql), "PRAGMA user_version=%" PRId64, version);
    return db_run(db, sql, err);
}

bool store_check_writable(struct store *store, struct error *err)
{
    return store_write(store, touch, NULL, err);
}

bool store_free_bytes(const struct store *store, int64_t *ret_bytes, struct error *err)
{
    return file_free_bytes(store->folder, ret_bytes, err);
}

/* On a connection of its own: VACUUM INTO is a long read, and not allowed in a transaction. */
bool store_back_up(struct store *store, const char *to, struct error *err)
{
    struct db *db;
    bool ok;

    if (!db_open(store->database, DB_READ, &db, err))
        return false;
    ok = db_copy(db, to, err);
    db_close(db);
    return ok;
}

static bool look_at_pages(struct db *db, void *pragma, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, pragma, err))
        return false;
    if (!query_next(&query, err))
        return query.has_failed ? false : error_set(err, ERROR_INTERNAL, "no answer of a check");
    if (!strcmp(query_text(&query, 0), "ok"))
        return true;
    return error_set(err, ERROR_BAD_DATA, "database '%s' is broken: %s", db_path(db),
                     query_text(&query, 0));
}

bool store_check(struct store *store, struct error *err)
{
    static char pragma[] = "PRAGMA quick_check(1)";

    return store_read(store, look_at_pages, pragma, err);
}

bool store_check_copy(const char *path, struct error *err)
{
    static char pragma[] = "PRAGMA integrity_check(1)";
    struct db *db;
    bool ok;

    if (!db_open(path, DB_READ, &db, err))
        return false;
    ok = db_transact(db, look_at_pages, pragma, err);
    db_close(db);
    return ok;
}
