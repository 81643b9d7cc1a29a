#include "store/db.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    STATEMENTS_KEPT = 64,
    BUSY_MS = 10000,
    WAL_PAGES = 2000,       /* a checkpoint after so many; 8 KB each */
};

struct db {
    sqlite3 *handle;
    char *path;
    enum db_mode mode;
    struct kept { sqlite3_stmt *statement; bool is_out; } kept[STATEMENTS_KEPT];
    size_t n_kept, next_victim;
};

static const struct {
    int sqlite;
    enum error_code code;
} codes[] = {
    { SQLITE_FULL, ERROR_NO_SPACE },       { SQLITE_READONLY, ERROR_FORBIDDEN },
    { SQLITE_CANTOPEN, ERROR_FORBIDDEN },  { SQLITE_PERM, ERROR_FORBIDDEN },
    { SQLITE_AUTH, ERROR_FORBIDDEN },      { SQLITE_CORRUPT, ERROR_BAD_DATA },
    { SQLITE_NOTADB, ERROR_BAD_DATA },     { SQLITE_BUSY, ERROR_UNAVAILABLE },
    { SQLITE_LOCKED, ERROR_UNAVAILABLE },  { SQLITE_CONSTRAINT, ERROR_CONFLICT },
    { SQLITE_TOOBIG, ERROR_TOO_LARGE },
};

/* A full disk does not always come as SQLITE_FULL: growing the shared memory of the WAL says I/O
 * error, and errno is then what the system said. */
static enum error_code code_of(const struct db *db, int status)
{
    const int number = sqlite3_system_errno(db->handle);

    if ((status & 0xff) == SQLITE_IOERR || (status & 0xff) == SQLITE_CANTOPEN)
        if (number == ENOSPC || number == EDQUOT || status == SQLITE_IOERR_SHMSIZE)
            return ERROR_NO_SPACE;
    for (size_t i = 0; i < COUNT(codes); i++)
        if (codes[i].sqlite == (status & 0xff))
            return codes[i].code;
    return ERROR_INTERNAL;
}

bool db_fail(struct db *db, int status, struct error *err)
{
    const enum error_code code = code_of(db, status);

    error_set(err, code, "database '%s': %s", db->path, sqlite3_errmsg(db->handle));
    if (code == ERROR_NO_SPACE)
        error_suggest(err, "%s", ERROR_NO_SPACE_SUGGESTION);
    if (code == ERROR_BAD_DATA)
        error_suggest(err, "restore it from a backup; 'ktrdr doctor' tells more");
    return false;
}

static const char *const set_up[] = {
    /* The page size counts only before the file exists. A full-size WAL is cut when it is reset. */
    [DB_WRITE] = "PRAGMA page_size=8192;"
                 "PRAGMA journal_mode=WAL;"
                 "PRAGMA synchronous=FULL;"
                 "PRAGMA foreign_keys=ON;"
                 "PRAGMA journal_size_limit=67108864;"
                 "PRAGMA temp_store=MEMORY;"
                 "PRAGMA cache_size=-8192;",
    [DB_READ] = "PRAGMA temp_store=MEMORY;"
                "PRAGMA cache_size=-2048;",
    /* temp_store stays on disk: this is what sorts more than fits in memory. */
    [DB_SCRATCH] = "PRAGMA page_size=8192;"
                   "PRAGMA journal_mode=OFF;"
                   "PRAGMA synchronous=OFF;"
                   "PRAGMA locking_mode=EXCLUSIVE;"
                   "PRAGMA cache_size=-8192;",
};

static bool open_handle(struct db *db, struct error *err)
{
    const int flags = db->mode == DB_READ ? SQLITE_OPEN_READONLY
                                          : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int status = sqlite3_open_v2(db->path, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);

    if (!db->handle)
        return error_set(err, ERROR_INTERNAL, "cannot open database '%s'", db->path);
    if (status)
        return db_fail(db, status, err);
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    if (db->mode == DB_WRITE)
        sqlite3_wal_autocheckpoint(db->handle, WAL_PAGES);
    return db_run(db, set_up[db->mode], err);
}

bool db_open(const char *path, enum db_mode mode, struct db **ret_db, struct error *err)
{
    struct db *db = MEM_NEW(struct db);

    db->path = mem_text(path);
    db->mode = mode;
    if (open_handle(db, err)) {
        *ret_db = db;
        return true;
    }
    db_close(db);
    return false;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < db->n_kept; i++)
        sqlite3_finalize(db->kept[i].statement);
    sqlite3_close(db->handle);
    free(db->path);
    free(db);
}

const char *db_path(const struct db *db)
{
    return db->path;
}

bool db_run(struct db *db, const char *sql, struct error *err)
{
    const int status = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

    return !status || db_fail(db, status, err);
}

/* Some failures roll back by themselves (a full disk); then there is nothing left to do. */
static void roll_back(struct db *db)
{
    if (!sqlite3_get_autocommit(db->handle))
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

bool db_transact(struct db *db, db_fn *fn, void *arg, struct error *err)
{
    if (!db_run(db, db->mode == DB_READ ? "BEGIN" : "BEGIN IMMEDIATE", err))
        return false;
    if (fn(db, arg, err) && db_run(db, "COMMIT", err))
        return true;
    roll_back(db);
    return false;
}

bool db_version(struct db *db, int64_t *ret_version, struct error *err)
{
    sqlite3_stmt *statement;
    int status;

    if (!db_take(db, "PRAGMA user_version", &statement, err))
        return false;
    status = sqlite3_step(statement);
    if (status == SQLITE_ROW)
        *ret_version = sqlite3_column_int64(statement, 0);
    else
        db_fail(db, status, err);
    db_give_back(db, statement);
    return status == SQLITE_ROW;
}

static bool sync_file(const char *path, struct error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const bool ok = fd >= 0 && !fsync(fd);

    if (!ok)
        error_set_errno(err, errno, "cannot sync '%s'", path);
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool vacuum_into(struct db *db, const char *to, struct error *err)
{
    sqlite3_stmt *statement;
    int status;

    if (!db_take(db, "VACUUM INTO ?", &statement, err))
        return false;
    sqlite3_bind_text(statement, 1, to, -1, SQLITE_STATIC);
    status = sqlite3_step(statement);
    if (status != SQLITE_DONE)
        db_fail(db, status, err);
    db_give_back(db, statement);
    return status == SQLITE_DONE;
}

/* Written aside first: half a backup must not look like one. */
bool db_copy(struct db *db, const char *to, struct error *err)
{
    char aside[4096];

    snprintf(aside, sizeof(aside), "%s.new", to);
    return file_remove_tree(aside, err) && vacuum_into(db, aside, err) && sync_file(aside, err) &&
           file_rename(aside, to, err);
}

int64_t db_last_row(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}

static struct kept *find_kept(struct db *db, const char *sql)
{
    for (size_t i = 0; i < db->n_kept; i++)
        if (!db->kept[i].is_out && !strcmp(sqlite3_sql(db->kept[i].statement), sql))
            return &db->kept[i];
    return NULL;
}

bool db_take(struct db *db, const char *sql, sqlite3_stmt **ret, struct error *err)
{
    struct kept *kept = find_kept(db, sql);
    int status;

    if (kept) {
        kept->is_out = true;
        *ret = kept->statement;
        return true;
    }
    status = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL);
    return !status || db_fail(db, status, err);
}

static struct kept *find_victim(struct db *db)
{
    for (size_t i = 0; i < STATEMENTS_KEPT; i++) {
        struct kept *kept = &db->kept[db->next_victim++ % STATEMENTS_KEPT];

        if (!kept->is_out)
            return kept;
    }
    return NULL;
}

static void keep(struct db *db, sqlite3_stmt *statement)
{
    struct kept *place =
        db->n_kept < STATEMENTS_KEPT ? &db->kept[db->n_kept++] : find_victim(db);

    if (!place) {
        sqlite3_finalize(statement);
        return;
    }
    sqlite3_finalize(place->statement);
    *place = (struct kept){ statement, false };
}

void db_give_back(struct db *db, sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    for (size_t i = 0; i < db->n_kept; i++)
        if (db->kept[i].statement == statement) {
            db->kept[i].is_out = false;
            return;
        }
    keep(db, statement);
}
