#include "store/operation_store.h"

#include "base/buf.h"
#include "base/mem.h"
#include "store/operation_event.h"
#include "store/query.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT = 100 };

#define COLUMNS                                                                            \
    "id, type, parent, state, attempt, resumable, created_ms, started_ms, finished_ms,"     \
    " request, request_hash, label, host, result IS NOT NULL,"                              \
    " error_code, error_text, error_suggestion"

#define TAKE_TEXT(to, query, column) snprintf(to, sizeof(to), "%s", query_text(query, column))

void operation_store_release(struct operation *operation)
{
    free(operation->request);
    free(operation->request_hash);
    free(operation->label);
    free(operation->host);
    *operation = (struct operation){0};
}

static bool take(const struct query *query, struct operation *op, struct error *err)
{
    *op = (struct operation){
        .attempt = (int)query_int(query, 4), .is_resumable = query_int(query, 5),
        .created_ms = query_int(query, 6), .started_ms = query_int(query, 7),
        .finished_ms = query_int(query, 8), .request = query_copy(query, 9),
        .request_hash = query_copy(query, 10), .label = query_copy(query, 11),
        .host = query_copy(query, 12), .has_result = query_int(query, 13),
        .error.code = error_find(query_text(query, 14)),
    };
    TAKE_TEXT(op->id, query, 0);
    TAKE_TEXT(op->type, query, 1);
    TAKE_TEXT(op->parent, query, 2);
    TAKE_TEXT(op->error.text, query, 15);
    TAKE_TEXT(op->error.suggestion, query, 16);
    if (operation_state_parse(query_text(query, 3), &op->state, err))
        return true;
    operation_store_release(op);
    return false;
}

/* The first row of a query with one text bound; an empty id if there is none. */
static bool load_by(struct db *db, const char *sql, const char *text, struct operation *op,
                    struct error *err)
{
    OWNED(query_release) struct query query = {0};

    *op = (struct operation){0};
    if (!query_start(&query, db, sql, err))
        return false;
    query_bind_text(&query, text);
    if (query_next(&query, err))
        return take(&query, op, err);
    return !query.has_failed;
}

static bool no_operation(const char *id, struct error *err)
{
    error_set(err, ERROR_NOT_FOUND, "no operation '%.60s'", id);
    return error_suggest(err, "ktrdr operations list");
}

bool operation_store_load(struct db *db, const char *id, struct operation *ret_operation,
                          struct error *err)
{
    struct operation op;

    if (!load_by(db, "SELECT " COLUMNS " FROM operation WHERE id=?", id, &op, err))
        return false;
    if (!op.id[0])
        return no_operation(id, err);
    *ret_operation = op;
    return true;
}

struct creation {
    const struct operation_store_new *want;
    struct operation made;
    bool is_new;
};

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static bool insert(struct db *db, const struct operation_store_new *want, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "INSERT INTO operation(id, type, parent, state, attempt,"
                     " created_ms, request, request_hash, label, host, idempotency_key) "
                     "VALUES(?, ?, ?, 'queued', 1, ?, ?, ?, ?, ?, ?)", err))
        return false;
    query_bind_text(&query, want->id);
    query_bind_text(&query, want->type);
    query_bind_text(&query, or_empty(want->parent));
    query_bind_int(&query, want->at_ms);
    query_bind_text(&query, or_empty(want->request));
    query_bind_text(&query, or_empty(want->request_hash));
    query_bind_text(&query, or_empty(want->label));
    query_bind_text(&query, or_empty(want->host));
    query_bind_text(&query, want->idempotency_key);
    return query_run(&query, err);
}

static bool log_creation(struct db *db, const struct operation_store_new *want, struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    struct operation_event event = { .kind = "state", .at_ms = want->at_ms };

    buf_print(&json, "{\"state\":\"queued\",\"attempt\":1");
    operation_event_add_trace(want->trace, &json);
    buf_print(&json, "}");
    event.json = json.bytes;
    snprintf(event.operation, sizeof(event.operation), "%s", want->id);
    return operation_event_write(db, &event, err);
}

static bool check_same(const struct operation_store_new *want, const struct operation *found,
                       const char *what, struct error *err)
{
    if (!strcmp(or_empty(want->request_hash), found->request_hash))
        return true;
    error_set(err, ERROR_CONFLICT, "the %s was used for another request, operation '%s'", what,
              found->id);
    return error_suggest(err, "use a new one");
}

static bool create(struct db *db, void *arg, struct error *err)
{
    struct creation *creation = arg;
    const struct operation_store_new *want = creation->want;
    struct operation *made = &creation->made;
    const char *what = "idempotency key";

    if (want->idempotency_key &&
        !load_by(db, "SELECT " COLUMNS " FROM operation WHERE idempotency_key=?",
                 want->idempotency_key, made, err))
        return false;
    if (!made->id[0]) {
        what = "operation id";
        if (!load_by(db, "SELECT " COLUMNS " FROM operation WHERE id=?", want->id, made, err))
            return false;
    }
    if (made->id[0])
        return check_same(want, made, what, err);
    creation->is_new = true;
    return insert(db, want, err) && log_creation(db, want, err) &&
           operation_store_load(db, want->id, made, err);
}

bool operation_store_create(struct store *store, const struct operation_store_new *want,
                            struct operation *ret_operation, bool *ret_is_new, struct error *err)
{
    struct creation creation = { .want = want };

    if (strlen(want->id) >= OPERATION_ID_SIZE)
        return error_set(err, ERROR_INVALID, "'%.60s' is not the id of an operation", want->id);
    if (!store_write(store, create, &creation, err)) {
        operation_store_release(&creation.made);
        return false;
    }
    *ret_operation = creation.made;
    *ret_is_new = creation.is_new;
    return true;
}

struct finding {
    const char *id;
    struct operation found;
    char *result;
};

static bool find(struct db *db, void *arg, struct error *err)
{
    struct finding *finding = arg;

    return operation_store_load(db, finding->id, &finding->found, err);
}

bool operation_store_find(struct store *store, const char *id, struct operation *ret_operation,
                          struct error *err)
{
    struct finding finding = { .id = id };

    if (store_read(store, find, &finding, err)) {
        *ret_operation = finding.found;
        return true;
    }
    operation_store_release(&finding.found);
    return false;
}

static bool find_result(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct finding *finding = arg;

    if (!query_start(&query, db, "SELECT result, state FROM operation WHERE id=?", err))
        return false;
    query_bind_text(&query, finding->id);
    if (!query_next(&query, err))
        return query.has_failed ? false : no_operation(finding->id, err);
    finding->result = query_copy(&query, 0);
    return finding->result || error_set(err, ERROR_NOT_FOUND, "operation '%s' is %s and has no "
                                        "result", finding->id, query_text(&query, 1));
}

bool operation_store_result(struct store *store, const char *id, char **ret_result,
                            struct error *err)
{
    struct finding finding = { .id = id };

    if (store_read(store, find_result, &finding, err)) {
        *ret_result = finding.result;
        return true;
    }
    free(finding.result);
    return false;
}

static bool run_of(struct db *db, const char *sql, const char *id, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, sql, err))
        return false;
    query_bind_text(&query, id);
    return query_run(&query, err);
}

bool operation_store_remove(struct db *db, const char *id, struct error *err)
{
    return run_of(db, "DELETE FROM operation_event WHERE operation=?", id, err) &&
           run_of(db, "DELETE FROM operation WHERE id=?", id, err);
}

struct tracing {
    const char *id;
    char *trace;
};

static bool find_trace(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct tracing *tracing = arg;

    if (!query_start(&query, db, "SELECT json_extract(json, '$.trace') FROM operation_event"
                     " WHERE operation=? AND kind='state'"
                     " AND json_extract(json, '$.state')='queued' ORDER BY id DESC LIMIT 1", err))
        return false;
    query_bind_text(&query, tracing->id);
    if (query_next(&query, err))
        snprintf(tracing->trace, TRACEPARENT, "%s", query_text(&query, 0));
    return !query.has_failed;
}

bool operation_store_trace(struct store *store, const char *id, char ret_trace[TRACEPARENT],
                           struct error *err)
{
    struct tracing tracing = { id, ret_trace };

    ret_trace[0] = '\0';
    return store_read(store, find_trace, &tracing, err);
}

struct listing {
    const struct operation_store_filter *filter;
    size_t limit;
    struct operation_store_list list;
};

#define WHERE                                                                              \
    " FROM operation WHERE (?1 IS NULL OR type=?1) AND (?2 IS NULL OR parent=?2)"           \
    " AND (?3 IS NULL OR state=?3)"                                                         \
    " AND (?4=0 OR (state IN ('queued', 'running', 'cancelling'))=(?4=1))"

static void bind_filter(struct query *query, const struct operation_store_filter *filter)
{
    query_bind_text(query, filter->type);
    query_bind_text(query, filter->parent);
    query_bind_text(query, filter->state);
    query_bind_int(query, filter->which);
}

static bool count(struct db *db, struct listing *listing, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "SELECT count(*)" WHERE, err))
        return false;
    bind_filter(&query, listing->filter);
    if (query_next(&query, err))
        listing->list.total = query_int(&query, 0);
    return !query.has_failed;
}

static bool list(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;
    struct operation_store_list *items = &listing->list;

    if (!count(db, listing, err) ||
        !query_start(&query, db, "SELECT " COLUMNS WHERE " AND (?5 IS NULL OR id<?5)"
                     " ORDER BY id DESC LIMIT ?6", err))
        return false;
    bind_filter(&query, listing->filter);
    query_bind_text(&query, listing->filter->after);
    query_bind_int(&query, (int64_t)listing->limit + 1);
    while (query_next(&query, err)) {
        if (items->count == listing->limit) {
            items->has_more = true;
            return true;
        }
        items->items = mem_resize(items->items, (items->count + 1) * sizeof(*items->items));
        if (!take(&query, &items->items[items->count], err))
            return false;
        items->count++;
    }
    return !query.has_failed;
}

bool operation_store_list(struct store *store, const struct operation_store_filter *filter,
                          struct operation_store_list *ret_list, struct error *err)
{
    struct listing listing = { .filter = filter, .limit = filter->limit ? filter->limit : LIMIT };

    if (store_read(store, list, &listing, err)) {
        *ret_list = listing.list;
        return true;
    }
    operation_store_list_release(&listing.list);
    return false;
}

void operation_store_list_release(struct operation_store_list *items)
{
    for (size_t i = 0; i < items->count; i++)
        operation_store_release(&items->items[i]);
    free(items->items);
    *items = (struct operation_store_list){0};
}
