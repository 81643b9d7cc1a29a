/*
 * db - one connection to a SQLite file: errors as ours, transactions, kept statements (query.h).
 *
 * Used by one thread at a time; it blocks on the disk, so on a worker or a lane. Never across fork.
 * SQLite's codes become: full disk ERROR_NO_SPACE, not writable ERROR_FORBIDDEN, broken
 * ERROR_BAD_DATA, busy past 10 s ERROR_UNAVAILABLE, a broken constraint ERROR_CONFLICT.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct db;
struct sqlite3_stmt;

enum db_mode {
    DB_WRITE,       /* makes the file; WAL, synchronous=FULL: a commit outlives a power cut */
    DB_READ,        /* sees the last commit; never blocks the writer nor is blocked by it */
    DB_SCRATCH,     /* for temporary files: no journal, no sync; nothing survives a crash */
};

CHECKED bool db_open(const char *path, enum db_mode mode, struct db **ret_db, struct error *err);
void db_close(struct db *db);
const char *db_path(const struct db *db);

/* SQL without parameters and answers; may be several statements. */
CHECKED bool db_run(struct db *db, const char *sql, struct error *err);

/* Runs fn between BEGIN IMMEDIATE and COMMIT. If either fails all is rolled back, and the
 * connection is as good as before. For a reader: all of fn sees one state. Does not nest. */
typedef bool db_fn(struct db *db, void *arg, struct error *err);
CHECKED bool db_transact(struct db *db, db_fn *fn, void *arg, struct error *err);

/* PRAGMA user_version: which migrations it has. */
CHECKED bool db_version(struct db *db, int64_t *ret_version, struct error *err);

/* A copy of the whole database as one new file, synced. */
CHECKED bool db_copy(struct db *db, const char *to, struct error *err);

int64_t db_last_row(const struct db *db);       /* the id of the last row inserted */
int64_t db_changes(const struct db *db);        /* rows touched by the last statement */

/* For query.c: fills err with what just failed and false; a statement out of the kept ones. */
bool db_fail(struct db *db, int status, struct error *err);
CHECKED bool db_take(struct db *db, const char *sql, struct sqlite3_stmt **ret, struct error *err);
void db_give_back(struct db *db, struct sqlite3_stmt *statement);

#endif
