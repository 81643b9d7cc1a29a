#include "operation_visit.h"

#include "async/lane.h"
#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "log/log.h"
#include "operations/manage_batch.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

struct operation_visit t;
char kept_id[48];

/* A kind whose request says what it does: "wait" until cancelled, "fail", or anything else. */
static bool do_it(void *manager, struct operation_run *run, struct buf *ret_result,
                  struct error *err)
{
    (void)manager;
    t.runs++;
    if (strstr(run->request, "stay"))
        return timer_sleep(1000000, 0, err);
    if (!manage_operations_begin(t.operations, run, err))
        return false;
    operation_run_phase(run, "half way");
    operation_run_metric(run, "{\"epoch\":1}");
    if (strstr(run->request, "wait") && !timer_sleep(1000000, 0, err))
        return false;
    if (strstr(run->request, "fail"))
        return error_set(err, ERROR_BAD_DATA, "as it was told");
    buf_print(ret_result, "{\"answer\":42}");
    return true;
}

static void open_all(void)
{
    struct manage_operations_kind kind;
    struct error err;

    CHECK(store_open(t.folder, &schema_backend, &t.store.store, &err));
    t.store.loop = loop_new();
    t.store.lane = lane_new(t.store.loop, "writer", 100);
    t.operations = manage_operations_new(&t.store, OPERATION_VISIT_QUEUE);
    manage_operations_add_kind(t.operations, &(struct manage_operations_kind){
        .type = WIRE_OPERATION_TRAINING, .run = do_it });
    kind = manage_batch_kind(t.operations);
    manage_operations_add_kind(t.operations, &kind);
}

static void close_all(void)
{
    manage_operations_free(t.operations);
    lane_free(t.store.lane);
    loop_run(t.store.loop);
    store_close(t.store.store);
    CHECK(task_count() == 0);
    loop_free(t.store.loop);
}

static bool run_script(void *arg, struct error *err)
{
    (void)arg;
    CHECK(manage_operations_recover(t.operations, err));
    CHECK(t.script(NULL, err));
    manage_operations_stop(t.operations);
    return true;
}

/* Runs the script in a task on what lies in the folder, then stops and closes it all. */
void run_on_folder(bool (*script)(void *arg, struct error *err))
{
    struct error err = {0};
    struct task *task;

    log_start("test", LOG_ERROR, LOG_TEXT);
    t.script = script;
    open_all();
    task = task_spawn(t.store.loop, run_script, NULL);
    loop_run(t.store.loop);
    CHECK(task_join(task, &err));
    close_all();
}

void run_new(bool (*script)(void *arg, struct error *err))
{
    t.folder = test_folder();
    t.runs = 0;
    run_on_folder(script);
}

bool start(const char *request, const char *key, struct error *err)
{
    struct wire_operation operation;

    if (!manage_operations_start(t.operations, &(struct manage_operations_request){
            .type = WIRE_OPERATION_TRAINING, .request = request, .label = "a label",
            .idempotency_key = key }, &operation, err))
        return false;
    snprintf(kept_id, sizeof(kept_id), "%s", operation.id);
    CHECK(operation.state == WIRE_OPERATION_QUEUED);
    wire_operation_release(&operation);
    return true;
}

/* Its state once it has one of these, or is none any more. */
enum wire_operation_state wait_for(enum wire_operation_state state)
{
    struct wire_operation operation;
    struct error err;

    for (;;) {
        CHECK(manage_operations_find(t.operations, kept_id, &operation, &err));
        const enum wire_operation_state now = operation.state;
        wire_operation_release(&operation);
        if (now == state || now >= WIRE_OPERATION_COMPLETED || !timer_sleep(2, 0, &err))
            return now;
    }
}

