#include "base/date.h"
#include "base/traceparent.h"
#include "operations/manage_operations.h"
#include "operations/manage_store.h"
#include "operations/manage_operations_parts.h"
#include "operations/operation_timeline.h"
#include "operations/operation_wire.h"
#include "store/operation_event.h"
#include "store/operation_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARKS_MOST = 10000 };

struct call {
    const char *id;
    struct operation operation;
    struct operation_event_list marks;
    char trace[TRACEPARENT];
};

static bool read_all(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_store_find(store, call->id, &call->operation, err) &&
           operation_event_marks(store, call->id, MARKS_MOST, &call->marks, err) &&
           operation_store_trace(store, call->id, call->trace, err);
}

/* Of one that runs: what is not written yet. */
static void add_notes(struct operation_timeline *timeline, const struct operation_run *run)
{
    for (size_t i = 0; run && i < run->notes.count; i++) {
        const struct operation_run_note *note = &run->notes.items[i];
        struct operation_event event = { .at_ms = note->at_ms, .json = note->json };

        snprintf(event.kind, sizeof(event.kind), "%s", note->kind);
        operation_timeline_add(timeline, &event);
    }
}

static void fill(const struct manage_operations *manager, const struct call *call,
                 struct wire_timeline *ret)
{
    struct operation_timeline timeline = { .to = ret };

    wire_clear(wire_timeline_fields, ret);
    snprintf(ret->id, sizeof(ret->id), "%s", call->operation.id);
    ret->type = operation_wire_find_type(call->operation.type);
    ret->state = (enum wire_operation_state)call->operation.state;
    ret->created_at = call->operation.created_ms / 1000;
    (void)traceparent_parse(call->trace, ret->trace_id);
    for (size_t i = 0; i < call->marks.count; i++)
        operation_timeline_add(&timeline, &call->marks.items[i]);
    if (ret->is_open)
        add_notes(&timeline, operation_keeper_find(&manager->keeper, call->id));
    operation_timeline_end(&timeline, date_now_ms());
}

bool manage_operations_timeline(struct manage_operations *manager, const char *id,
                                struct wire_timeline *ret_timeline, struct error *err)
{
    struct call call = { .id = id };
    const bool ok = manage_store_read(manager->keeper.store, read_all, &call, err);

    if (ok)
        fill(manager, &call, ret_timeline);
    operation_store_release(&call.operation);
    operation_event_list_release(&call.marks);
    return ok;
}
