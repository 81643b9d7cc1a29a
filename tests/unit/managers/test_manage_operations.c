#include "managers/manage_operations.h"

#include "async/event.h"
#include "async/lane.h"
#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "log/log.h"
#include "managers/manage_store.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    struct manage_store store;
    struct manage_operations *operations;
    const char *folder;
    bool (*script)(void *arg, struct error *err);
    int runs;
    char seen[512];                 /* what a watch was told */
} t;

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
    struct error err;

    CHECK(store_open(t.folder, &schema_backend, &t.store.store, &err));
    t.store.loop = loop_new();
    t.store.lane = lane_new(t.store.loop, "writer", 100);
    t.operations = manage_operations_new(&t.store, 5);
    manage_operations_add_kind(t.operations, &(struct manage_operations_kind){
        WIRE_OPERATION_TRAINING, do_it, NULL });
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
static void run_on_folder(bool (*script)(void *arg, struct error *err))
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

static void run_new(bool (*script)(void *arg, struct error *err))
{
    t.folder = test_folder();
    t.runs = 0;
    run_on_folder(script);
}

static char kept_id[48];

static bool start(const char *request, const char *key, struct error *err)
{
    struct wire_operation operation;

    if (!manage_operations_start(t.operations, &(struct manage_operations_request){
            WIRE_OPERATION_TRAINING, request, "a label", key }, &operation, err))
        return false;
    snprintf(kept_id, sizeof(kept_id), "%s", operation.id);
    CHECK(operation.state == WIRE_OPERATION_QUEUED);
    wire_operation_release(&operation);
    return true;
}

/* Its state once it has one of these, or is none any more. */
static enum wire_operation_state wait_for(enum wire_operation_state state)
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

static bool complete_one(void *arg, struct error *err)
{
    char *result = NULL;

    (void)arg;
    CHECK(start("{\"x\":1}", NULL, err));
    CHECK(wait_for(WIRE_OPERATION_COMPLETED) == WIRE_OPERATION_COMPLETED);
    CHECK(manage_operations_result(t.operations, kept_id, &result, err));
    CHECK_TEXT(result, "{\"answer\":42}");
    free(result);
    CHECK(manage_operations_running(t.operations) == 0);
    CHECK(manage_operations_queued(t.operations) == 0);
    return true;
}

TEST(an_operation_runs_and_its_result_is_stored)
{
    run_new(complete_one);
    CHECK(t.runs == 1);
}

static bool fail_one(void *arg, struct error *err)
{
    struct wire_operation operation;

    (void)arg;
    CHECK(start("{\"do\":\"fail\"}", NULL, err));
    CHECK(wait_for(WIRE_OPERATION_FAILED) == WIRE_OPERATION_FAILED);
    CHECK(manage_operations_find(t.operations, kept_id, &operation, err));
    CHECK(operation.error && !strcmp(operation.error->code, "bad_data"));
    CHECK_TEXT(operation.error->detail, "as it was told");
    wire_operation_release(&operation);
    CHECK(!manage_operations_cancel(t.operations, kept_id, "", &operation, err));
    CHECK(err->code == ERROR_CONFLICT);
    CHECK(manage_operations_retry(t.operations, kept_id, &operation, err));
    CHECK(strcmp(operation.id, kept_id) != 0);
    wire_operation_release(&operation);
    return true;
}

TEST(a_failed_operation_says_why_and_can_be_tried_again_as_a_new_one)
{
    run_new(fail_one);
}

static bool cancel_and_resume(void *arg, struct error *err)
{
    struct wire_operation operation;

    (void)arg;
    CHECK(start("{\"do\":\"wait\"}", NULL, err));
    CHECK(wait_for(WIRE_OPERATION_RUNNING) == WIRE_OPERATION_RUNNING);
    CHECK(manage_operations_cancel(t.operations, kept_id, "lunch", &operation, err));
    wire_operation_release(&operation);
    CHECK(wait_for(WIRE_OPERATION_CANCELLED) == WIRE_OPERATION_CANCELLED);
    CHECK(manage_operations_resume(t.operations, kept_id, &operation, err));
    CHECK(operation.state == WIRE_OPERATION_QUEUED && operation.attempt == 2);
    CHECK_TEXT(operation.id, kept_id);
    wire_operation_release(&operation);
    CHECK(wait_for(WIRE_OPERATION_RUNNING) == WIRE_OPERATION_RUNNING);
    return true;
}

static bool see_interrupted(void *arg, struct error *err)
{
    struct wire_operation operation;

    (void)arg;
    CHECK(manage_operations_find(t.operations, kept_id, &operation, err));
    CHECK(operation.state == WIRE_OPERATION_FAILED && operation.resumable);
    CHECK(operation.error && !strcmp(operation.error->code, "interrupted"));
    wire_operation_release(&operation);
    return true;
}

TEST(what_was_cancelled_goes_on_as_the_next_attempt_and_a_stop_interrupts_it)
{
    run_new(cancel_and_resume);
    CHECK(t.runs == 2);
    run_on_folder(see_interrupted);
    CHECK(t.runs == 2);
}

static bool leave_one_queued(void *arg, struct error *err)
{
    (void)arg;
    CHECK(start("{\"do\":\"stay\"}", NULL, err));
    return timer_sleep(20, 0, err);
}

static bool see_queued(void *arg, struct error *err)
{
    struct wire_operation operation;

    (void)arg;
    CHECK(manage_operations_find(t.operations, kept_id, &operation, err));
    CHECK(operation.state == WIRE_OPERATION_QUEUED);
    wire_operation_release(&operation);
    CHECK(manage_operations_queued(t.operations) == 1);
    CHECK(manage_operations_cancel(t.operations, kept_id, "", &operation, err));
    wire_operation_release(&operation);
    CHECK(wait_for(WIRE_OPERATION_CANCELLED) == WIRE_OPERATION_CANCELLED);
    return true;
}

TEST(what_stood_in_line_runs_after_a_restart)
{
    run_new(leave_one_queued);
    CHECK(t.runs == 1);
    run_on_folder(see_queued);
    CHECK(t.runs == 2);
}

static bool start_twice(void *arg, struct error *err)
{
    char first[48];

    (void)arg;
    CHECK(start("{\"x\":1}", "key", err));
    memcpy(first, kept_id, sizeof(first));
    CHECK(wait_for(WIRE_OPERATION_COMPLETED) == WIRE_OPERATION_COMPLETED);
    struct wire_operation again;
    CHECK(manage_operations_start(t.operations, &(struct manage_operations_request){
        WIRE_OPERATION_TRAINING, "{\"x\":1}", NULL, "key" }, &again, err));
    CHECK_TEXT(again.id, first);
    wire_operation_release(&again);
    CHECK(!start("{\"x\":2}", "key", err) && err->code == ERROR_CONFLICT);
    return true;
}

TEST(the_same_key_starts_it_once_and_another_request_with_it_is_refused)
{
    run_new(start_twice);
    CHECK(t.runs == 1);
}

static bool start_too_many(void *arg, struct error *err)
{
    (void)arg;
    for (int i = 0; i < 5; i++)
        CHECK(start("{\"do\":\"stay\"}", NULL, err));
    CHECK(!start("{\"do\":\"stay\"}", NULL, err) && err->code == ERROR_LIMIT);
    return true;
}

TEST(there_is_a_limit_to_what_may_wait)
{
    run_new(start_too_many);
}

static void note(void *arg, const char *kind, int64_t event, const char *json)
{
    const size_t used = strlen(t.seen);

    (void)arg;
    CHECK((event != 0) == (strcmp(kind, "progress") != 0));
    snprintf(t.seen + used, sizeof(t.seen) - used, "%s %.200s\n", kind, json);
}

static bool watch_one(void *arg, struct error *err)
{
    struct operation_watch watch = { .tell = note };

    (void)arg;
    t.seen[0] = '\0';
    CHECK(start("{\"do\":\"wait\"}", NULL, err));
    operation_run_watch(manage_operations_at_work(t.operations, kept_id), &watch);
    CHECK(wait_for(WIRE_OPERATION_RUNNING) == WIRE_OPERATION_RUNNING);
    while (!strstr(t.seen, "metric {\"epoch\":1}"))
        CHECK(timer_sleep(5, 0, err));
    struct wire_operation operation;
    CHECK(manage_operations_cancel(t.operations, kept_id, "enough", &operation, err));
    wire_operation_release(&operation);
    CHECK(wait_for(WIRE_OPERATION_CANCELLED) == WIRE_OPERATION_CANCELLED);
    while (watch.run)
        CHECK(timer_sleep(2, 0, err));
    CHECK(strstr(t.seen, "state {\"state\":\"running\""));
    CHECK(strstr(t.seen, "\"reason\":\"enough\""));
    CHECK(strstr(t.seen, "\"half way\""));
    return true;
}

TEST(a_watch_is_told_of_states_metrics_and_progress)
{
    run_new(watch_one);
}

static bool list_them(void *arg, struct error *err)
{
    struct wire_operation_query query;
    struct wire_operation_list list;

    (void)arg;
    for (int i = 0; i < 3; i++) {
        CHECK(start("{\"x\":1}", NULL, err));
        wait_for(WIRE_OPERATION_COMPLETED);
    }
    wire_clear(wire_operation_query_fields, &query);
    query.limit = 2;
    CHECK(manage_operations_list(t.operations, &query, &list, err));
    CHECK(list.n_items == 2 && list.total == 3 && list.next[0]);
    snprintf(query.after, sizeof(query.after), "%s", list.next);
    wire_operation_list_release(&list);
    CHECK(manage_operations_list(t.operations, &query, &list, err));
    CHECK(list.n_items == 1 && !list.next[0]);
    wire_operation_list_release(&list);
    strcpy(query.status, "asleep");
    CHECK(!manage_operations_list(t.operations, &query, &list, err) && err->code == ERROR_INVALID);
    return true;
}

TEST(operations_are_listed_in_pages)
{
    run_new(list_them);
}
