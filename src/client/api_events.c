#include "client/api_events.h"

#include "base/buf.h"
#include "base/mem.h"
#include "client/api.h"
#include "net/sse_reader.h"
#include "wire/wire_operation.h"

#include <stdio.h>
#include <stdlib.h>

struct api_events {
    struct api *api;
    const char *operation;
    char last_id[64];
    bool is_open;
    struct sse_reader reader;
    struct buf piece;
};

struct api_events *api_events_new(struct api *api, const char *id)
{
    struct api_events *events = MEM_NEW(struct api_events);

    events->api = api;
    events->operation = id;
    return events;
}

void api_events_free(struct api_events *events)
{
    if (!events)
        return;
    api_events_close(events);
    buf_release(&events->piece);
    free(events);
}

void api_events_close(struct api_events *events)
{
    sse_reader_release(&events->reader);
    events->is_open = false;
}

static bool open(struct api_events *events, struct error *err)
{
    if (events->is_open)
        return true;
    if (!api_open(events->api,
                  &(struct api_call){
                      .pattern = WIRE_OPERATION_EVENTS,
                      .values = (const char *[]){ events->operation },
                      .accept = "text/event-stream",
                      .last_event_id = events->last_id,
                  },
                  err))
        return false;
    events->is_open = true;
    return true;
}

static bool take(struct api_events *events, struct api_event *ret_event)
{
    struct sse_event event;

    if (!sse_reader_next(&events->reader, &event))
        return false;
    snprintf(events->last_id, sizeof(events->last_id), "%s", event.id);
    *ret_event = (struct api_event){ event.event, event.data, event.length };
    return true;
}

static bool fill(struct api_events *events, struct error *err)
{
    return api_read(events->api, &events->piece, err) &&
           (!events->piece.length ||
            sse_reader_add(&events->reader, events->piece.bytes, events->piece.length, err));
}

bool api_events_next(struct api_events *events, struct api_event *ret_event, struct error *err)
{
    if (!open(events, err))
        return false;
    while (!take(events, ret_event)) {
        if (!fill(events, err)) {
            api_events_close(events);
            return false;
        }
        if (!events->piece.length) {
            api_events_close(events);
            *ret_event = (struct api_event){ NULL, NULL, 0 };
            return true;
        }
    }
    return true;
}
