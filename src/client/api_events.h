/* api_events - the events of an operation, over a connection that may break. */
#ifndef CLIENT_API_EVENTS_H
#define CLIENT_API_EVENTS_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct api;
struct api_events;

struct api_event {
    const char *name;       /* "progress", "metric", "state"; NULL: the stream has ended */
    const char *data;       /* borrowed until the next call */
    size_t length;
};

/* `id` is of the operation; borrowed, like api. Another call in between loses the stream: close it
 * first, and the next one asks for what came after the last id. */
struct api_events *api_events_new(struct api *api, const char *id);
void api_events_free(struct api_events *events);

/* Opens the stream if it is not. After an end or a failure the next call opens it again. */
CHECKED bool api_events_next(struct api_events *events, struct api_event *ret_event,
                             struct error *err);
void api_events_close(struct api_events *events);   /* another call is to be made */

#endif
