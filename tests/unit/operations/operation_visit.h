/*
 * operation_visit - operations on a store of their own, and a script in a task that uses them.
 *
 * Trainings do here what their request says: "stay" stands in line for ever, "wait" runs until it
 * is cancelled, "fail" fails, anything else completes with {"answer":42}.
 */
#ifndef TESTS_OPERATION_VISIT_H
#define TESTS_OPERATION_VISIT_H

#include "base/error.h"
#include "operations/manage_operations.h"
#include "operations/manage_store.h"

#include <stdbool.h>

enum { OPERATION_VISIT_QUEUE = 5 };

extern struct operation_visit {
    struct manage_store store;
    struct manage_operations *operations;
    const char *folder;
    bool (*script)(void *arg, struct error *err);
    int runs;
    char seen[512];                 /* what a watch was told */
} t;
extern char kept_id[48];            /* of the last one that was started */

/* Runs the script in a task, on a new folder or on what lies in the last one, then stops it all. */
void run_new(bool (*script)(void *arg, struct error *err));
void run_on_folder(bool (*script)(void *arg, struct error *err));

bool start(const char *request, const char *key, struct error *err);
/* The state of kept_id once it is this one, or final. */
enum wire_operation_state wait_for(enum wire_operation_state state);

#endif
