/*
 * operation_keeper - keeps each operation from queued to its end, whatever its kind does.
 *
 * Each has two tasks: one that works and can be cancelled, and one that joins it and writes down
 * how it ended, which cannot. For manage_operations only. Loop thread only.
 */
#ifndef OPERATIONS_OPERATION_KEEPER_H
#define OPERATIONS_OPERATION_KEEPER_H

#include "async/scope.h"
#include "base/error.h"
#include "base/words.h"
#include "operations/manage_operations.h"

#include <stddef.h>

struct operation;
struct operation_change;

struct operation_keeper {
    const struct manage_store *store;
    struct manage_operations_kind kinds[WIRE_OPERATION_TYPES + 1];  /* the last: unknown ones */
    struct operation_run *runs;     /* queued or running here, a list */
    struct operation_watch_all *everybody;      /* a list */
    size_t running, queued;
    bool is_stopping;
    struct scope scope;             /* of the tasks that write down the end */
};

/* Starts one that is in the store as queued; or as running, at a host that may go on with it. What
 * it does belongs to this trace, "" for none. */
void operation_keeper_start(struct operation_keeper *keeper, const struct operation *operation,
                            const char *trace);

struct operation_run *operation_keeper_find(const struct operation_keeper *keeper, const char *id);

/* Waits. Writes the change and tells the watches. */
CHECKED bool operation_keeper_change(struct operation_keeper *keeper,
                                     struct operation_change *change, struct error *err);

/* Asks its work to stop; the end comes later. */
void operation_keeper_ask(struct operation_run *run, enum operation_run_stop why,
                          const char *reason);

#endif
