/*
 * query - one SQL statement: bind, step, take the columns. SQL's words, our errors.
 *
 *     OWNED(query_release) struct query query = {0};
 *
 *     if (!query_start(&query, db, "SELECT name FROM t WHERE id = ?", err))
 *         return false;
 *     query_bind_int(&query, id);
 *     while (query_next(&query, err))
 *         use(query_text(&query, 0));
 *     return !query.has_failed;
 *
 * Parameters are bound from left to right; texts and bytes are borrowed until the release. Columns
 * count from 0 and are borrowed until the next step. Prepared once per connection and text.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct db;
struct sqlite3_stmt;

struct query {
    struct db *db;
    struct sqlite3_stmt *statement;
    int n_bound;
    int bind_status;            /* the first bind that failed; told by the next step */
    bool has_failed;
};

CHECKED bool query_start(struct query *query, struct db *db, const char *sql, struct error *err);
void query_bind_int(struct query *query, int64_t value);
void query_bind_double(struct query *query, double value);
void query_bind_text(struct query *query, const char *text);        /* NULL: SQL's null */
void query_bind_bytes(struct query *query, const void *bytes, size_t length);

/* True: there is a row. False: no more, or has_failed, and then err says why. */
CHECKED bool query_next(struct query *query, struct error *err);

/* For a statement without rows. Ready to be bound and run again after. */
CHECKED bool query_run(struct query *query, struct error *err);
void query_rewind(struct query *query);

int64_t query_int(const struct query *query, int column);           /* null: 0 */
double query_double(const struct query *query, int column);
const char *query_text(const struct query *query, int column);      /* null: "" */
char *query_copy(const struct query *query, int column);            /* owned; null: NULL */
const void *query_bytes(const struct query *query, int column, size_t *ret_length);
bool query_is_null(const struct query *query, int column);
void query_release(struct query *query);

#endif
