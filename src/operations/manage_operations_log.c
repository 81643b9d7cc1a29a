#include "operations/manage_operations.h"

#include "base/buf.h"
#include "base/mem.h"
#include "operations/manage_operations_parts.h"
#include "operations/manage_store.h"
#include "operations/operation_wire.h"
#include "store/operation_event.h"
#include "store/operation_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOG_MOST = 100000 };

struct call {
    const char *id;                 /* NULL: of all */
    int64_t after;
    size_t limit;
    struct operation operation;     /* zero, of all */
    struct operation_event_list list;
};

static bool read_log(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_event_list(store, call->id, call->after, call->limit, &call->list, err) &&
           (!call->id || operation_store_find(store, call->id, &call->operation, err));
}

static void fill(const struct call *call, struct manage_operations_events *events)
{
    events->count = 0;
    events->items = mem_alloc(call->list.count * sizeof(*events->items));
    for (size_t i = 0; i < call->list.count; i++) {
        const struct operation_event *from = &call->list.items[i];
        struct manage_operations_event *to = &events->items[events->count];
        struct buf json = {0};

        if (call->id && !strcmp(from->kind, "phase"))
            continue;                   /* progress says so, too */
        events->count++;
        operation_wire_event(from, &call->operation, &json);
        to->id = from->id;
        snprintf(to->operation, sizeof(to->operation), "%s", from->operation);
        snprintf(to->kind, sizeof(to->kind), "%s", from->kind);
        to->json = json.bytes;
    }
}

static bool read(struct manage_operations *manager, struct call *call,
                 struct manage_operations_events *ret_events, struct error *err)
{
    const bool ok = manage_store_read(manager->keeper.store, read_log, call, err);

    if (ok) {
        ret_events->is_over = call->id && operation_state_is_final(call->operation.state);
        fill(call, ret_events);
        operation_store_release(&call->operation);
    }
    operation_event_list_release(&call->list);
    return ok;
}

bool manage_operations_log(struct manage_operations *manager, const char *id, int64_t after,
                           struct manage_operations_events *ret_events, struct error *err)
{
    struct call call = { .id = id, .after = after, .limit = LOG_MOST };

    return read(manager, &call, ret_events, err);
}

bool manage_operations_log_all(struct manage_operations *manager, int64_t after, size_t limit,
                               struct manage_operations_events *ret_events, struct error *err)
{
    struct call call = { .after = after, .limit = limit };

    return read(manager, &call, ret_events, err);
}

void manage_operations_log_release(struct manage_operations_events *events)
{
    for (size_t i = 0; i < events->count; i++)
        free(events->items[i].json);
    free(events->items);
    *events = (struct manage_operations_events){0};
}
