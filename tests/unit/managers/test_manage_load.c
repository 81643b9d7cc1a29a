#include "managers/manage_load.h"

#include "fake_ib.h"

#include "async/lane.h"
#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/date.h"
#include "log/log.h"
#include "managers/manage_bars.h"
#include "operations/manage_batch.h"
#include "operations/manage_store.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"
#include "wire/wire_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    struct manage_store store;
    struct manage_bars *bars;
    struct manage_operations *operations;
    struct manage_load *load;
    bool (*script)(struct error *err);
} v;
static char id[48];

static void open_all(const char *folder)
{
    struct manage_operations_kind kind;
    struct error err;

    CHECK(store_open(folder, &schema_backend, &v.store.store, &err));
    v.store.loop = loop_new();
    v.store.lane = lane_new(v.store.loop, "writer", 100);
    v.bars = manage_bars_new(&v.store);
    v.operations = manage_operations_new(&v.store, 50);
    v.load = manage_load_new(&v.store, v.bars, v.operations, NULL);
    kind = manage_load_kind(v.load);
    manage_operations_add_kind(v.operations, &kind);
    kind = manage_batch_kind(v.operations);
    manage_operations_add_kind(v.operations, &kind);
}

static void close_all(void)
{
    manage_load_free(v.load);
    manage_operations_free(v.operations);
    manage_bars_free(v.bars);
    lane_free(v.store.lane);
    loop_run(v.store.loop);
    store_close(v.store.store);
    CHECK(task_count() == 0);
    loop_free(v.store.loop);
}

static bool run_script(void *arg, struct error *err)
{
    (void)arg;
    CHECK(manage_operations_recover(v.operations, err));
    CHECK(v.script(err));
    manage_operations_stop(v.operations);
    return true;
}

static void run(bool (*script)(struct error *err))
{
    struct error err = {0};
    struct task *task;

    log_start("test", LOG_ERROR, LOG_TEXT);
    fake = (struct fake_ib){ .now = date_of(2021, 6, 15) + 20 * 3600 + 40 * 60 };   /* 16:40 */
    open_all(test_folder());
    v.script = script;
    task = task_spawn(v.store.loop, run_script, NULL);
    loop_run(v.store.loop);
    CHECK(task_join(task, &err));
    close_all();
}

/* ---- what scripts do ---- */

static enum wire_operation_state wait_for_end(struct wire_operation *ret_operation)
{
    struct error err;

    for (;;) {
        CHECK(manage_operations_find(v.operations, id, ret_operation, &err));
        if (ret_operation->state >= WIRE_OPERATION_COMPLETED || !timer_sleep(2, 0, &err))
            return ret_operation->state;
        wire_operation_release(ret_operation);
    }
}

static bool begin(const char *symbol, const char *mode, const char *start, struct error *err)
{
    struct wire_load_request request;
    struct wire_operation operation;
    char *symbols[] = { (char *)symbol };

    wire_clear(wire_load_request_fields, &request);
    request.n_symbols = 1;
    request.symbols = symbols;
    snprintf(request.mode, sizeof(request.mode), "%s", mode);
    snprintf(request.start, sizeof(request.start), "%s", start);
    fake.n_asks = 0;
    if (!manage_load_start(v.load, &request, NULL, &operation, err))
        return false;
    snprintf(id, sizeof(id), "%s", operation.id);
    wire_operation_release(&operation);
    return true;
}

static struct wire_load_result result_of(enum wire_operation_state state)
{
    struct wire_load_result result;
    struct wire_operation operation;
    struct error err;
    char *json = NULL;

    CHECK(wait_for_end(&operation) == state);
    wire_operation_release(&operation);
    CHECK(manage_operations_result(v.operations, id, &json, &err));
    CHECK(wire_decode(wire_load_result_fields, WIRE_STRICT, json, strlen(json), &result, &err));
    free(json);
    return result;
}

static struct wire_load_result load(const char *mode, enum wire_operation_state state)
{
    struct error err;

    CHECK(begin("AAA", mode, "", &err));
    return result_of(state);
}

static struct bars stored(void)
{
    struct manage_bars_want want;
    struct manage_bars_got got = {0};
    struct error err;

    CHECK(manage_bars_parse_want("AAA", "1d", "", "", &want, &err));
    CHECK(manage_bars_read(v.bars, &want, &got, &err));
    return got.bars;
}

static bool resume(struct error *err)
{
    struct wire_operation operation;

    fake.n_asks = 0;
    if (!manage_operations_resume(v.operations, id, &operation, err))
        return false;
    wire_operation_release(&operation);
    return true;
}

/* ---- scripts ---- */

static bool load_all_then_tail(struct error *err)
{
    struct wire_load_result result = load("tail", WIRE_OPERATION_COMPLETED);
    struct bars bars = stored();

    (void)err;
    /* 253 sessions of 2020, 113 of 2021 up to June 15, which ended 40 minutes ago */
    CHECK(result.added == 366 && result.received == 366 && result.count == 366);
    CHECK(bars.time[0] == date_of(2020, 1, 2) && bars.time[365] == date_of(2021, 6, 15));
    CHECK(fake.asks[0].start > fake.asks[1].start);         /* the newest first */
    CHECK(fake.at_once_most > 1 && fake.at_once_most <= 6);
    CHECK_TEXT(result.factors, "stored");
    CHECK_TEXT(fake.asks[fake.n_asks - 1].what_to_show, "ADJUSTED_LAST");
    bars_release(&bars);
    wire_load_result_release(&result);

    fake.now += 86400 - 15 * 60;            /* June 16, 16:25: not finished yet */
    result = load("tail", WIRE_OPERATION_COMPLETED);
    CHECK(result.requests == 1 && result.added == 0 && result.received == 2);
    CHECK(fake.asks[0].start == date_of(2021, 6, 14) && fake.asks[0].end == date_of(2021, 6, 16));
    wire_load_result_release(&result);
    return true;
}

TEST(the_first_tail_fetches_everything_and_the_next_the_last_two_sessions)
{
    run(load_all_then_tail);
}

static bool correct(struct error *err)
{
    struct wire_load_result result = load("tail", WIRE_OPERATION_COMPLETED);
    struct bars bars;

    (void)err;
    wire_load_result_release(&result);
    fake.differs_at = date_of(2021, 6, 14);
    fake.now += 86400;
    result = load("tail", WIRE_OPERATION_COMPLETED);
    CHECK(result.replaced == 1 && result.added == 1 && result.revised == 0);
    bars = stored();
    CHECK(bars.column[BARS_CLOSE][364] == 101 + (double)(date_of(2021, 6, 14) / DATE_DAY % 50));
    CHECK(bars.column[BARS_ADJUST] && bars.column[BARS_ADJUST][364] == 1);
    bars_release(&bars);
    wire_load_result_release(&result);
    return true;
}

TEST(what_changed_within_the_last_two_sessions_replaces_and_is_counted)
{
    run(correct);
}

static bool fail_one(struct error *err)
{
    struct wire_load_result result;
    struct wire_operation operation;

    fake.fails_with = ERROR_TIMEOUT;
    fake.fails_at = date_of(2020, 1, 2) + FAKE_IB_SEGMENT_DAYS * (int64_t)DATE_DAY;
    result = load("full", WIRE_OPERATION_FAILED);
    CHECK(result.failed == 1 && result.n_missing == 1);
    CHECK(result.missing[0].start == fake.fails_at);
    CHECK_TEXT(result.missing[0].reason, "as it was told");
    CHECK(result.added == result.count && result.count > 250 && result.count < 366);
    wire_load_result_release(&result);
    CHECK(manage_operations_find(v.operations, id, &operation, err) && operation.resumable);
    wire_operation_release(&operation);

    fake.fails_with = ERROR_NONE;
    CHECK(resume(err));
    result = result_of(WIRE_OPERATION_COMPLETED);
    CHECK(result.count == 366 && result.n_missing == 0);
    CHECK(fake.n_asks == 2 && fake.asks[0].start >= fake.fails_at);
    wire_load_result_release(&result);
    return true;
}

TEST(a_request_that_fails_fails_the_load_which_keeps_the_rest_and_resumes_with_that_alone)
{
    run(fail_one);
}

static bool forbid(struct error *err)
{
    struct wire_load_result result;

    (void)err;
    fake.fails_with = ERROR_FORBIDDEN;
    fake.fails_at = date_of(2020, 1, 2) + 5 * FAKE_IB_SEGMENT_DAYS * (int64_t)DATE_DAY;
    result = load("full", WIRE_OPERATION_FAILED);
    CHECK(result.count == 0 && result.failed == 6 && result.n_missing == 2);
    CHECK(strstr(result.missing[1].reason, "not asked any more: ") != NULL);
    CHECK(result.missing[1].start == date_of(2020, 1, 2));
    wire_load_result_release(&result);
    return true;
}

TEST(where_the_reason_holds_for_all_nothing_more_is_asked)
{
    run(forbid);
}

static bool lack(struct error *err)
{
    struct wire_load_result result;

    (void)err;
    fake.lacks_from = date_of(2020, 3, 2);          /* a week, and the very last day */
    fake.lacks_until = date_of(2020, 3, 9);
    result = load("full", WIRE_OPERATION_COMPLETED);
    CHECK(result.count == 361);
    wire_load_result_release(&result);
    fake.lacks_from = fake.lacks_until = 0;
    result = load("full", WIRE_OPERATION_COMPLETED);
    CHECK(result.requests == 0);
    wire_load_result_release(&result);

    fake.now += 86400;
    fake.lacks_from = date_of(2021, 6, 16);         /* late: it may come yet */
    fake.lacks_until = date_of(2021, 6, 17);
    result = load("tail", WIRE_OPERATION_COMPLETED);
    CHECK(result.added == 0);
    wire_load_result_release(&result);
    fake.lacks_until = 0;
    result = load("tail", WIRE_OPERATION_COMPLETED);
    CHECK(result.added == 1 && result.last == date_of(2021, 6, 16));
    wire_load_result_release(&result);
    return true;
}

TEST(holes_that_the_source_has_too_are_not_asked_for_again_but_a_bar_that_is_late_is)
{
    run(lack);
}

static bool split(struct error *err)
{
    struct wire_load_result old = load("full", WIRE_OPERATION_COMPLETED), new;
    struct bars bars;

    (void)err;
    fake.factor = 0.5;
    fake.now += 2 * 86400;
    fake.fails_with = ERROR_TIMEOUT;
    fake.fails_at = date_of(2020, 1, 2);
    new = load("tail", WIRE_OPERATION_FAILED);
    CHECK_TEXT(new.split, "2 for 1");
    CHECK_TEXT(new.data_hash, old.data_hash);       /* one is missing: nothing was replaced */
    wire_load_result_release(&new);
    fake.fails_with = ERROR_NONE;
    new = load("full", WIRE_OPERATION_COMPLETED);
    CHECK_TEXT(new.split, "2 for 1");
    CHECK_TEXT(new.old_data_hash, old.data_hash);
    CHECK(new.replaced == 366 && new.added == 2);
    bars = stored();
    CHECK(bars.count == 368 && bars.column[BARS_HIGH][0] < 80);
    bars_release(&bars);
    wire_load_result_release(&new);
    wire_load_result_release(&old);
    return true;
}

TEST(a_split_is_fetched_whole_or_not_at_all)
{
    run(split);
}

static bool adjust(struct error *err)
{
    struct wire_load_result result;
    struct bars bars;

    (void)err;
    fake.dividend_at = date_of(2021, 3, 1);
    result = load("full", WIRE_OPERATION_COMPLETED);
    bars = stored();
    CHECK_NEAR(bars.column[BARS_ADJUST][0], 0.9, 1e-9);
    CHECK(bars.column[BARS_ADJUST][365] == 1);
    bars_release(&bars);
    wire_load_result_release(&result);
    fake.fails_with = ERROR_FORBIDDEN;              /* of the adjusted prices only */
    fake.fails_at = date_of(2020, 1, 2);
    fake.now += 86400;
    result = load("tail", WIRE_OPERATION_COMPLETED);
    CHECK_TEXT(result.factors, "none");
    CHECK(result.n_notes == 1 && strstr(result.notes[0], "price only, no dividends"));
    wire_load_result_release(&result);
    return true;
}

TEST(a_stock_gets_its_dividend_factors_or_a_note_that_it_has_none)
{
    run(adjust);
}

static bool cancel(struct error *err)
{
    struct wire_operation operation;

    CHECK(begin("AAA", "full", "", err));
    while (!fake.n_asks)
        CHECK(timer_sleep(1, 0, err));
    CHECK(manage_operations_cancel(v.operations, id, "", &operation, err));
    wire_operation_release(&operation);
    CHECK(wait_for_end(&operation) == WIRE_OPERATION_CANCELLED && operation.resumable);
    wire_operation_release(&operation);
    CHECK(fake.at_once == 0);
    CHECK(begin("NOPE", "tail", "", err));
    CHECK(wait_for_end(&operation) == WIRE_OPERATION_FAILED);
    CHECK_TEXT(operation.error->code, "not_found");
    wire_operation_release(&operation);
    return true;
}

TEST(a_cancelled_load_has_no_request_left)
{
    run(cancel);
}
