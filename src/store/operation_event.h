/*
 * operation_event - the log of what happened to operations. Ids only grow and are never used again,
 * so whoever has seen up to one asks for what comes after it. Units and threads: operation_store.h.
 */
#ifndef STORE_OPERATION_EVENT_H
#define STORE_OPERATION_EVENT_H

#include "base/error.h"
#include "base/words.h"
#include "store/operation_id.h"

#include <stddef.h>
#include <stdint.h>

struct buf;
struct db;
struct store;

struct operation_event {
    int64_t id;
    char operation[OPERATION_ID_SIZE];
    char kind[16];              /* "state", "metric", "phase" */
    int64_t at_ms;
    char *json;                 /* owned in lists, borrowed when added */
};

/* All in one transaction; fills in their ids. ERROR_NOT_FOUND if one's operation is not there. */
CHECKED bool operation_event_add(struct store *store, struct operation_event *events, size_t count,
                                 struct error *err);

struct operation_event_list {
    struct operation_event *items;      /* oldest first */
    size_t count;
};

/* At most `limit` events after `after`, of one operation or (NULL) of all. */
CHECKED bool operation_event_list(struct store *store, const char *operation, int64_t after,
                                  size_t limit, struct operation_event_list *ret_list,
                                  struct error *err);
/* The "state" and "phase" events of one, in the order of their time; at most `limit`. */
CHECKED bool operation_event_marks(struct store *store, const char *operation, size_t limit,
                                   struct operation_event_list *ret_list, struct error *err);
void operation_event_list_release(struct operation_event_list *list);

/* For the JSON of an event: ,"trace":"…" if it is a traceparent. */
void operation_event_add_trace(const char *trace, struct buf *json);

/* In a transaction of the writer's. */
CHECKED bool operation_event_write(struct db *db, struct operation_event *event,
                                   struct error *err);

#endif
