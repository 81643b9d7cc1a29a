#include "store/query.h"

#include "base/mem.h"
#include "store/db.h"

#include <sqlite3.h>

bool query_start(struct query *query, struct db *db, const char *sql, struct error *err)
{
    *query = (struct query){ .db = db };
    query->has_failed = !db_take(db, sql, &query->statement, err);
    return !query->has_failed;
}

static void note(struct query *query, int status)
{
    if (status && !query->bind_status)
        query->bind_status = status;
}

void query_bind_int(struct query *query, int64_t value)
{
    note(query, sqlite3_bind_int64(query->statement, ++query->n_bound, value));
}

void query_bind_double(struct query *query, double value)
{
    note(query, sqlite3_bind_double(query->statement, ++query->n_bound, value));
}

void query_bind_text(struct query *query, const char *text)
{
    note(query, sqlite3_bind_text(query->statement, ++query->n_bound, text, -1, SQLITE_STATIC));
}

void query_bind_bytes(struct query *query, const void *bytes, size_t length)
{
    note(query, sqlite3_bind_blob64(query->statement, ++query->n_bound, bytes, length,
                                    SQLITE_STATIC));
}

bool query_next(struct query *query, struct error *err)
{
    int status = query->bind_status;

    if (!status)
        status = sqlite3_step(query->statement);
    if (status == SQLITE_ROW || status == SQLITE_DONE)
        return status == SQLITE_ROW;
    query->has_failed = true;
    return db_fail(query->db, status, err);
}

bool query_run(struct query *query, struct error *err)
{
    while (query_next(query, err))
        continue;
    query_rewind(query);
    return !query->has_failed;
}

void query_rewind(struct query *query)
{
    sqlite3_reset(query->statement);
    sqlite3_clear_bindings(query->statement);
    query->n_bound = 0;
}

int64_t query_int(const struct query *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

double query_double(const struct query *query, int column)
{
    return sqlite3_column_double(query->statement, column);
}

const char *query_text(const struct query *query, int column)
{
    const char *text = (const char *)sqlite3_column_text(query->statement, column);

    return text ? text : "";
}

char *query_copy(const struct query *query, int column)
{
    return query_is_null(query, column) ? NULL : mem_text(query_text(query, column));
}

const void *query_bytes(const struct query *query, int column, size_t *ret_length)
{
    const void *bytes = sqlite3_column_blob(query->statement, column);

    *ret_length = (size_t)sqlite3_column_bytes(query->statement, column);
    return bytes;
}

bool query_is_null(const struct query *query, int column)
{
    return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

void query_release(struct query *query)
{
    if (query->statement)
        db_give_back(query->db, query->statement);
    *query = (struct query){ .has_failed = query->has_failed };
}
