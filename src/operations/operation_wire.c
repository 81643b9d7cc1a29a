#include "operations/operation_wire.h"

#include "base/buf.h"
#include "base/mem.h"
#include "operations/operation_run.h"
#include "store/operation_event.h"
#include "store/operation_store.h"

#include <stdio.h>
#include <string.h>

/* What the store writes into the log about a change of state. */
struct logged {
    char state[16];
    int64_t attempt;
    char *note;
};

static const struct wire_field logged_fields[] = {
    WIRE_TEXT(struct logged, state, WIRE_REQUIRED),
    WIRE_INTEGER(struct logged, attempt, WIRE_OPTIONAL),
    WIRE_RAW(struct logged, note, WIRE_OPTIONAL),
    WIRE_END
};

struct note {
    char reason[200];
};

static const struct wire_field note_fields[] = {
    WIRE_TEXT(struct note, reason, WIRE_OPTIONAL),
    WIRE_END
};

enum wire_operation_type operation_wire_find_type(const char *name)
{
    int i = 0;

    while (i < WIRE_OPERATION_TYPES && strcmp(wire_operation_type_names[i], name) != 0)
        i++;
    return (enum wire_operation_type)i;
}

static int64_t seconds(int64_t ms)
{
    return ms / 1000;               /* 0 is unknown on both sides */
}

static struct wire_error *problem_of(const struct error *error)
{
    struct wire_error *problem;

    if (!error->code)
        return NULL;
    problem = MEM_NEW(struct wire_error);
    wire_error_from(error, problem);
    return problem;
}

void operation_wire_fill(const struct operation *stored, const struct operation_run *run,
                         struct wire_operation *ret_operation)
{
    struct wire_operation *to = ret_operation;

    wire_clear(wire_operation_fields, to);
    snprintf(to->id, sizeof(to->id), "%s", stored->id);
    snprintf(to->parent_id, sizeof(to->parent_id), "%s", stored->parent);
    snprintf(to->host, sizeof(to->host), "%s", stored->host ? stored->host : "");
    to->type = operation_wire_find_type(stored->type);
    to->state = (enum wire_operation_state)stored->state;
    to->created_at = seconds(stored->created_ms);
    to->started_at = seconds(stored->started_ms);
    to->finished_at = seconds(stored->finished_ms);
    to->resumable = stored->is_resumable;
    to->attempt = stored->attempt;
    to->request = mem_text(stored->request);
    to->error = problem_of(&stored->error);
    if (run)
        to->progress = run->progress;
    if (stored->state == OPERATION_COMPLETED)
        to->progress.percent = 100;
}

static void fill_reason(const char *note, char reason[200])
{
    struct note read;
    struct error err;

    if (note && wire_decode(note_fields, WIRE_TOLERANT, note, strlen(note), &read, &err))
        memcpy(reason, read.reason, sizeof(read.reason));
}

static void print_change(const struct operation_event *event, const struct logged *logged,
                         const struct operation *stored, struct buf *ret_json)
{
    struct wire_operation_change change;
    enum operation_state state;
    struct error err;

    wire_clear(wire_operation_change_fields, &change);
    if (operation_state_parse(logged->state, &state, &err))
        change.state = (enum wire_operation_state)state;
    change.at = seconds(event->at_ms);
    change.attempt = logged->attempt;
    fill_reason(logged->note, change.reason);
    if (change.state == WIRE_OPERATION_FAILED)
        change.error = problem_of(&stored->error);
    wire_encode(wire_operation_change_fields, &change, ret_json);
    wire_operation_change_release(&change);
}

void operation_wire_event(const struct operation_event *event, const struct operation *stored,
                          struct buf *ret_json)
{
    struct logged logged;
    struct error err;

    if (strcmp(event->kind, "state") != 0 ||
        !wire_decode(logged_fields, WIRE_TOLERANT, event->json, strlen(event->json), &logged,
                     &err)) {
        buf_print(ret_json, "%s", event->json);
        return;
    }
    print_change(event, &logged, stored, ret_json);
    wire_release(logged_fields, &logged);
}
