/*
 * manage_operations - everything slow, whatever it does: stored before it is acknowledged, run in a
 * task, watched, cancelled, resumed; its end is in the store before anybody is told of it.
 *
 * A kind of operation is a name and a function. Killed at any moment, the next start finds a true
 * state: what was queued runs, what ran has failed as interrupted and can be resumed. Loop thread
 * only.
 */
#ifndef OPERATIONS_MANAGE_OPERATIONS_H
#define OPERATIONS_MANAGE_OPERATIONS_H

#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"
#include "operations/operation_run.h"
#include "wire/wire_operation.h"

#include <stddef.h>
#include <stdint.h>

struct buf;
struct manage_operations;
struct manage_store;
struct wire_prune_request;
struct wire_prune_result;
struct wire_timeline;

struct manage_operations_kind {
    enum wire_operation_type type;
    /* Waits. Does all of it, calling manage_operations_begin() once it has what it queued for.
     * Writes its result as JSON. */
    bool (*run)(void *manager, struct operation_run *run, struct buf *ret_result,
                struct error *err);
    void *manager;
    bool stops_itself;              /* run looks at operation_run.why, and is not cancelled */
    bool is_resumable;              /* when it failed, whatever the cause */
};

struct manage_operations_request {
    enum wire_operation_type type;
    const char *request;            /* JSON, as the kind's run function will read it */
    const char *label;              /* for people: the strategy's name; NULL: none */
    const char *idempotency_key;    /* NULL: none */
    const char *parent;             /* the operation it is a part of; NULL: none */
    const char *id;                 /* NULL: a new one; else the same id and request is the same */
};

struct manage_operations *manage_operations_new(const struct manage_store *store,
                                                size_t max_queued);
void manage_operations_free(struct manage_operations *manager);     /* after _stop */
void manage_operations_add_kind(struct manage_operations *manager,
                                const struct manage_operations_kind *kind);

/* Waits. At start, once the kinds are known: settles what the last process left behind. */
CHECKED bool manage_operations_recover(struct manage_operations *manager, struct error *err);

/* Waits. No new ones; those that run are stopped and end as interrupted. */
void manage_operations_stop(struct manage_operations *manager);

/* What tells two operations apart that are asked for under one id or key, and one trial of a sweep
 * from another. Not by its parent, nor by who asks. */
void manage_operations_hash(enum wire_operation_type type, const char *request,
                            char ret_hash[HASH_HEX]);

/* Waits, all of these. *ret_operation is the caller's to release. */
CHECKED bool manage_operations_start(struct manage_operations *manager,
                                     const struct manage_operations_request *request,
                                     struct wire_operation *ret_operation, struct error *err);
CHECKED bool manage_operations_find(struct manage_operations *manager, const char *id,
                                    struct wire_operation *ret_operation, struct error *err);
CHECKED bool manage_operations_list(struct manage_operations *manager,
                                    const struct wire_operation_query *query,
                                    struct wire_operation_list *ret_list, struct error *err);
CHECKED bool manage_operations_result(struct manage_operations *manager, const char *id,
                                      char **ret_json, struct error *err);
CHECKED bool manage_operations_cancel(struct manage_operations *manager, const char *id,
                                      const char *reason, struct wire_operation *ret_operation,
                                      struct error *err);
CHECKED bool manage_operations_resume(struct manage_operations *manager, const char *id,
                                      struct wire_operation *ret_operation, struct error *err);
CHECKED bool manage_operations_retry(struct manage_operations *manager, const char *id,
                                     struct wire_operation *ret_operation, struct error *err);

/* Do not wait. ERROR_CONFLICT if one that is queued or runs reads them, of any timeframe. */
CHECKED bool manage_operations_check_bars_unused(const struct manage_operations *manager,
                                                 const char *symbol, struct error *err);
CHECKED bool manage_operations_check_model_unused(const struct manage_operations *manager,
                                                  const char *id, struct error *err);

/* Removes what ended long ago, and what it left on the disk; models and the trial ledger stay. */
CHECKED bool manage_operations_prune(struct manage_operations *manager,
                                     const struct wire_prune_request *request,
                                     struct wire_prune_result *ret_pruned, struct error *err);
void manage_operations_prune_daily(struct manage_operations *manager);      /* until _stop */

/* Where its time went so far. */
CHECKED bool manage_operations_timeline(struct manage_operations *manager, const char *id,
                                        struct wire_timeline *ret_timeline, struct error *err);

/* What is in the log after an event, oldest first: kind "state" or "metric", data as JSON. */
struct manage_operations_events {
    size_t count;
    struct manage_operations_event {
        int64_t id;
        char operation[48];
        char kind[16];
        char *json;
    } *items;
    bool is_over;                   /* the operation had ended when they were read */
};
CHECKED bool manage_operations_log(struct manage_operations *manager, const char *id, int64_t after,
                                   struct manage_operations_events *ret_events, struct error *err);
/* Of all operations, at most `limit`. */
CHECKED bool manage_operations_log_all(struct manage_operations *manager, int64_t after,
                                       size_t limit, struct manage_operations_events *ret_events,
                                       struct error *err);
void manage_operations_log_release(struct manage_operations_events *events);

/* Waits. From a kind's run function: it runs now, and no longer stands in line. */
CHECKED bool manage_operations_begin(struct manage_operations *manager, struct operation_run *run,
                                     struct error *err);

/* Waits. It is at this host now (a URL), and goes on there whatever becomes of us. */
CHECKED bool manage_operations_at_host(struct manage_operations *manager,
                                       struct operation_run *run, const char *host,
                                       struct error *err);

/* Waits. Removes one that has ended, and its log. ERROR_CONFLICT: it has not. */
CHECKED bool manage_operations_forget(struct manage_operations *manager, const char *id,
                                      struct error *err);

/* Sees what happens to all of them, from now on. */
void manage_operations_watch(struct manage_operations *manager, struct operation_watch_all *watch);
void manage_operations_watch_end(struct manage_operations *manager,
                                 struct operation_watch_all *watch);

/* The one that is queued or runs in this process; NULL if it has ended or never was. */
struct operation_run *manage_operations_at_work(const struct manage_operations *manager,
                                                const char *id);
size_t manage_operations_running(const struct manage_operations *manager);
size_t manage_operations_queued(const struct manage_operations *manager);

#endif
