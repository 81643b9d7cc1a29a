#include "managers/manage_walk_forward.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "managers/manage_backtest.h"
#include "managers/manage_backtest_check.h"
#include "managers/manage_walk_forward_request.h"
#include "operations/manage_children.h"
#include "wire/wire_children.h"
#include "wire/wire_training.h"
#include "wire/wire_walk_forward.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of the whole, in percent: when the trainings are done, and the backtests of the windows. */
static const double trainings_until = 90, backtests_until = 97;

struct job {
    struct manage_walk_forward *manager;
    struct operation_run *run;
    struct wire_walk_forward_request wanted;
    struct walk_forward_window *windows;
    size_t n;
    struct wire_children_item *items;           /* of the stage that runs; one per window */
    struct wire_children_end *ends;
    struct wire_walk_forward result;
    size_t n_models;                            /* windows whose training found one */
};

/* ---- children ---- */

static void release_items(struct job *job)
{
    for (size_t i = 0; i < job->n; i++)
        wire_children_item_release(&job->items[i]);
}

static void fill_item(const struct job *job, enum wire_operation_type type, size_t at,
                      const struct wire_field *fields, const void *request)
{
    struct wire_children_item *item = &job->items[at];
    struct buf json = {0};

    item->type = type;
    wire_encode(fields, request, &json);
    item->request = json.bytes;
}

static void label_item(const struct job *job, size_t at, size_t window)
{
    struct wire_children_item *item = &job->items[at];

    snprintf(item->label, sizeof(item->label), "%s window %zu", job->wanted.strategy, window + 1);
}

static bool run_stage(struct job *job, struct manage_children *stage, struct error *err)
{
    bool ok;

    stage->items = job->items;
    ok = manage_children_run(job->manager->operations, job->run, stage, job->ends, err);
    release_items(job);
    return ok;
}

static bool read_result(const struct job *job, const char *id, const struct wire_field *fields,
                        void *ret_object, struct error *err)
{
    char *json;
    bool ok;

    if (!manage_operations_result(job->manager->operations, id, &json, err))
        return false;
    ok = wire_decode(fields, WIRE_TOLERANT, json, strlen(json), ret_object, err);
    free(json);
    return ok;
}

/* ---- trainings ---- */

static bool take_model(struct job *job, size_t i, struct error *err)
{
    struct wire_walk_forward_window *window = &job->result.windows[i];
    struct wire_training_result training;

    snprintf(window->training, sizeof(window->training), "%s", job->ends[i].id);
    if (job->ends[i].state != WIRE_OPERATION_COMPLETED)
        return true;                            /* it found no model: nothing is traded */
    job->n_models++;
    if (!read_result(job, window->training, wire_training_result_fields, &training, err))
        return false;
    snprintf(window->model_id, sizeof(window->model_id), "%s", training.model_id);
    if (training.validation)
        window->validation_balanced_accuracy = training.validation->balanced_accuracy;
    wire_training_result_release(&training);
    return true;
}

static bool check_models(const struct job *job, struct error *err)
{
    if (job->n_models)
        return true;
    error_set(err, ERROR_NO_MODEL, "none of the %zu windows' trainings found a model", job->n);
    return error_suggest(err, "try balanced class_weights, other inputs or other labels");
}

static bool train(struct job *job, struct error *err)
{
    struct manage_children stage = { .n_items = job->n, .until = trainings_until,
                                     .phase = "training", .may_fail_as = { ERROR_NO_MODEL } };
    bool ok;

    for (size_t i = 0; i < job->n; i++) {
        struct wire_training_request training;

        manage_walk_forward_request_training(&job->wanted, &job->windows[i], i + 1, &training);
        fill_item(job, WIRE_OPERATION_TRAINING, i, wire_training_request_fields, &training);
        label_item(job, i, i);
        wire_training_request_release(&training);
    }
    ok = run_stage(job, &stage, err);
    for (size_t i = 0; ok && i < job->n; i++)
        ok = take_model(job, i, err);
    return ok && check_models(job, err);
}

/* ---- backtests of the windows ---- */

static bool ask_window(struct job *job, size_t i, size_t at, struct error *err)
{
    const struct walk_forward_window *window = &job->windows[i];
    struct wire_backtest_request backtest;
    bool ok;

    manage_walk_forward_request_backtest(&job->wanted, window->test_from, window->test_until,
                                         &backtest);
    snprintf(backtest.model, sizeof(backtest.model), "%s", job->result.windows[i].model_id);
    ok = manage_backtest_check(job->manager->backtest, &backtest, err);
    if (ok) {
        fill_item(job, WIRE_OPERATION_BACKTEST, at, wire_backtest_request_fields, &backtest);
        label_item(job, at, i);
    }
    wire_backtest_request_release(&backtest);
    return ok;
}

static bool take_backtest(struct job *job, size_t i, size_t at, struct error *err)
{
    struct wire_walk_forward_window *window = &job->result.windows[i];
    struct wire_backtest backtest;

    snprintf(window->backtest, sizeof(window->backtest), "%s", job->ends[at].id);
    if (!read_result(job, window->backtest, wire_backtest_fields, &backtest, err))
        return false;
    window->bars = backtest.bars;
    window->trades = backtest.performance.trades;
    window->total_return = backtest.performance.total_return;
    window->sharpe = backtest.performance.sharpe;
    window->max_drawdown = backtest.performance.max_drawdown;
    if (backtest.buy_and_hold)
        window->buy_and_hold = backtest.buy_and_hold->total_return;
    job->result.windows_won += window->total_return > window->buy_and_hold;
    wire_backtest_release(&backtest);
    return true;
}

static bool test_windows(struct job *job, struct error *err)
{
    struct manage_children stage = { .first = job->n, .from = trainings_until,
                                     .until = backtests_until, .phase = "testing" };
    bool ok = true;

    for (size_t i = 0; ok && i < job->n; i++)
        if (job->result.windows[i].model_id[0])
            ok = ask_window(job, i, stage.n_items++, err);
    if (!ok) {
        release_items(job);
        return false;
    }
    ok = run_stage(job, &stage, err);
    for (size_t i = 0, at = 0; ok && i < job->n; i++)
        if (job->result.windows[i].model_id[0])
            ok = take_backtest(job, i, at++, err);
    return ok;
}

/* ---- the whole ---- */

static void fill_turns(const struct job *job, struct wire_backtest_request *backtest)
{
    backtest->turns = mem_alloc(job->n * sizeof(*backtest->turns));
    for (; backtest->n_turns < job->n; backtest->n_turns++) {
        struct wire_backtest_turn *turn = &backtest->turns[backtest->n_turns];

        date_print_day(job->windows[backtest->n_turns].test_from, turn->start_date);
        snprintf(turn->model, sizeof(turn->model), "%s",
                 job->result.windows[backtest->n_turns].model_id);
    }
}

static bool test_whole(struct job *job, struct error *err)
{
    struct manage_children stage = { .n_items = 1, .first = 2 * job->n, .from = backtests_until,
                                     .until = 100, .phase = "testing the whole" };
    struct wire_backtest_request backtest;
    bool ok;

    manage_walk_forward_request_backtest(&job->wanted, job->windows[0].test_from,
                                         job->windows[job->n - 1].test_until, &backtest);
    fill_turns(job, &backtest);
    ok = manage_backtest_check(job->manager->backtest, &backtest, err);
    if (ok) {
        fill_item(job, WIRE_OPERATION_BACKTEST, 0, wire_backtest_request_fields, &backtest);
        snprintf(job->items[0].label, sizeof(job->items[0].label), "%s walk-forward",
                 job->wanted.strategy);
    }
    wire_backtest_request_release(&backtest);
    if (!ok || !run_stage(job, &stage, err))
        return false;
    snprintf(job->result.backtest_id, sizeof(job->result.backtest_id), "%s", job->ends[0].id);
    job->result.backtest = MEM_NEW(struct wire_backtest);
    wire_clear(wire_backtest_fields, job->result.backtest);
    return read_result(job, job->result.backtest_id, wire_backtest_fields, job->result.backtest,
                       err);
}

/* ---- the operation ---- */

static void print_day(int64_t day, char *ret_text, size_t size)
{
    char text[DATE_TEXT];

    date_print_day(day, text);
    snprintf(ret_text, size, "%s", text);
}

static void start_window(const struct walk_forward_window *from, size_t number,
                         struct wire_walk_forward_window *to)
{
    wire_clear(wire_walk_forward_window_fields, to);
    to->number = (int64_t)number;
    print_day(from->train_from, to->train_start, sizeof(to->train_start));
    print_day(from->train_until - DATE_DAY, to->train_end, sizeof(to->train_end));
    print_day(from->test_from, to->test_start, sizeof(to->test_start));
    print_day(from->test_until - DATE_DAY, to->test_end, sizeof(to->test_end));
}

static void start_result(struct job *job)
{
    const struct wire_walk_forward_request *wanted = &job->wanted;
    struct wire_walk_forward *result = &job->result;

    snprintf(result->id, sizeof(result->id), "%s", job->run->id);
    snprintf(result->strategy, sizeof(result->strategy), "%s", wanted->strategy);
    snprintf(result->symbol, sizeof(result->symbol), "%s", wanted->symbol);
    snprintf(result->timeframe, sizeof(result->timeframe), "%s", wanted->timeframe);
    snprintf(result->train, sizeof(result->train), "%s", wanted->train);
    snprintf(result->test, sizeof(result->test), "%s", wanted->test);
    snprintf(result->step, sizeof(result->step), "%s", wanted->step);
    result->anchored = wanted->anchored;
    result->seed = wanted->seed;
    result->windows_won = 0;
    result->n_windows = job->n;
    result->windows = mem_alloc(job->n * sizeof(*result->windows));
    for (size_t i = 0; i < job->n; i++)
        start_window(&job->windows[i], i + 1, &result->windows[i]);
}

static bool run_job(struct job *job, struct buf *ret_result, struct error *err)
{
    if (!manage_walk_forward_request_plan(&job->wanted, &job->windows, &job->n, err))
        return false;
    job->items = mem_alloc(job->n * sizeof(*job->items));
    job->ends = mem_alloc(job->n * sizeof(*job->ends));
    start_result(job);
    if (!train(job, err) || !test_windows(job, err) || !test_whole(job, err))
        return false;
    wire_encode(wire_walk_forward_fields, &job->result, ret_result);
    return true;
}

static bool run_walk_forward(void *arg, struct operation_run *run, struct buf *ret_result,
                             struct error *err)
{
    struct job job = { .manager = arg, .run = run };
    bool ok;

    wire_clear(wire_walk_forward_fields, &job.result);
    if (!manage_operations_begin(job.manager->operations, run, err) ||
        !wire_decode(wire_walk_forward_request_fields, WIRE_TOLERANT, run->request,
                     strlen(run->request), &job.wanted, err))
        return false;
    ok = run_job(&job, ret_result, err);
    free(job.items);
    free(job.ends);
    free(job.windows);
    wire_walk_forward_release(&job.result);
    wire_walk_forward_request_release(&job.wanted);
    return ok;
}

struct manage_operations_kind manage_walk_forward_kind(struct manage_walk_forward *manager)
{
    return (struct manage_operations_kind){ .type = WIRE_OPERATION_WALK_FORWARD,
                                            .run = run_walk_forward, .manager = manager,
                                            .stops_itself = true, .is_resumable = true };
}

bool manage_walk_forward_start(struct manage_walk_forward *manager,
                               struct wire_walk_forward_request *request,
                               const char *idempotency_key, struct wire_operation *ret_operation,
                               struct error *err)
{
    OWNED(buf_release) struct buf json = {0};

    if (!manage_walk_forward_request_check(manager, request, err))
        return false;
    wire_encode(wire_walk_forward_request_fields, request, &json);
    return manage_operations_start(manager->operations, &(struct manage_operations_request){
        .type = WIRE_OPERATION_WALK_FORWARD, .request = json.bytes, .label = request->strategy,
        .idempotency_key = idempotency_key }, ret_operation, err);
}

bool manage_walk_forward_show(struct manage_walk_forward *manager, const char *id,
                              struct buf *ret_json, struct error *err)
{
    struct wire_operation operation;
    bool is_one;
    char *json;

    if (!manage_operations_find(manager->operations, id, &operation, err))
        return false;
    is_one = operation.type == WIRE_OPERATION_WALK_FORWARD;
    wire_operation_release(&operation);
    if (!is_one)
        return error_set(err, ERROR_NOT_FOUND, "no walk-forward '%.60s'", id);
    if (!manage_operations_result(manager->operations, id, &json, err))
        return false;
    buf_print(ret_json, "%s", json);
    free(json);
    return true;
}
