#include "managers/manage_backtest_check.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/feature_plan.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_overrides.h"
#include "managers/manage_backtest.h"
#include "managers/manage_backtest_money.h"
#include "managers/manage_backtest_quotes.h"
#include "managers/manage_backtest_signals.h"
#include "managers/manage_backtest_turns.h"
#include "managers/manage_bars.h"
#include "managers/manage_lockbox.h"
#include "managers/manage_models.h"
#include "managers/manage_strategies.h"
#include "managers/text_list.h"
#include "operations/manage_worker.h"
#include "wire/wire_backtest.h"
#include "wire/wire_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
    struct manage_backtest *manager;
    struct wire_backtest_request *request;
    struct strategy strategy;       /* these three: unless signals are given */
    char plan_hash[HASH_HEX];
    struct wire_model model;
    size_t n_series;
    struct series *series;          /* that are traded */
    int64_t last;                   /* the last bar of them, within the dates */
};

/* ---- the strategy ---- */

static bool read_strategy(struct check *check, struct error *err)
{
    const struct wire_backtest_request *request = check->request;
    const struct strategy_overrides overrides = { request->n_overrides, request->overrides };

    strategy_release(&check->strategy);
    return strategy_overrides_read(request->strategy_text, request->strategy_label, &overrides,
                                   &check->strategy, err);
}

/* Another timeframe than the file's is as if the file had said so. */
static bool override_timeframe(struct check *check, struct error *err)
{
    struct wire_backtest_request *request = check->request;
    enum timeframe timeframe;

    if (!request->timeframe[0])
        return true;
    if (!timeframe_parse(request->timeframe, &timeframe, err))
        return false;
    if (timeframe == check->strategy.data.base)
        return true;
    manage_strategies_add_timeframe(timeframe, &request->overrides, &request->n_overrides);
    return read_strategy(check, err);
}

static bool hash_plan(struct check *check, struct error *err)
{
    OWNED(feature_plan_release) struct feature_plan plan = {0};

    if (!feature_plan_build(&check->strategy, &plan, err))
        return false;
    feature_plan_hash(&plan, check->plan_hash);
    return true;
}

static bool take_strategy(struct check *check, struct error *err)
{
    struct wire_backtest_request *request = check->request;

    if (!request->strategy[0] && !request->strategy_text) {
        error_set(err, ERROR_INVALID, "neither a strategy nor signals");
        return error_suggest(err, "ktrdr backtest run STRATEGY, or --signals FILE.csv");
    }
    if (!manage_strategies_resolve(check->manager->strategies, request->strategy,
                                   &request->strategy_text, err) ||
        !read_strategy(check, err) || !override_timeframe(check, err) || !hash_plan(check, err))
        return false;
    if (!request->strategy[0])
        snprintf(request->strategy, sizeof(request->strategy), "%.64s", check->strategy.name);
    snprintf(request->timeframe, sizeof(request->timeframe), "%s",
             timeframe_name(check->strategy.data.base));
    return true;
}

/* ---- the model ---- */

static bool choose_newest(struct check *check, struct error *err)
{
    struct wire_backtest_request *request = check->request;
    char *id = NULL, *folder = NULL;

    if (!manage_models_newest(check->manager->models, check->plan_hash, &id, &folder, err)) {
        if (err->code == ERROR_NOT_FOUND)
            error_suggest(err, "ktrdr models train %.100s", request->strategy_label[0]
                          ? request->strategy_label : request->strategy);
        return false;
    }
    snprintf(request->model, sizeof(request->model), "%s", id);
    free(folder);
    free(id);
    return true;
}

static bool check_plan(const struct check *check, const struct wire_model *model, struct error *err)
{
    if (!strcmp(model->plan_hash, check->plan_hash))
        return true;
    error_set(err, ERROR_INVALID, "model '%s' sees other features than strategy '%s' makes: its "
              "plan is %.8s, the strategy's %.8s", model->id, check->strategy.name,
              model->plan_hash, check->plan_hash);
    return error_suggest(err, "without --model the newest model of this strategy is taken");
}

/* Of those that take turns, the first. */
static bool take_model(struct check *check, struct error *err)
{
    const struct wire_backtest_request *request = check->request;

    if (!request->n_turns && !request->model[0] && !choose_newest(check, err))
        return false;
    if (!manage_backtest_turns_first(request)[0])
        return error_set(err, ERROR_INVALID, "no turn has a model");
    return manage_models_find(check->manager->models, manage_backtest_turns_first(request),
                              &check->model, err) && check_plan(check, &check->model, err);
}

/* Normalisation learned its scales of some symbols; of another there is nothing to scale by. */
static bool check_fit(const struct wire_model *model, const char *symbol, struct error *err)
{
    for (size_t i = 0; i < model->n_fits; i++)
        if (!strcmp(model->fits[i].symbol, symbol))
            return true;
    if (!model->n_fits)
        return true;
    error_set(err, ERROR_INVALID, "model '%s' scales its inputs as it learned from other symbols: "
              "it knows no scale of '%s'", model->id, symbol);
    return error_suggest(err, "--symbol %s, or train with --symbols %s", model->fits[0].symbol,
                         symbol);
}

/* ---- the symbols ---- */

/* All that the strategy names, where none was told; or the first that the model learned from. */
static void choose_symbols(struct check *check)
{
    struct wire_backtest_request *request = check->request;
    const struct strategy_data *data = &check->strategy.data;

    if (request->symbol[0] || request->n_symbols)
        return;
    if (data->n_symbols > 1) {
        request->symbols = mem_alloc(data->n_symbols * sizeof(*request->symbols));
        for (; request->n_symbols < data->n_symbols; request->n_symbols++)
            request->symbols[request->n_symbols] = mem_text(data->symbols[request->n_symbols]);
        return;
    }
    snprintf(request->symbol, sizeof(request->symbol), "%s",
             data->n_symbols ? data->symbols[0]
             : check->model.n_symbols ? check->model.symbols[0] : "");
}

static bool parse_symbols(struct wire_backtest_request *request, struct error *err)
{
    if (!text_list_parse_symbols(request->symbols, request->n_symbols, err))
        return false;
    for (size_t i = 0; i < request->n_symbols; i++)
        for (size_t k = 0; k < i; k++)
            if (!strcmp(request->symbols[k], request->symbols[i]))
                return error_set(err, ERROR_INVALID, "symbol '%s' stands twice",
                                 request->symbols[i]);
    if (request->n_symbols > STRATEGY_SYMBOLS)
        return error_set(err, ERROR_INVALID, "%zu symbols, more than %d", request->n_symbols,
                         STRATEGY_SYMBOLS);
    return true;
}

/* A list of one is one symbol: the same backtest as ever. */
static void unlist(struct wire_backtest_request *request)
{
    if (request->n_symbols != 1)
        return;
    snprintf(request->symbol, sizeof(request->symbol), "%.32s", request->symbols[0]);
    free(request->symbols[0]);
    free(request->symbols);
    request->symbols = NULL;
    request->n_symbols = 0;
}

static bool take_symbols(struct check *check, struct error *err)
{
    struct wire_backtest_request *request = check->request;
    char symbol[SERIES_SYMBOL];

    if (request->symbol[0] && request->n_symbols)
        return error_set(err, ERROR_INVALID, "a symbol or symbols, not both");
    choose_symbols(check);
    if (!parse_symbols(request, err))
        return false;
    unlist(request);
    if (request->n_symbols)
        return !request->signals || error_set(err, ERROR_INVALID, "signals are of one symbol");
    if (!request->symbol[0]) {
        error_set(err, ERROR_INVALID, "no symbol to trade was told");
        return error_suggest(err, "--symbol SPX");
    }
    if (!series_parse_symbol(request->symbol, symbol, err))
        return false;
    snprintf(request->symbol, sizeof(request->symbol), "%s", symbol);
    return true;
}

/* ---- the bars ---- */

static bool keep_out(const struct check *check, struct error *err)
{
    struct wire_backtest_request *request = check->request;
    const struct manage_lockbox_of of = {
        request->n_symbols ? request->symbols : (char *[]){ request->symbol },
        request->n_symbols ? request->n_symbols : 1, "", request->end_date,
        sizeof(request->end_date) };

    return manage_lockbox_limit(check->manager->worker->store, &of, err);
}

static bool check_turn(void *arg, const struct wire_model *model, struct error *err)
{
    const struct check *check = arg;
    const struct wire_backtest_request *request = check->request;
    size_t i = 0;

    do {
        if (!check_fit(model, request->n_symbols ? request->symbols[i] : request->symbol, err))
            return false;
    } while (++i < request->n_symbols);
    return check_plan(check, model, err);
}

static bool look_for(struct check *check, const char *symbol, const char *timeframe,
                     struct error *err)
{
    const struct wire_backtest_request *request = check->request;
    struct manage_bars_want want;
    struct manage_bars_got got;
    int64_t last;

    if (!manage_bars_parse_want(symbol, timeframe, request->start_date, request->end_date, &want,
                                err))
        return false;
    want.limit = 1;
    if (!manage_bars_read(check->manager->bars, &want, &got, err))
        return false;
    if (!strcmp(timeframe, request->timeframe)) {
        last = got.bars.count ? got.bars.time[0] : got.info.last;
        check->last = last > check->last || !check->n_series ? last : check->last;
        check->series[check->n_series++] = got.info.series;
    }
    manage_bars_got_release(&got);
    return true;
}

/* The one that is traded, and the others that the model looks at. */
static bool find_bars_of(struct check *check, const char *symbol, struct error *err)
{
    struct manage_bars_file quotes;

    if (!look_for(check, symbol, check->request->timeframe, err))
        return false;
    for (size_t i = 0; i < check->model.n_timeframes; i++)
        if (strcmp(check->model.timeframes[i], check->request->timeframe) != 0 &&
            !look_for(check, symbol, check->model.timeframes[i], err))
            return false;
    return strcmp(check->request->slippage, "measured") != 0 ||
           manage_backtest_quotes_find(check->manager, symbol, &quotes, err);
}

static bool find_bars(struct check *check, struct error *err)
{
    const struct wire_backtest_request *request = check->request;
    const size_t n = request->n_symbols ? request->n_symbols : 1;

    check->series = mem_alloc(n * sizeof(*check->series));
    for (size_t s = 0; s < n; s++) {
        const char *symbol = request->n_symbols ? request->symbols[s] : request->symbol;
        if (!find_bars_of(check, symbol, err) || !check_fit(&check->model, symbol, err))
            return false;
    }
    return true;
}

/* ---- the dates ---- */

static void print_time(int64_t time, char ret_text[DATE_TEXT])
{
    if (time == date_midnight(time))
        date_print_day(time, ret_text);
    else
        date_print_iso(time, ret_text);
}

static bool check_start(const struct check *check, struct error *err)
{
    const char *start = check->request->start_date;
    char last[DATE_TEXT];
    enum date_zone zone;
    int64_t from;

    if (!start[0])
        return true;
    if (!date_parse_iso(start, &from, &zone, err))
        return false;
    if (from < check->last)
        return true;
    print_time(check->last, last);
    error_set(err, ERROR_INVALID, "no two %s bars of '%s' from '%s' on: the last one is of '%s'",
              check->request->timeframe, check->series[0].symbol, start, last);
    return error_suggest(err, "ktrdr data range %s", check->series[0].symbol);
}

/* An end that was not told is the last bar there is now: so the same request stays the same. */
static bool fill_dates(struct check *check, struct error *err)
{
    struct wire_backtest_request *request = check->request;
    const struct wire_model_part *test = check->model.test_part;

    if (!request->start_date[0] && request->n_turns)
        snprintf(request->start_date, sizeof(request->start_date), "%s",
                 request->turns[0].start_date);
    if (!request->start_date[0] && !request->signals) {
        if (!test || test->rows <= 0 || test->start > check->last) {
            error_set(err, ERROR_INVALID, "model '%s' has no test part among these bars, so where "
                      "to start must be told", check->model.id);
            return error_suggest(err, "--start-date yyyy-mm-dd");
        }
        print_time(test->start, request->start_date);
    }
    if (!request->end_date[0])
        print_time(check->last, request->end_date);
    return check_start(check, err);
}

/* ---- all of it ---- */

static bool check_kind(struct check *check, struct error *err)
{
    struct wire_backtest_request *request = check->request;

    if (!request->signals)
        return take_strategy(check, err) && take_model(check, err);
    if (request->strategy[0] || request->strategy_text || request->model[0] ||
        request->n_overrides || request->n_turns)
        return error_set(err, ERROR_INVALID, "signals stand for themselves: no strategy, model or "
                                             "--set beside them");
    if (!request->symbol[0] || !request->timeframe[0])
        return error_set(err, ERROR_INVALID, "signals need a symbol and a timeframe");
    if (!request->signals_label[0])
        snprintf(request->signals_label, sizeof(request->signals_label), "signals");
    return true;
}

bool manage_backtest_check(struct manage_backtest *manager, struct wire_backtest_request *request,
                           struct error *err)
{
    struct check check = { .manager = manager, .request = request };
    bool ok;

    wire_clear(wire_model_fields, &check.model);
    ok = check_kind(&check, err) && take_symbols(&check, err) && keep_out(&check, err) &&
         find_bars(&check, err) &&
         manage_backtest_turns_check(manager, request, check_turn, &check, err) &&
         fill_dates(&check, err) &&
         manage_backtest_money_fill(request->signals ? NULL : &check.strategy, check.series,
                                    check.n_series, request, err) &&
         (!request->signals || manage_backtest_signals_check(manager, request, err));
    free(check.series);
    wire_model_release(&check.model);
    strategy_release(&check.strategy);
    return ok;
}
