#include "store/operation_change.h"
#include "store/operation_event.h"
#include "store/operation_store.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct store *store;

static void open_store(const char *folder)
{
    struct error err = {0};

    if (!store_open(folder, &schema_backend, &store, &err))
        printf("%s\n", err.text);
}

static void close_store(void)
{
    store_close(store);
    store = NULL;
}

/* Texts of an id like op_000…01, so that they sort. */
static const char *id_of(int n)
{
    static char ids[8][OPERATION_ID_SIZE];
    static int next;
    char *id = ids[next++ % 8];

    snprintf(id, OPERATION_ID_SIZE, "op_%026d", n);
    return id;
}

static bool create(int n, const char *key, const char *hash, struct operation *op, struct error *err)
{
    const struct operation_store_new want = {
        .id = id_of(n), .type = n % 2 ? "training" : "backtest", .request = "{\"a\":1}",
        .request_hash = hash, .label = "mean reversion", .idempotency_key = key, .at_ms = 1000 + n,
    };
    bool is_new = false;

    return operation_store_create(store, &want, op, &is_new, err) &&
           (is_new || error_set(err, ERROR_NONE, "it was there"));
}

static void make(int n)
{
    OWNED(operation_store_release) struct operation op = {0};
    struct error err = {0};

    CHECK(create(n, NULL, "h", &op, &err));
}

static enum error_code change(int n, enum operation_state state, int64_t at_ms)
{
    const struct operation_change change = { .id = id_of(n), .state = state, .at_ms = at_ms };
    struct error err = {0};
    int64_t event = 0;

    return operation_change_state(store, &change, &event, &err) && event > 0 ? ERROR_NONE
                                                                            : err.code;
}

static struct operation find(int n)
{
    struct operation op = {0};
    struct error err = {0};

    CHECK(operation_store_find(store, id_of(n), &op, &err));
    return op;
}

TEST(an_operation_begins_queued_with_all_it_was_given)
{
    OWNED(operation_store_release) struct operation op = {0};
    struct error err = {0};

    open_store(test_folder());
    CHECK(create(1, "key", "hash", &op, &err));
    CHECK_TEXT(op.id, id_of(1));
    CHECK_TEXT(op.type, "training");
    CHECK_TEXT(op.request, "{\"a\":1}");
    CHECK_TEXT(op.request_hash, "hash");
    CHECK_TEXT(op.label, "mean reversion");
    CHECK_TEXT(op.host, "");
    CHECK(op.state == OPERATION_QUEUED && op.attempt == 1 && !op.is_resumable);
    CHECK(op.created_ms == 1001 && !op.started_ms && !op.finished_ms && !op.has_result);
    close_store();
}

TEST(a_key_that_was_used_answers_with_the_operation_it_made_also_after_a_start)
{
    OWNED(operation_store_release) struct operation op = {0};
    OWNED(operation_store_release) struct operation again = {0};
    const struct operation_store_new want = { .id = id_of(2), .type = "training", .request = "{}",
                                              .request_hash = "hash", .idempotency_key = "key" };
    const struct operation_store_new other = { .id = id_of(3), .type = "training", .request = "{}",
                                               .request_hash = "ash", .idempotency_key = "key" };
    const char *folder = test_folder();
    struct error err = {0};
    bool is_new = true;

    open_store(folder);
    CHECK(create(1, "key", "hash", &op, &err));
    close_store();
    open_store(folder);
    CHECK(operation_store_create(store, &want, &again, &is_new, &err) && !is_new);
    CHECK_TEXT(again.id, id_of(1));
    operation_store_release(&again);
    CHECK(!operation_store_create(store, &other, &again, &is_new, &err));
    CHECK(err.code == ERROR_CONFLICT && strstr(err.text, id_of(1)));
    CHECK(!operation_store_find(store, id_of(2), &again, &err) && err.code == ERROR_NOT_FOUND);
    close_store();
}

TEST(an_id_with_another_request_is_a_conflict)
{
    OWNED(operation_store_release) struct operation op = {0};
    struct error err = {0};

    open_store(test_folder());
    make(1);
    CHECK(!create(1, NULL, "other", &op, &err) && err.code == ERROR_CONFLICT);
    CHECK(!create(1, "key", "h", &op, &err) && err.code == ERROR_NONE);     /* the same again */
    close_store();
}

TEST(states_go_forwards_only)
{
    static const enum operation_state all[] = { OPERATION_QUEUED, OPERATION_RUNNING,
        OPERATION_CANCELLING, OPERATION_COMPLETED, OPERATION_FAILED, OPERATION_CANCELLED };

    open_store(test_folder());
    make(1);
    CHECK(change(1, OPERATION_COMPLETED, 5) == ERROR_CONFLICT);
    CHECK(change(1, OPERATION_QUEUED, 5) == ERROR_CONFLICT);
    CHECK(change(1, OPERATION_RUNNING, 5) == ERROR_NONE);
    CHECK(change(1, OPERATION_RUNNING, 6) == ERROR_CONFLICT);
    CHECK(change(1, OPERATION_CANCELLING, 7) == ERROR_NONE);
    CHECK(change(1, OPERATION_RUNNING, 8) == ERROR_CONFLICT);
    CHECK(change(1, OPERATION_CANCELLED, 9) == ERROR_NONE);
    for (size_t i = 0; i < COUNT(all); i++)
        CHECK(change(1, all[i], 10) == ERROR_CONFLICT);
    OWNED(operation_store_release) struct operation op = find(1);
    CHECK(op.state == OPERATION_CANCELLED && op.started_ms == 5 && op.finished_ms == 9);
    CHECK(change(2, OPERATION_RUNNING, 5) == ERROR_NOT_FOUND);
    close_store();
}

TEST(a_result_comes_with_the_state_in_one_step)
{
    const struct operation_change done = { .id = id_of(1), .state = OPERATION_COMPLETED,
                                           .at_ms = 9, .result = "{\"sharpe\":0.5}" };
    struct error err = {0};
    char *result = NULL;
    int64_t event;

    open_store(test_folder());
    make(1);
    CHECK(!operation_store_result(store, id_of(1), &result, &err) && err.code == ERROR_NOT_FOUND);
    CHECK(strstr(err.text, "is queued and has no result"));
    CHECK(change(1, OPERATION_RUNNING, 5) == ERROR_NONE);
    CHECK(operation_change_state(store, &done, &event, &err));
    CHECK(operation_store_result(store, id_of(1), &result, &err));
    CHECK_TEXT(result, "{\"sharpe\":0.5}");
    free(result);
    OWNED(operation_store_release) struct operation op = find(1);
    CHECK(op.has_result && op.state == OPERATION_COMPLETED);
    close_store();
}

static enum error_code fail(int n, int attempt, enum error_code code)
{
    struct error why, err = {0};
    const struct operation_change change = { .id = id_of(n), .state = OPERATION_FAILED, .at_ms = 9,
                                             .attempt = attempt, .error = &why };
    int64_t event;

    error_set(&why, code, "no bars for '%s'", "NOPE");
    error_suggest(&why, "ktrdr data list");
    return operation_change_state(store, &change, &event, &err) ? ERROR_NONE : err.code;
}

TEST(a_failure_keeps_its_error)
{
    open_store(test_folder());
    make(1);
    CHECK(fail(1, 0, ERROR_NOT_FOUND) == ERROR_NONE);
    OWNED(operation_store_release) struct operation op = find(1);
    CHECK(op.error.code == ERROR_NOT_FOUND && op.state == OPERATION_FAILED);
    CHECK_TEXT(op.error.text, "no bars for 'NOPE'");
    CHECK_TEXT(op.error.suggestion, "ktrdr data list");
    close_store();
}

TEST(a_resume_is_the_next_attempt_and_the_older_one_has_no_say)
{
    OWNED(operation_store_release) struct operation op = {0};
    struct error err = {0};

    open_store(test_folder());
    make(1);
    CHECK(!operation_change_resume(store, id_of(1), NULL, 20, &op, &err));
    CHECK(err.code == ERROR_CONFLICT);
    CHECK(change(1, OPERATION_RUNNING, 5) == ERROR_NONE && fail(1, 1, ERROR_TIMEOUT) == ERROR_NONE);
    CHECK(!operation_change_resume(store, id_of(1), NULL, 20, &op, &err));
    CHECK(strstr(err.text, "nothing was kept") && strstr(err.suggestion, "retry"));
    CHECK(operation_change_to_resumable(store, id_of(1), &err));
    CHECK(operation_change_resume(store, id_of(1), NULL, 20, &op, &err));
    CHECK(op.state == OPERATION_QUEUED && op.attempt == 2 && !op.finished_ms && !op.started_ms);
    CHECK(op.error.code == ERROR_NONE);
    CHECK(fail(1, 1, ERROR_TIMEOUT) == ERROR_CONFLICT);
    CHECK(fail(1, 2, ERROR_TIMEOUT) == ERROR_NONE);
    close_store();
}

TEST(what_ran_when_the_program_stopped_is_interrupted_and_can_be_resumed)
{
    OWNED(operation_store_list_release) struct operation_store_list list = {0};
    OWNED(operation_store_list_release) struct operation_store_list none = {0};
    struct error err = {0};

    open_store(test_folder());
    for (int n = 1; n <= 4; n++)
        make(n);
    CHECK(change(2, OPERATION_RUNNING, 5) == ERROR_NONE);
    CHECK(change(3, OPERATION_RUNNING, 5) == ERROR_NONE);
    CHECK(change(3, OPERATION_CANCELLING, 5) == ERROR_NONE);
    CHECK(change(4, OPERATION_CANCELLED, 5) == ERROR_NONE);
    CHECK(operation_change_interrupt(store, 50, &list, &err) && list.count == 2);
    CHECK_TEXT(list.items[0].id, id_of(2));
    CHECK_TEXT(list.items[1].id, id_of(3));
    for (size_t i = 0; i < list.count; i++) {
        const struct operation *op = &list.items[i];

        CHECK(op->state == OPERATION_FAILED && op->error.code == ERROR_INTERRUPTED);
        CHECK(op->is_resumable && op->attempt == 1 && op->finished_ms == 50);
    }
    CHECK(operation_change_interrupt(store, 60, &none, &err) && none.count == 0);
    OWNED(operation_store_release) struct operation queued = find(1);
    CHECK(queued.state == OPERATION_QUEUED);
    close_store();
}

static size_t count_of(const struct operation_store_filter *filter, int64_t *total, bool *more)
{
    OWNED(operation_store_list_release) struct operation_store_list list = {0};
    struct error err = {0};

    CHECK(operation_store_list(store, filter, &list, &err));
    for (size_t i = 1; i < list.count; i++)
        CHECK(strcmp(list.items[i].id, list.items[i - 1].id) < 0);
    *total = list.total;
    *more = list.has_more;
    return list.count;
}

TEST(lists_are_filtered_and_paged_from_the_newest)
{
    int64_t total;
    bool more;

    open_store(test_folder());
    for (int n = 1; n <= 10; n++)
        make(n);
    for (int n = 1; n <= 4; n++)
        CHECK(change(n, OPERATION_CANCELLED, 5) == ERROR_NONE);
    CHECK(change(5, OPERATION_RUNNING, 5) == ERROR_NONE);
    CHECK(count_of(&(struct operation_store_filter){0}, &total, &more) == 10);
    CHECK(total == 10 && !more);
    CHECK(count_of(&(struct operation_store_filter){ .type = "training" }, &total, &more) == 5);
    CHECK(count_of(&(struct operation_store_filter){ .state = "cancelled" }, &total, &more) == 4);
    CHECK(count_of(&(struct operation_store_filter){ .which = OPERATION_STORE_ACTIVE }, &total,
                   &more) == 6);
    CHECK(count_of(&(struct operation_store_filter){ .which = OPERATION_STORE_ENDED,
                   .type = "backtest" }, &total, &more) == 2);
    CHECK(count_of(&(struct operation_store_filter){ .limit = 3 }, &total, &more) == 3);
    CHECK(total == 10 && more);
    CHECK(count_of(&(struct operation_store_filter){ .limit = 3, .after = id_of(3) }, &total,
                   &more) == 2);
    CHECK(total == 10 && !more);
    close_store();
}

TEST(every_change_is_an_event_and_events_are_read_from_any_point)
{
    OWNED(operation_event_list_release) struct operation_event_list all = {0};
    OWNED(operation_event_list_release) struct operation_event_list rest = {0};
    OWNED(operation_event_list_release) struct operation_event_list one = {0};
    char json[] = "{\"epoch\":3}";
    struct operation_event metric = { .kind = "metric", .at_ms = 7, .json = json };
    struct error err = {0};

    open_store(test_folder());
    make(1);
    make(2);
    CHECK(change(1, OPERATION_RUNNING, 5) == ERROR_NONE);
    snprintf(metric.operation, sizeof(metric.operation), "%s", id_of(1));
    CHECK(operation_event_add(store, &metric, 1, &err) && metric.id > 0);
    CHECK(fail(1, 0, ERROR_TIMEOUT) == ERROR_NONE);
    CHECK(operation_event_list(store, NULL, 0, 100, &all, &err) && all.count == 5);
    CHECK(operation_event_list(store, NULL, all.items[1].id, 2, &rest, &err) && rest.count == 2);
    CHECK(rest.items[0].id == all.items[2].id && rest.items[1].id == metric.id);
    CHECK(operation_event_list(store, id_of(1), 0, 100, &one, &err) && one.count == 4);
    CHECK_TEXT(one.items[0].json, "{\"state\":\"queued\",\"attempt\":1}");
    CHECK_TEXT(one.items[1].json, "{\"state\":\"running\",\"attempt\":1}");
    CHECK_TEXT(one.items[2].kind, "metric");
    CHECK_TEXT(one.items[2].json, "{\"epoch\":3}");
    CHECK_TEXT(one.items[3].json, "{\"state\":\"failed\",\"attempt\":1,\"code\":\"timeout\"}");
    close_store();
}

TEST(events_of_no_operation_are_refused_all_or_none)
{
    OWNED(operation_event_list_release) struct operation_event_list all = {0};
    char json[] = "{}";
    struct operation_event two[2] = { { .kind = "note", .json = json }, { .kind = "note",
                                                                          .json = json } };
    struct error err = {0};

    open_store(test_folder());
    make(1);
    snprintf(two[0].operation, sizeof(two[0].operation), "%s", id_of(1));
    snprintf(two[1].operation, sizeof(two[1].operation), "%s", id_of(9));
    CHECK(!operation_event_add(store, two, 2, &err) && err.code == ERROR_NOT_FOUND);
    CHECK(operation_event_list(store, NULL, 0, 100, &all, &err) && all.count == 1);
    close_store();
}

TEST(pruning_removes_what_ended_long_ago_and_keeps_parents_of_what_stays)
{
    OWNED(operation_store_release) struct operation op = {0};
    OWNED(operation_event_list_release) struct operation_event_list all = {0};
    const struct operation_store_new child = { .id = id_of(7), .type = "training", .request = "{}",
                                               .request_hash = "h", .parent = id_of(3) };
    struct operation_store_pruned pruned;
    struct error err = {0};
    int64_t total;
    bool more;

    open_store(test_folder());
    for (int n = 1; n <= 4; n++)
        make(n);
    CHECK(operation_store_create(store, &child, &op, &more, &err));
    for (int n = 1; n <= 3; n++)
        CHECK(change(n, OPERATION_CANCELLED, n == 2 ? 900 : 100) == ERROR_NONE);
    CHECK(operation_store_prune_look(store, 500, &pruned, &err) && pruned.count == 1);
    CHECK_TEXT(pruned.ids[0], id_of(1));
    operation_store_prune_release(&pruned);
    CHECK(count_of(&(struct operation_store_filter){0}, &total, &more) == 5);
    CHECK(operation_store_prune(store, 500, &pruned, &err) && pruned.count == 1);
    operation_store_prune_release(&pruned);
    CHECK(count_of(&(struct operation_store_filter){0}, &total, &more) == 4);
    CHECK(operation_event_list(store, id_of(1), 0, 100, &all, &err) && all.count == 0);
    CHECK(change(7, OPERATION_CANCELLED, 100) == ERROR_NONE);
    CHECK(operation_store_prune(store, 500, &pruned, &err) && pruned.count == 2);
    operation_store_prune_release(&pruned);
    close_store();
}
