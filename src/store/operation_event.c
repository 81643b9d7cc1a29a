#include "store/operation_event.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/traceparent.h"
#include "store/query.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Only where there is such an operation: else no row changes. */
bool operation_event_write(struct db *db, struct operation_event *event, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "INSERT INTO operation_event(operation, at_ms, kind, json) "
                     "SELECT id, ?2, ?3, ?4 FROM operation WHERE id=?1", err))
        return false;
    query_bind_text(&query, event->operation);
    query_bind_int(&query, event->at_ms);
    query_bind_text(&query, event->kind);
    query_bind_text(&query, event->json);
    if (!query_run(&query, err))
        return false;
    if (!db_changes(db))
        return error_set(err, ERROR_NOT_FOUND, "no operation '%s'", event->operation);
    event->id = db_last_row(db);
    return true;
}

void operation_event_add_trace(const char *trace, struct buf *json)
{
    char id[TRACEPARENT_ID];

    if (traceparent_parse(trace, id) && strlen(trace) < TRACEPARENT)
        buf_print(json, ",\"trace\":\"%s\"", trace);
}

struct adding {
    struct operation_event *events;
    size_t count;
};

static bool add(struct db *db, void *arg, struct error *err)
{
    const struct adding *adding = arg;

    for (size_t i = 0; i < adding->count; i++)
        if (!operation_event_write(db, &adding->events[i], err))
            return false;
    return true;
}

bool operation_event_add(struct store *store, struct operation_event *events, size_t count,
                         struct error *err)
{
    struct adding adding = { events, count };

    return store_write(store, add, &adding, err);
}

struct listing {
    const char *operation;
    int64_t after;
    size_t limit;
    struct operation_event_list list;
};

static void take(const struct query *query, struct operation_event_list *list)
{
    struct operation_event *event;

    list->items = mem_resize(list->items, (list->count + 1) * sizeof(*list->items));
    event = &list->items[list->count++];
    *event = (struct operation_event){ .id = query_int(query, 0), .at_ms = query_int(query, 2),
                                       .json = query_copy(query, 4) };
    snprintf(event->operation, sizeof(event->operation), "%s", query_text(query, 1));
    snprintf(event->kind, sizeof(event->kind), "%s", query_text(query, 3));
}

static bool list(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;
    const char *sql = listing->operation
                          ? "SELECT id, operation, at_ms, kind, json FROM operation_event "
                            "WHERE id>?1 AND operation=?3 ORDER BY id LIMIT ?2"
                          : "SELECT id, operation, at_ms, kind, json FROM operation_event "
                            "WHERE id>?1 ORDER BY id LIMIT ?2";

    if (!query_start(&query, db, sql, err))
        return false;
    query_bind_int(&query, listing->after);
    query_bind_int(&query, (int64_t)listing->limit);
    if (listing->operation)
        query_bind_text(&query, listing->operation);
    while (query_next(&query, err))
        take(&query, &listing->list);
    return !query.has_failed;
}

static bool list_marks(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;

    if (!query_start(&query, db, "SELECT id, operation, at_ms, kind, json FROM operation_event "
                     "WHERE operation=?1 AND kind IN ('state', 'phase') ORDER BY at_ms, id "
                     "LIMIT ?2", err))
        return false;
    query_bind_text(&query, listing->operation);
    query_bind_int(&query, (int64_t)listing->limit);
    while (query_next(&query, err))
        take(&query, &listing->list);
    return !query.has_failed;
}

static bool read_list(struct store *store, db_fn *fn, struct listing *listing,
                      struct operation_event_list *ret_list, struct error *err)
{
    if (store_read(store, fn, listing, err)) {
        *ret_list = listing->list;
        return true;
    }
    operation_event_list_release(&listing->list);
    return false;
}

bool operation_event_list(struct store *store, const char *operation, int64_t after, size_t limit,
                          struct operation_event_list *ret_list, struct error *err)
{
    struct listing listing = { .operation = operation, .after = after, .limit = limit };

    return read_list(store, list, &listing, ret_list, err);
}

bool operation_event_marks(struct store *store, const char *operation, size_t limit,
                           struct operation_event_list *ret_list, struct error *err)
{
    struct listing listing = { .operation = operation, .limit = limit };

    return read_list(store, list_marks, &listing, ret_list, err);
}

void operation_event_list_release(struct operation_event_list *events)
{
    for (size_t i = 0; i < events->count; i++)
        free(events->items[i].json);
    free(events->items);
    *events = (struct operation_event_list){0};
}
