#include "operation_visit.h"

#include "async/timer.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
        .type = WIRE_OPERATION_TRAINING, .request = "{\"x\":1}", .idempotency_key = "key" },
        &again, err));
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
