#include "managers/manage_walk_forward_request.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/mem.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_overrides.h"
#include "managers/manage_backtest.h"
#include "managers/manage_backtest_money.h"
#include "managers/manage_backtest_quotes.h"
#include "managers/manage_bars.h"
#include "managers/manage_lockbox.h"
#include "managers/manage_strategies.h"
#include "managers/manage_training.h"
#include "managers/manage_walk_forward.h"
#include "managers/text_list.h"
#include "managers/training_config.h"
#include "operations/manage_worker.h"
#include "wire/wire_training.h"
#include "wire/wire_walk_forward.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SPLIT_TEXT = 160 };

#define USUAL_SIZE 0.25

/* ---- what a window asks for ---- */

/* One trial for all its windows: the configuration, and how it walks. */
static void hash_walk(const struct wire_walk_forward_request *request, char ret_hash[HASH_HEX])
{
    OWNED(buf_release) struct buf text = {0};

    training_config_print(request->strategy_text, request->n_overrides, request->overrides, &text);
    buf_print(&text, "\nwalk_forward=%s/%s/%s%s", request->train, request->test, request->step,
              request->anchored ? "/anchored" : "");
    if (isfinite(request->size) && request->size != USUAL_SIZE)
        buf_print(&text, "\nsize=%.17g", request->size);
    hash_text_hex(text.bytes, ret_hash);
}

void manage_walk_forward_request_training(const struct wire_walk_forward_request *request,
                                          const struct walk_forward_window *window, size_t number,
                                          struct wire_training_request *to)
{
    wire_clear(wire_training_request_fields, to);
    snprintf(to->strategy, sizeof(to->strategy), "%s", request->strategy);
    to->strategy_text = mem_text(request->strategy_text);
    snprintf(to->strategy_label, sizeof(to->strategy_label), "%s", request->strategy_label);
    to->n_symbols = request->n_symbols;
    to->symbols = text_list_copy(request->symbols, request->n_symbols);
    to->n_overrides = request->n_overrides;
    to->overrides = text_list_copy(request->overrides, request->n_overrides);
    date_print_day(window->train_from, to->start_date);
    date_print_day(window->train_until - DATE_DAY, to->end_date);
    to->seed = request->seed;
    snprintf(to->name, sizeof(to->name), "%.56s-w%02zu", request->strategy, number);
    hash_walk(request, to->walk);
}

void manage_walk_forward_request_backtest(const struct wire_walk_forward_request *request,
                                          int64_t from, int64_t until,
                                          struct wire_backtest_request *to)
{
    wire_clear(wire_backtest_request_fields, to);
    snprintf(to->strategy, sizeof(to->strategy), "%s", request->strategy);
    to->strategy_text = mem_text(request->strategy_text);
    snprintf(to->strategy_label, sizeof(to->strategy_label), "%s", request->strategy_label);
    to->n_overrides = request->n_overrides;
    to->overrides = text_list_copy(request->overrides, request->n_overrides);
    snprintf(to->symbol, sizeof(to->symbol), "%s", request->symbol);
    date_print_day(from, to->start_date);
    date_print_day(until - DATE_DAY, to->end_date);
    to->capital = request->capital;
    snprintf(to->commission, sizeof(to->commission), "%s", request->commission);
    snprintf(to->slippage, sizeof(to->slippage), "%s", request->slippage);
    to->periods_per_year = request->periods_per_year;
    to->size = request->size;
    hash_walk(request, to->walk);
}

bool manage_walk_forward_request_plan(const struct wire_walk_forward_request *request,
                                      struct walk_forward_window **ret_windows,
                                      size_t *ret_count, struct error *err)
{
    struct walk_forward walk = { .anchored = request->anchored };

    return span_parse(request->train, "train", &walk.train, err) &&
           span_parse(request->test, "test", &walk.test, err) &&
           span_parse(request->step, "step", &walk.step, err) &&
           date_parse_day(request->start_date, &walk.first, err) &&
           date_parse_day(request->end_date, &walk.last, err) &&
           walk_forward_plan(&walk, ret_windows, ret_count, err);
}

/* ---- the request made whole ---- */

struct check {
    struct manage_walk_forward *manager;
    struct wire_walk_forward_request *request;
    struct strategy strategy;
    struct series series;           /* that is traded */
    size_t n_reads;
    char **reads;                   /* the symbols whose bars it reads, each lent by the request */
};

static bool read_strategy(struct check *check, struct error *err)
{
    struct wire_walk_forward_request *request = check->request;
    const struct strategy_overrides overrides = { request->n_overrides, request->overrides };

    strategy_release(&check->strategy);
    return strategy_overrides_read(request->strategy_text, request->strategy_label, &overrides,
                                   &check->strategy, err);
}

/* Another timeframe than the file's is as if the file had said so. */
static bool override_timeframe(struct check *check, struct error *err)
{
    struct wire_walk_forward_request *request = check->request;
    enum timeframe timeframe;

    if (request->timeframe[0]) {
        if (!timeframe_parse(request->timeframe, &timeframe, err))
            return false;
        if (timeframe != check->strategy.data.base)
            manage_strategies_add_timeframe(timeframe, &request->overrides,
                                            &request->n_overrides);
        if (!read_strategy(check, err))
            return false;
    }
    snprintf(request->timeframe, sizeof(request->timeframe), "%s",
             timeframe_name(check->strategy.data.base));
    return true;
}

/* What would be the test part is learned from, too: here the test is what comes next. */
static bool override_split(struct check *check, struct error *err)
{
    const struct strategy_split *split = &check->strategy.split;
    struct wire_walk_forward_request *request = check->request;
    const double train = split->train / (split->train + split->validation);
    char text[SPLIT_TEXT];

    if (!(split->test > 0))
        return true;
    snprintf(text, sizeof(text), "training.data_split={train: %.4f, validation: %.4f, test: 0}",
             train, 1 - round(train * 1e4) / 1e4);
    text_list_add(&request->overrides, &request->n_overrides, text);
    return read_strategy(check, err);
}

static bool take_strategy(struct check *check, struct error *err)
{
    struct wire_walk_forward_request *request = check->request;

    if (!request->strategy[0] && !request->strategy_text) {
        error_set(err, ERROR_INVALID, "no strategy");
        return error_suggest(err, "ktrdr backtest walk-forward STRATEGY");
    }
    if (!manage_strategies_resolve(check->manager->backtest->strategies, request->strategy,
                                   &request->strategy_text, err) ||
        !read_strategy(check, err) || !override_timeframe(check, err) ||
        !override_split(check, err))
        return false;
    if (!request->strategy[0])
        snprintf(request->strategy, sizeof(request->strategy), "%.64s", check->strategy.name);
    return true;
}

/* It learns from all that the strategy names, where the one that is traded is among them. */
static bool take_symbols(struct check *check, struct error *err)
{
    struct wire_walk_forward_request *request = check->request;
    const struct strategy_data *data = &check->strategy.data;
    char symbol[SERIES_SYMBOL];
    bool is_named = false;

    if (!request->symbol[0] && data->n_symbols)
        snprintf(request->symbol, sizeof(request->symbol), "%s", data->symbols[0]);
    if (!request->symbol[0]) {
        error_set(err, ERROR_INVALID, "no symbol to trade was told");
        return error_suggest(err, "--symbol SPX");
    }
    if (!series_parse_symbol(request->symbol, symbol, err) ||
        !text_list_parse_symbols(request->symbols, request->n_symbols, err))
        return false;
    snprintf(request->symbol, sizeof(request->symbol), "%s", symbol);
    for (size_t i = 0; i < data->n_symbols; i++)
        is_named |= !strcmp(data->symbols[i], symbol);
    for (size_t i = 0; is_named && !request->n_symbols && i < data->n_symbols; i++)
        text_list_add(&request->symbols, &request->n_symbols, data->symbols[i]);
    if (!request->n_symbols)
        text_list_add(&request->symbols, &request->n_symbols, symbol);
    return true;
}

/* Those that it learns from, and the one that is traded. */
static void list_reads(struct check *check)
{
    struct wire_walk_forward_request *request = check->request;
    bool is_there = false;

    check->reads = mem_alloc((request->n_symbols + 1) * sizeof(*check->reads));
    for (; check->n_reads < request->n_symbols; check->n_reads++) {
        check->reads[check->n_reads] = request->symbols[check->n_reads];
        is_there |= !strcmp(request->symbols[check->n_reads], request->symbol);
    }
    if (!is_there)
        check->reads[check->n_reads++] = request->symbol;
}

static struct manage_lockbox_of lockbox_of(const struct check *check)
{
    struct wire_walk_forward_request *request = check->request;

    return (struct manage_lockbox_of){ check->reads, check->n_reads, request->timeframe,
                                       request->end_date, sizeof(request->end_date) };
}

/* The end of what may be read: before every lockbox, there already or wanted now. */
static bool keep_out(struct check *check, struct error *err)
{
    const struct manage_lockbox_of of = lockbox_of(check);
    const struct manage_store *store = check->manager->backtest->worker->store;

    if (!check->request->lockbox[0])
        return manage_lockbox_limit(store, &of, err);
    return manage_lockbox_plan(check->manager->backtest->bars, store, &of,
                               check->request->lockbox, err);
}

static bool find_bars(struct check *check, struct error *err)
{
    struct wire_walk_forward_request *request = check->request;
    struct manage_bars_want want;
    struct manage_bars_got got;

    if (!request->start_date[0] && check->strategy.data.start)
        date_print_day(check->strategy.data.start, request->start_date);
    if (!request->end_date[0] && check->strategy.data.end)
        date_print_day(check->strategy.data.end, request->end_date);
    list_reads(check);
    if (!keep_out(check, err) ||
        !manage_bars_parse_want(request->symbol, request->timeframe, request->start_date,
                                request->end_date, &want, err) ||
        !manage_bars_read(check->manager->backtest->bars, &want, &got, err))
        return false;
    check->series = got.info.series;
    if (got.bars.count) {
        date_print_day(got.bars.time[0], request->start_date);
        date_print_day(got.bars.time[got.bars.count - 1], request->end_date);
    }
    manage_bars_got_release(&got);
    return true;
}

/* As the backtests will be asked when the trainings are done. */
static bool check_money(struct check *check, struct error *err)
{
    struct wire_backtest_request backtest;
    struct manage_bars_file quotes;
    bool ok;

    manage_walk_forward_request_backtest(check->request, 0, DATE_DAY, &backtest);
    ok = manage_backtest_money_fill(&check->strategy, &check->series, 1, &backtest, err) &&
         (strcmp(backtest.slippage, "measured") != 0 ||
          manage_backtest_quotes_find(check->manager->backtest, backtest.symbol, &quotes, err));
    wire_backtest_request_release(&backtest);
    return ok;
}

static bool check_window(struct check *check, const struct walk_forward_window *window,
                         size_t number, struct error *err)
{
    struct wire_training_request training;
    bool ok;

    manage_walk_forward_request_training(check->request, window, number, &training);
    ok = manage_training_check(check->manager->training, &training, err);
    wire_training_request_release(&training);
    if (!ok) {
        struct error why = *err;

        error_set(err, why.code, "window %zu: %s", number, why.text);
        return error_suggest(err, "%s", why.suggestion);
    }
    return true;
}

static bool check_windows(struct check *check, struct error *err)
{
    struct walk_forward_window *windows;
    bool ok = true;
    size_t n;

    if (!manage_walk_forward_request_plan(check->request, &windows, &n, err))
        return false;
    for (size_t i = 0; ok && i < n; i++)
        ok = check_window(check, &windows[i], i + 1, err);
    free(windows);
    return ok;
}

static bool seal(const struct check *check, struct error *err)
{
    const struct manage_backtest *backtest = check->manager->backtest;
    const struct manage_lockbox_of of = lockbox_of(check);

    return !check->request->lockbox[0] ||
           manage_lockbox_seal(backtest->bars, backtest->worker->store, &of,
                               check->request->lockbox, err);
}

static void fill_usual(struct wire_walk_forward_request *request, const struct strategy *strategy)
{
    if (!request->train[0])
        snprintf(request->train, sizeof(request->train), "5y");
    if (!request->test[0])
        snprintf(request->test, sizeof(request->test), "1y");
    if (!request->step[0])
        snprintf(request->step, sizeof(request->step), "%s", request->test);
    if (request->seed == WIRE_UNKNOWN)
        request->seed = (int64_t)strategy->training.seed;
}

bool manage_walk_forward_request_check(struct manage_walk_forward *manager,
                                       struct wire_walk_forward_request *request,
                                       struct error *err)
{
    struct check check = { .manager = manager, .request = request };
    bool ok = take_strategy(&check, err) && take_symbols(&check, err) && find_bars(&check, err);

    if (ok) {
        fill_usual(request, &check.strategy);
        ok = check_money(&check, err) && check_windows(&check, err) && seal(&check, err);
    }
    free(check.reads);
    strategy_release(&check.strategy);
    return ok;
}
