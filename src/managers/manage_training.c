#include "managers/manage_training.h"

#include "adapters/adapt_training.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/feature_plan.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_overrides.h"
#include "managers/manage_bars.h"
#include "managers/manage_lockbox.h"
#include "managers/manage_strategies.h"
#include "managers/text_list.h"
#include "managers/training_publish.h"
#include "managers/worker_bars.h"
#include "operations/manage_worker.h"
#include "wire/wire_training.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t SEED_MOST = 9007199254740991;      /* as of training.seed: exact in JSON */

struct manage_training {
    const struct manage_worker *worker;
    struct adapt_training *training;
    struct manage_bars *bars;
    struct manage_strategies *strategies;
};

struct manage_training *manage_training_new(const struct manage_worker *worker,
                                            struct adapt_training *training,
                                            struct manage_bars *bars,
                                            struct manage_strategies *strategies)
{
    struct manage_training *manager = MEM_NEW(struct manage_training);

    *manager = (struct manage_training){ worker, training, bars, strategies };
    return manager;
}

void manage_training_free(struct manage_training *manager)
{
    free(manager);
}

/* ---- the request made whole ---- */

/* Another timeframe than the file's is as if the file had said so. */
static bool override_timeframe(struct wire_training_request *request, struct error *err)
{
    enum timeframe timeframe;

    if (!request->n_timeframes)
        return true;
    if (request->n_timeframes > 1)
        return error_set(err, ERROR_INVALID, "one timeframe can be told; several belong into the "
                                             "strategy's training_data");
    if (!timeframe_parse(request->timeframes[0], &timeframe, err))
        return false;
    manage_strategies_add_timeframe(timeframe, &request->overrides, &request->n_overrides);
    return true;
}

static bool fill_symbols(struct wire_training_request *request, const struct strategy *strategy,
                         struct error *err)
{
    const bool is_told = request->n_symbols > 0;

    if (!text_list_parse_symbols(request->symbols, request->n_symbols, err))
        return false;
    for (size_t i = 0; !is_told && i < strategy->data.n_symbols; i++)
        text_list_add(&request->symbols, &request->n_symbols, strategy->data.symbols[i]);
    if (request->n_symbols)
        return true;
    error_set(err, ERROR_INVALID, "no symbol: neither the request nor the strategy has one");
    return error_suggest(err, "--symbols SPX, or training_data.symbols in the file");
}

static void fill_dates(struct wire_training_request *request, const struct strategy *strategy)
{
    char day[DATE_TEXT];

    if (!request->start_date[0] && strategy->data.start) {
        date_print_day(strategy->data.start, day);
        snprintf(request->start_date, sizeof(request->start_date), "%s", day);
    }
    if (!request->end_date[0] && strategy->data.end) {
        date_print_day(strategy->data.end, day);
        snprintf(request->end_date, sizeof(request->end_date), "%s", day);
    }
}

static bool read_strategy(const struct wire_training_request *request,
                          struct strategy *ret_strategy, struct error *err)
{
    const struct strategy_overrides overrides = { request->n_overrides, request->overrides };

    return strategy_overrides_read(request->strategy_text, request->strategy_label, &overrides,
                                   ret_strategy, err);
}

struct needs {
    enum timeframe base;
    size_t bars;
};

typedef bool series_fn(struct manage_training *manager, const struct manage_bars_want *want,
                       void *arg, struct error *err);

/* Calls fn for each series that is needed. */
static bool each_series(struct manage_training *manager,
                        const struct wire_training_request *request,
                        const struct feature_plan *plan, series_fn *fn, void *arg,
                        struct error *err)
{
    struct manage_bars_want want;

    for (size_t i = 0; i < request->n_symbols; i++)
        for (int t = 0; t < TIMEFRAME_COUNT; t++)
            if ((plan->uses[t] || plan->base == (enum timeframe)t) &&
                (!manage_bars_parse_want(request->symbols[i], timeframe_name((enum timeframe)t),
                                         request->start_date, request->end_date, &want, err) ||
                 !fn(manager, &want, arg, err)))
                return false;
    return true;
}

/* That there are bars, and of the base timeframe as many as the strategy wants. */
static bool look_for(struct manage_training *manager, const struct manage_bars_want *want,
                     void *arg, struct error *err)
{
    const struct needs *needs = arg;
    struct manage_bars_want last = *want;
    struct manage_bars_got got;
    size_t count;

    last.limit = want->timeframe == needs->base ? (int64_t)needs->bars : 1;
    if (!manage_bars_read(manager->bars, &last, &got, err))
        return false;
    count = got.bars.count;
    manage_bars_got_release(&got);
    if (count >= (size_t)last.limit)
        return true;
    error_set(err, ERROR_INVALID, "'%s' has %zu bars of %s, training_data.history_required is %zu",
              want->symbol, count, timeframe_name(want->timeframe), needs->bars);
    return error_suggest(err, "bring in more bars, or lower training_data.history_required");
}

static bool settle_seed(struct wire_training_request *request, const struct strategy *strategy,
                        struct error *err)
{
    if (request->seed == WIRE_UNKNOWN)
        request->seed = (int64_t)strategy->training.seed;
    return (request->seed >= 0 && request->seed <= SEED_MOST) ||
           error_set(err, ERROR_INVALID, "seed is %lld, not 0 to %lld", (long long)request->seed,
                     (long long)SEED_MOST);
}

static struct manage_lockbox_of lockbox_of(struct wire_training_request *request,
                                           const struct strategy *strategy)
{
    return (struct manage_lockbox_of){ request->symbols, request->n_symbols,
                                       timeframe_name(strategy->data.base), request->end_date,
                                       sizeof(request->end_date) };
}

/* The end of what may be read: before every lockbox, there already or wanted now. */
static bool keep_out(struct manage_training *manager, struct wire_training_request *request,
                     const struct strategy *strategy, struct error *err)
{
    const struct manage_lockbox_of of = lockbox_of(request, strategy);
    const struct manage_store *store = manager->worker->store;

    if (request->lockbox[0])
        return manage_lockbox_plan(manager->bars, store, &of, request->lockbox, err);
    return manage_lockbox_limit(store, &of, err);
}

bool manage_training_check(struct manage_training *manager, struct wire_training_request *request,
                           struct error *err)
{
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    struct strategy strategy;
    struct needs needs;
    bool ok;

    if (!manage_strategies_resolve(manager->strategies, request->strategy, &request->strategy_text,
                                   err) ||
        !override_timeframe(request, err) || !read_strategy(request, &strategy, err))
        return false;
    fill_dates(request, &strategy);
    ok = settle_seed(request, &strategy, err) && fill_symbols(request, &strategy, err) &&
         keep_out(manager, request, &strategy, err) && feature_plan_build(&strategy, &plan, err);
    needs = (struct needs){ plan.base, strategy.data.history_required };
    ok = ok && each_series(manager, request, &plan, look_for, &needs, err);
    if (!request->strategy[0])
        snprintf(request->strategy, sizeof(request->strategy), "%.63s", strategy.name);
    strategy_release(&strategy);
    return ok;
}

bool manage_training_seal(struct manage_training *manager,
                          struct wire_training_request *request, struct error *err)
{
    struct strategy strategy;
    struct manage_lockbox_of of;

    if (!request->lockbox[0])
        return true;
    if (!read_strategy(request, &strategy, err))
        return false;
    of = lockbox_of(request, &strategy);
    strategy_release(&strategy);
    return manage_lockbox_seal(manager->bars, manager->worker->store, &of, request->lockbox, err);
}

bool manage_training_start(struct manage_training *manager, struct wire_training_request *request,
                           const char *idempotency_key, struct wire_operation *ret_operation,
                           struct error *err)
{
    OWNED(buf_release) struct buf json = {0};

    request->walk[0] = '\0';            /* a walk-forward's to tell, nobody else's */
    if (!manage_training_check(manager, request, err) ||
        !manage_training_seal(manager, request, err))
        return false;
    wire_encode(wire_training_request_fields, request, &json);
    return manage_operations_start(manager->worker->operations, &(struct manage_operations_request){
        .type = WIRE_OPERATION_TRAINING, .request = json.bytes,
        .label = request->strategy,
        .idempotency_key = idempotency_key,
    }, ret_operation, err);
}

/* ---- the work ---- */

static bool add_file(struct manage_training *manager, const struct manage_bars_want *want,
                     void *arg, struct error *err)
{
    struct manage_bars_file file;

    if (!manage_bars_file(manager->bars, want, &file, err))
        return false;
    worker_bars_add(arg, &file);
    return true;
}

static bool fill_request(struct manage_training *manager,
                         const struct wire_training_request *wanted,
                         struct wire_worker_request *request, struct error *err)
{
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    struct strategy strategy;
    bool ok;

    if (!read_strategy(wanted, &strategy, err))
        return false;
    ok = feature_plan_build(&strategy, &plan, err) &&
         each_series(manager, wanted, &plan, add_file, request, err);
    request->strategy_text = mem_text(wanted->strategy_text);
    snprintf(request->strategy_label, sizeof(request->strategy_label), "%s",
             wanted->strategy_label);
    request->seed = wanted->seed;
    strategy_release(&strategy);
    return ok;
}

static bool train(struct manage_training *manager, struct operation_run *run,
                  struct wire_training_request *wanted, struct buf *ret_result, struct error *err)
{
    struct wire_worker_request request;
    char *result = NULL;
    bool ok;

    manage_worker_request(manager->worker, run, WIRE_WORKER_TRAINING, &request);
    ok = fill_request(manager, wanted, &request, err);
    if (ok) {
        request.training = wanted;      /* lent for the call */
        ok = adapt_training_run(manager->training, run, &request, &result, err);
        request.training = NULL;
    }
    if (ok)
        ok = training_publish(manager->worker, &request, wanted, result, err);
    else
        training_publish_failure(manager->worker, &request, wanted, err);
    if (ok)
        buf_print(ret_result, "%s", result);
    adapt_training_settle(manager->training, run, &request, ok ? NULL : err);
    free(result);
    wire_worker_request_release(&request);
    return ok;
}

static bool run_training(void *arg, struct operation_run *run, struct buf *ret_result,
                         struct error *err)
{
    struct manage_training *manager = arg;
    struct wire_training_request wanted;
    bool ok;

    if (!wire_decode(wire_training_request_fields, WIRE_TOLERANT, run->request,
                     strlen(run->request), &wanted, err))
        return false;
    ok = adapt_training_enter(manager->training, run, err);
    if (ok) {
        ok = train(manager, run, &wanted, ret_result, err);
        adapt_training_leave(manager->training, run);
    }
    wire_training_request_release(&wanted);
    return ok;
}

struct manage_operations *manage_training_operations(const struct manage_training *manager)
{
    return manager->worker->operations;
}

struct manage_operations_kind manage_training_kind(struct manage_training *manager)
{
    return (struct manage_operations_kind){ .type = WIRE_OPERATION_TRAINING, .run = run_training,
                                            .manager = manager };
}
