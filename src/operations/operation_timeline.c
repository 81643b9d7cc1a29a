#include "operations/operation_timeline.h"

#include "base/error.h"
#include "base/mem.h"
#include "operations/operation_mark.h"
#include "store/operation_event.h"
#include "store/operation_state.h"

#include <stdio.h>
#include <string.h>

struct change {
    char state[16];
    int64_t attempt;
};

static const struct wire_field change_fields[] = {
    WIRE_TEXT(struct change, state, WIRE_REQUIRED),
    WIRE_INTEGER(struct change, attempt, WIRE_REQUIRED),
    WIRE_END
};

static struct wire_timeline_row *open_row(const struct operation_timeline *timeline)
{
    return timeline->to->is_open ? &timeline->to->rows[timeline->to->n_rows - 1] : NULL;
}

static void close_row(struct operation_timeline *timeline, int64_t at_ms)
{
    struct wire_timeline_row *row = open_row(timeline);

    if (row)
        row->ms = at_ms > timeline->open_ms ? at_ms - timeline->open_ms : 0;
    timeline->to->is_open = false;
}

static void begin_row(struct operation_timeline *timeline, const struct operation_mark *mark,
                      int64_t at_ms)
{
    struct wire_timeline *to = timeline->to;
    const struct wire_timeline_row *last = open_row(timeline);
    struct wire_timeline_row *row;

    if (last && !strcmp(last->phase, mark->phase) && last->attempt == mark->attempt)
        return;
    close_row(timeline, at_ms);
    to->rows = mem_resize(to->rows, (to->n_rows + 1) * sizeof(*to->rows));
    row = &to->rows[to->n_rows++];
    wire_clear(wire_timeline_row_fields, row);
    snprintf(row->phase, sizeof(row->phase), "%s", mark->phase);
    snprintf(row->process, sizeof(row->process), "%s", mark->process);
    row->attempt = mark->attempt;
    row->offset_ms = at_ms > timeline->created_ms ? at_ms - timeline->created_ms : 0;
    timeline->open_ms = at_ms;
    to->is_open = true;
}

static void begin(struct operation_timeline *timeline, const char *phase, int64_t at_ms)
{
    struct operation_mark mark = { .process = "backend", .attempt = timeline->attempt };

    snprintf(mark.phase, sizeof(mark.phase), "%s", phase);
    begin_row(timeline, &mark, at_ms);
}

/* Whoever tells no phases (an older ktrdrd) has at least these. */
static void add_running(struct operation_timeline *timeline, int64_t at_ms)
{
    const struct wire_timeline_row *last = open_row(timeline);

    if (!last || !strcmp(last->phase, "queued"))
        begin(timeline, "running", at_ms);
}

static void add_state(struct operation_timeline *timeline, const struct operation_event *event)
{
    enum operation_state state;
    struct change change;
    struct error unread;

    if (!wire_decode(change_fields, WIRE_TOLERANT, event->json, strlen(event->json), &change,
                     &unread) ||
        !operation_state_parse(change.state, &state, &unread))
        return;
    timeline->attempt = change.attempt;
    if (state == OPERATION_QUEUED)
        begin(timeline, "queued", event->at_ms);
    else if (state == OPERATION_RUNNING)
        add_running(timeline, event->at_ms);
    else if (state == OPERATION_CANCELLING)
        begin(timeline, "stopping", event->at_ms);
    else
        close_row(timeline, event->at_ms);
    timeline->is_stopping = state == OPERATION_CANCELLING;
}

static void add_phase(struct operation_timeline *timeline, const struct operation_event *event)
{
    struct operation_mark mark;
    struct error unread;

    if (open_row(timeline) && !timeline->is_stopping &&
        wire_decode(operation_mark_fields, WIRE_TOLERANT, event->json, strlen(event->json), &mark,
                    &unread))
        begin_row(timeline, &mark, event->at_ms);
}

void operation_timeline_add(struct operation_timeline *timeline,
                            const struct operation_event *event)
{
    if (!timeline->created_ms)
        timeline->created_ms = event->at_ms;
    if (!strcmp(event->kind, "state"))
        add_state(timeline, event);
    else if (!strcmp(event->kind, "phase"))
        add_phase(timeline, event);
}

void operation_timeline_end(struct operation_timeline *timeline, int64_t now_ms)
{
    struct wire_timeline *to = timeline->to;
    const bool is_open = to->is_open;

    close_row(timeline, now_ms);
    to->is_open = is_open;
    to->total_ms = 0;
    for (size_t i = 0; i < to->n_rows; i++)
        to->total_ms += to->rows[i].ms;
    for (size_t i = 0; i < to->n_rows; i++)
        to->rows[i].share = to->total_ms ? (double)to->rows[i].ms / (double)to->total_ms : 0;
}
