/*
 * operation_store - operations as a log of events, and as rows that these add up to.
 *
 * How they change: operation_change.h; the log: operation_event.h. What a call wrote is on the disk
 * when it returns. Times are milliseconds since 1970 UTC and come from the caller. JSON is kept as
 * text and not looked at. Waits for the disk, so on a lane or a worker. Any thread.
 */
#ifndef STORE_OPERATION_STORE_H
#define STORE_OPERATION_STORE_H

#include "base/error.h"
#include "base/traceparent.h"
#include "base/words.h"
#include "store/operation_id.h"
#include "store/operation_state.h"

#include <stddef.h>
#include <stdint.h>

struct store;

struct operation {
    char id[OPERATION_ID_SIZE];
    char type[24];                      /* "training" */
    char parent[OPERATION_ID_SIZE];     /* "": none */
    enum operation_state state;
    int attempt;                        /* from 1; a resume adds one */
    bool is_resumable;
    int64_t created_ms, started_ms, finished_ms;    /* 0: not yet; started: of this attempt */
    char *request;                      /* JSON; owned, like all texts here */
    char *request_hash;
    char *label;                        /* what a person calls it; "" */
    char *host;                         /* where it runs; "": here */
    bool has_result;
    struct error error;                 /* of a failed one; else ERROR_NONE */
};
void operation_store_release(struct operation *operation);

struct operation_store_new {            /* texts borrowed until the call returns; NULL is "" */
    const char *id, *type, *parent, *request, *request_hash, *label, *host;
    const char *idempotency_key;        /* NULL: none */
    const char *trace;                  /* a traceparent; kept with the event of its creation */
    int64_t at_ms;
};

/*
 * A queued operation. Where the idempotency key, or the id, was used before: with the same request
 * hash that operation is the answer, *ret_is_new false; with another it is ERROR_CONFLICT.
 */
CHECKED bool operation_store_create(struct store *store, const struct operation_store_new *want,
                                    struct operation *ret_operation, bool *ret_is_new,
                                    struct error *err);

/* ERROR_NOT_FOUND if there is none of that id. */
CHECKED bool operation_store_find(struct store *store, const char *id,
                                  struct operation *ret_operation, struct error *err);

/* The result as JSON, owned. ERROR_NOT_FOUND while there is none. */
CHECKED bool operation_store_result(struct store *store, const char *id, char **ret_result,
                                    struct error *err);

/* The traceparent that its last attempt was asked for with; "" if with none. */
CHECKED bool operation_store_trace(struct store *store, const char *id,
                                   char ret_trace[TRACEPARENT], struct error *err);

struct operation_store_filter {         /* all zero: everything */
    const char *type, *parent;          /* NULL: any */
    const char *state;                  /* a name; NULL: any */
    enum { OPERATION_STORE_ALL, OPERATION_STORE_ACTIVE, OPERATION_STORE_ENDED } which;
    const char *after;                  /* only older ones than this id; NULL: from the newest */
    size_t limit;                       /* 0: 100 */
};

struct operation_store_list {
    struct operation *items;            /* newest first */
    size_t count;
    int64_t total;                      /* of all that fit the filter, whatever after and limit */
    bool has_more;                      /* go on after the last one */
};
CHECKED bool operation_store_list(struct store *store, const struct operation_store_filter *filter,
                                  struct operation_store_list *ret_list, struct error *err);
void operation_store_list_release(struct operation_store_list *list);

struct operation_store_pruned {
    size_t count;
    char (*ids)[OPERATION_ID_SIZE];     /* owned */
};
void operation_store_prune_release(struct operation_store_pruned *pruned);

/* Removes what ended before that time, with its events; but never one whose child stays. The trial
 * ledger keeps what they were. */
CHECKED bool operation_store_prune(struct store *store, int64_t before_ms,
                                   struct operation_store_pruned *ret_pruned, struct error *err);
/* Which those would be. */
CHECKED bool operation_store_prune_look(struct store *store, int64_t before_ms,
                                        struct operation_store_pruned *ret_pruned,
                                        struct error *err);

/* For operation_change.c, in a transaction. */
struct db;
CHECKED bool operation_store_load(struct db *db, const char *id, struct operation *ret_operation,
                                  struct error *err);
CHECKED bool operation_store_remove(struct db *db, const char *id, struct error *err);

#endif
