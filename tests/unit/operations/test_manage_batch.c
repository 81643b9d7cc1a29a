#include "operations/manage_batch.h"
#include "operation_visit.h"

#include "async/timer.h"
#include "base/buf.h"
#include "test.h"
#include "wire/wire_children.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 40 };

static char batch_id[48];
static const char *batch_common, *batch_sweep = "";

/* One child for each request; the batch is kept_id and batch_id. */
static bool start_batch(size_t count, const char *const *requests, struct error *err)
{
    struct wire_children_request children = { .n_items = count };
    struct wire_operation operation;
    bool ok;

    children.items = calloc(count ? count : 1, sizeof(*children.items));
    for (size_t i = 0; i < count; i++) {
        children.items[i].type = WIRE_OPERATION_TRAINING;
        snprintf(children.items[i].label, sizeof(children.items[i].label), "number %zu", i);
        children.items[i].request = strdup(requests[i]);
    }
    children.common = batch_common ? strdup(batch_common) : NULL;
    snprintf(children.sweep, sizeof(children.sweep), "%s", batch_sweep);
    ok = manage_batch_start(t.operations, &children, "all of them", NULL, &operation, err);
    wire_children_request_release(&children);
    if (!ok)
        return false;
    snprintf(batch_id, sizeof(batch_id), "%s", operation.id);
    memcpy(kept_id, batch_id, sizeof(kept_id));
    wire_operation_release(&operation);
    return true;
}

static struct wire_operation_list children_of_batch(void)
{
    struct wire_operation_query query;
    struct wire_operation_list list = {0};
    struct error err;

    wire_clear(wire_operation_query_fields, &query);
    snprintf(query.parent, sizeof(query.parent), "%s", batch_id);
    CHECK(manage_operations_list(t.operations, &query, &list, &err));
    return list;
}

static size_t children_in(enum wire_operation_state state)
{
    struct wire_operation_list list = children_of_batch();
    size_t n = 0;

    for (size_t i = 0; i < list.n_items; i++)
        n += list.items[i].state == state;
    wire_operation_list_release(&list);
    return n;
}

static bool run_many(void *arg, struct error *err)
{
    const char *requests[MANY];
    struct wire_children_result result;
    char *json = NULL;

    (void)arg;
    for (int i = 0; i < MANY; i++)
        requests[i] = "{\"x\":1}";
    CHECK(start_batch(MANY, requests, err));
    CHECK(wait_for(WIRE_OPERATION_COMPLETED) == WIRE_OPERATION_COMPLETED);
    CHECK(children_in(WIRE_OPERATION_COMPLETED) == MANY);
    CHECK(manage_operations_result(t.operations, batch_id, &json, err));
    CHECK(wire_decode(wire_children_result_fields, WIRE_STRICT, json, strlen(json), &result, err));
    CHECK(result.total == MANY && result.n_items == MANY);
    CHECK_TEXT(result.items[MANY - 1].label, "number 39");
    CHECK(result.items[MANY - 1].state == WIRE_OPERATION_COMPLETED);
    wire_children_result_release(&result);
    free(json);
    return true;
}

/* More than the queue holds, and than a batch has at work at a time. */
TEST(a_batch_completes_when_all_its_children_have)
{
    run_new(run_many);
    CHECK(t.runs == MANY);
}

static bool fail_one_of_three(void *arg, struct error *err)
{
    static const char *const requests[] = { "{\"x\":1}", "{\"do\":\"fail\"}", "{\"x\":2}" };
    struct wire_operation operation;

    (void)arg;
    CHECK(start_batch(3, requests, err));
    CHECK(wait_for(WIRE_OPERATION_FAILED) == WIRE_OPERATION_FAILED);
    CHECK(children_in(WIRE_OPERATION_COMPLETED) == 2);
    CHECK(manage_operations_find(t.operations, batch_id, &operation, err));
    CHECK_TEXT(operation.error->code, "bad_data");
    CHECK_TEXT(operation.error->detail,
               "1 of 3 did not complete; the first, 'number 1': as it was told");
    CHECK(operation.resumable);
    wire_operation_release(&operation);

    /* The one that failed is tried anew, the others are as they were. */
    CHECK(manage_operations_resume(t.operations, batch_id, &operation, err));
    wire_operation_release(&operation);
    CHECK(wait_for(WIRE_OPERATION_FAILED) == WIRE_OPERATION_FAILED);
    CHECK(children_in(WIRE_OPERATION_COMPLETED) == 2 && children_in(WIRE_OPERATION_FAILED) == 2);
    return true;
}

TEST(a_batch_fails_with_the_first_that_failed_and_only_those_are_tried_again)
{
    run_new(fail_one_of_three);
    CHECK(t.runs == 4);
}

static bool cancel_all(void *arg, struct error *err)
{
    static const char *const requests[] = { "{\"x\":1}", "{\"do\":\"wait\"}", "{\"do\":\"stay\"}" };
    struct wire_operation operation;

    (void)arg;
    CHECK(start_batch(3, requests, err));
    while (children_in(WIRE_OPERATION_RUNNING) != 1 || children_in(WIRE_OPERATION_QUEUED) != 1 ||
           children_in(WIRE_OPERATION_COMPLETED) != 1)
        CHECK(timer_sleep(2, 0, err));
    CHECK(manage_operations_cancel(t.operations, batch_id, "lunch", &operation, err));
    CHECK(operation.state == WIRE_OPERATION_CANCELLING);
    wire_operation_release(&operation);
    CHECK(wait_for(WIRE_OPERATION_CANCELLED) == WIRE_OPERATION_CANCELLED);
    CHECK(children_in(WIRE_OPERATION_CANCELLED) == 2 && children_in(WIRE_OPERATION_COMPLETED) == 1);

    /* Goes on with those two, under their old ids. */
    CHECK(manage_operations_resume(t.operations, batch_id, &operation, err));
    wire_operation_release(&operation);
    while (t.runs != 5 || children_in(WIRE_OPERATION_RUNNING) != 1)
        CHECK(timer_sleep(2, 0, err));
    CHECK(children_in(WIRE_OPERATION_COMPLETED) == 1);
    return true;
}

static bool see_all_after_the_stop(void *arg, struct error *err)
{
    struct wire_operation_list list = children_of_batch();
    struct wire_operation operation;

    (void)arg;
    CHECK(list.total == 3);
    wire_operation_list_release(&list);
    CHECK(manage_operations_find(t.operations, batch_id, &operation, err));
    CHECK(operation.state == WIRE_OPERATION_FAILED && operation.resumable);
    CHECK_TEXT(operation.error->code, "interrupted");
    wire_operation_release(&operation);
    CHECK(children_in(WIRE_OPERATION_FAILED) == 1 && children_in(WIRE_OPERATION_QUEUED) == 1);
    return true;
}

TEST(a_cancel_reaches_all_children_and_a_stop_leaves_all_in_a_true_state)
{
    run_new(cancel_all);
    CHECK(t.runs == 5);
    run_on_folder(see_all_after_the_stop);
}

static bool cancel_one_child(void *arg, struct error *err)
{
    static const char *const requests[] = { "{\"do\":\"wait\"}", "{\"x\":1}" };
    struct wire_operation_list list;
    struct wire_operation operation;

    (void)arg;
    CHECK(start_batch(2, requests, err));
    while (children_in(WIRE_OPERATION_RUNNING) != 1 || children_in(WIRE_OPERATION_COMPLETED) != 1)
        CHECK(timer_sleep(2, 0, err));
    list = children_of_batch();
    for (size_t i = 0; i < list.n_items; i++)
        if (list.items[i].state == WIRE_OPERATION_RUNNING) {
            CHECK_TEXT(list.items[i].parent_id, batch_id);
            CHECK(manage_operations_cancel(t.operations, list.items[i].id, "", &operation, err));
            wire_operation_release(&operation);
        }
    wire_operation_list_release(&list);
    CHECK(wait_for(WIRE_OPERATION_FAILED) == WIRE_OPERATION_FAILED);
    CHECK(manage_operations_find(t.operations, batch_id, &operation, err));
    CHECK_TEXT(operation.error->code, "cancelled");
    wire_operation_release(&operation);
    return true;
}

TEST(a_batch_whose_child_was_cancelled_has_not_completed)
{
    run_new(cancel_one_child);
}

static bool start_nothing(void *arg, struct error *err)
{
    (void)arg;
    CHECK(!start_batch(0, NULL, err) && err->code == ERROR_INVALID);
    return true;
}

TEST(a_batch_of_nothing_is_refused)
{
    run_new(start_nothing);
}

static bool run_with_common(void *arg, struct error *err)
{
    static const char *const requests[] = { "{\"x\":1}", "{}" };
    struct wire_operation_list list;

    (void)arg;
    CHECK(start_batch(2, requests, err));
    CHECK(wait_for(WIRE_OPERATION_COMPLETED) == WIRE_OPERATION_COMPLETED);
    list = children_of_batch();
    CHECK_TEXT(list.items[1].request, "{\"text\":\"long } and, {so on\",\"x\":1}");
    CHECK_TEXT(list.items[0].request, "{\"text\":\"long } and, {so on\"}");
    wire_operation_list_release(&list);
    return true;
}

TEST(what_all_children_have_in_common_is_kept_once)
{
    batch_common = "{\"text\":\"long } and, {so on\"}";
    run_new(run_with_common);
    batch_common = NULL;
}

static bool run_sweeps(void *arg, struct error *err)
{
    static const char *const some[] = { "{\"do\":\"fail\",\"x\":1}", "{\"x\":2}" };
    static const char *const none[] = { "{\"do\":\"fail\",\"x\":3}", "{\"do\":\"fail\",\"x\":4}" };
    struct wire_operation operation;

    (void)arg;
    CHECK(start_batch(2, some, err));
    CHECK(wait_for(WIRE_OPERATION_COMPLETED) == WIRE_OPERATION_COMPLETED);
    CHECK(start_batch(2, none, err));
    CHECK(wait_for(WIRE_OPERATION_FAILED) == WIRE_OPERATION_FAILED);
    CHECK(t.runs == 4);

    /* They would end so again: a resume tries none of them. */
    CHECK(manage_operations_resume(t.operations, batch_id, &operation, err));
    wire_operation_release(&operation);
    CHECK(wait_for(WIRE_OPERATION_FAILED) == WIRE_OPERATION_FAILED);
    return true;
}

TEST(a_trial_of_a_sweep_that_learns_nothing_is_no_failure_unless_all_are)
{
    batch_sweep = "log_loss";
    run_new(run_sweeps);
    batch_sweep = "";
    CHECK(t.runs == 4);
}
