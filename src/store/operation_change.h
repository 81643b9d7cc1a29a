/*
 * operation_change - what may happen to an operation: each change is one event in the log and one
 * row, in one transaction. Units and threads: operation_store.h.
 */
#ifndef STORE_OPERATION_CHANGE_H
#define STORE_OPERATION_CHANGE_H

#include "base/error.h"
#include "base/words.h"
#include "store/operation_store.h"

#include <stdint.h>

struct db;
struct store;

struct operation_change {
    const char *id;
    enum operation_state state;
    int attempt;                    /* that it comes from; 0: whichever is the current one */
    int64_t at_ms;
    const char *note;               /* JSON for the event, a reason; NULL: none */
    const char *result;             /* JSON; NULL: as it was */
    const char *trace;              /* of a resume: a traceparent; NULL: none */
    const struct error *error;      /* with OPERATION_FAILED: why */
};

/* ERROR_CONFLICT where the state does not follow (forwards only), or the attempt is an older one.
 * The event's id is the answer; its JSON:
 * {"state":…,"attempt":…[,"code":…][,"note":…][,"trace":…]}. */
CHECKED bool operation_change_state(struct store *store, const struct operation_change *change,
                                    int64_t *ret_event, struct error *err);

/* Failed or cancelled, and resumable: queued again, as the next attempt, without error and end.
 * `trace`: of who asks for it, a traceparent; NULL: none. */
CHECKED bool operation_change_resume(struct store *store, const char *id, const char *trace,
                                     int64_t at_ms, struct operation *ret_operation,
                                     struct error *err);

/* There is a checkpoint now: whatever ends it, it can go on from there. */
CHECKED bool operation_change_to_resumable(struct store *store, const char *id,
                                           struct error *err);
CHECKED bool operation_change_host(struct store *store, const char *id, const char *host,
                                   struct error *err);

/* Removes one that has ended, and its log. ERROR_CONFLICT: it has not. */
CHECKED bool operation_change_forget(struct store *store, const char *id, struct error *err);

/* After a start: what was running or cancelling here has failed with ERROR_INTERRUPTED and can be
 * resumed, attempt kept; these are the answer, oldest first. Those queued stay so. */
CHECKED bool operation_change_interrupt(struct store *store, int64_t at_ms,
                                        struct operation_store_list *ret_list, struct error *err);

/* operation_change_state as part of a transaction of the writer's. */
CHECKED bool operation_change_apply(struct db *db, const struct operation_change *change,
                                    int64_t *ret_event, struct error *err);

#endif
