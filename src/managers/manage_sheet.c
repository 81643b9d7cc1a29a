#include "managers/manage_sheet.h"

#include "base/buf.h"
#include "base/mem.h"
#include "domain/backtest/backtest_settings.h"
#include "domain/backtest/costs.h"
#include "domain/series.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_overrides.h"
#include "managers/manage_bars.h"
#include "managers/manage_evaluation.h"
#include "managers/manage_models.h"
#include "wire/wire_model.h"
#include "wire/wire_prediction.h"
#include "wire/wire_sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct sheet {
    const struct manage_sheet *manager;
    const struct wire_model *model;
    const struct wire_sheet_request *request;
    struct strategy_decisions decisions;
    struct wire_sheet *out;
};

/* ---- how much ---- */

static bool settings_of(const struct sheet *sheet, const char *type,
                        struct backtest_settings *ret_settings, struct error *err)
{
    const struct wire_sheet_request *request = sheet->request;

    *ret_settings = backtest_settings_default(type);
    ret_settings->capital = sheet->out->capital;
    ret_settings->size = sheet->out->size;
    return (!request->commission[0] ||
            costs_parse(request->commission, &ret_settings->costs, err)) &&
           (!request->slippage[0] ||
            costs_parse_slippage(request->slippage, &ret_settings->slippage, err)) &&
           backtest_settings_check(ret_settings, err);
}

static double quantity_of(const struct backtest_settings *settings, double close)
{
    const double wanted = settings->size * settings->capital / (close * settings->multiplier);

    if (!(settings->increment > 0))
        return wanted;
    return floor(wanted / settings->increment + 1e-9) * settings->increment;
}

static double cost_of(const struct backtest_settings *settings, const struct wire_sheet_row *row)
{
    const struct costs_order order = {
        .quantity = row->quantity, .value = row->quantity * row->close * settings->multiplier,
        .time = row->time, .side = row->action[0] == 'S' ? COSTS_SELL : COSTS_BUY };
    const struct costs_bill bill = costs_charge(&settings->costs, &order);
    const double slip = costs_slip(&settings->slippage, row->close, settings->tick);

    return bill.commission + bill.fees + slip * row->quantity * settings->multiplier;
}

static void place(const struct strategy_decisions *decisions, struct wire_sheet_row *row)
{
    const double side = row->action[0] == 'S' ? -1 : 1;

    if (decisions->stop_loss > 0)
        row->stop = row->close * (1 - side * decisions->stop_loss);
    if (decisions->take_profit > 0)
        row->target = row->close * (1 + side * decisions->take_profit);
}

static void decide(const struct sheet *sheet, const struct backtest_settings *settings,
                   struct wire_sheet_row *row)
{
    const bool sells = !strcmp(row->signal, "SELL");

    row->quantity = 0;
    if (!strcmp(row->signal, "HOLD"))
        return;
    if (sells && !sheet->decisions.allow_short_from_flat) {
        snprintf(row->note, sizeof(row->note), "sell what is held; the strategy goes not short");
        return;
    }
    row->quantity = quantity_of(settings, row->close);
    if (!(row->quantity > 0)) {
        row->quantity = 0;
        snprintf(row->note, sizeof(row->note), "%.4g of the capital buys less than one unit",
                 settings->size);
        return;
    }
    snprintf(row->action, sizeof(row->action), "%s", row->signal);
    row->cost = cost_of(settings, row);
    place(&sheet->decisions, row);
}

/* ---- one symbol ---- */

static bool describe(const struct sheet *sheet, struct wire_sheet_row *row, struct error *err)
{
    const struct wire_model *model = sheet->model;
    struct manage_bars_want want;
    struct manage_bars_got got;

    if (!manage_bars_parse_want(row->symbol, model->timeframes[0], "", "", &want, err))
        return false;
    want.limit = 1;
    if (!manage_bars_read(sheet->manager->bars, &want, &got, err))
        return false;
    snprintf(row->instrument_type, sizeof(row->instrument_type), "%s", got.info.series.type);
    snprintf(row->currency, sizeof(row->currency), "%s", got.info.series.currency);
    manage_bars_got_release(&got);
    return true;
}

static bool ask(const struct sheet *sheet, const char *symbol, struct wire_sheet_row *row,
                struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    struct wire_prediction_request question;
    struct wire_prediction_result answer;

    wire_clear(wire_prediction_request_fields, &question);
    if (!series_parse_symbol(symbol, question.symbol, err) ||
        !manage_evaluation_predict(sheet->manager->evaluation, sheet->model->id, &question, &json,
                                   err) ||
        !wire_decode(wire_prediction_result_fields, WIRE_TOLERANT, json.bytes, json.length,
                     &answer, err))
        return false;
    wire_clear(wire_sheet_row_fields, row);
    snprintf(row->symbol, sizeof(row->symbol), "%s", answer.symbol);
    snprintf(row->signal, sizeof(row->signal), "%s", answer.signal);
    row->time = answer.time;
    row->confidence = answer.confidence;
    row->close = answer.close;
    wire_prediction_result_release(&answer);
    return true;
}

static bool add_row(const struct sheet *sheet, const char *symbol, struct error *err)
{
    struct wire_sheet_row *row = &sheet->out->items[sheet->out->n_items];
    struct backtest_settings settings;

    if (!ask(sheet, symbol, row, err))
        return false;
    sheet->out->n_items++;
    if (!describe(sheet, row, err) || !settings_of(sheet, row->instrument_type, &settings, err))
        return false;
    decide(sheet, &settings, row);
    return true;
}

/* ---- all of them ---- */

static bool fill(const struct sheet *sheet, struct error *err)
{
    const struct wire_sheet_request *request = sheet->request;
    const size_t n = request->n_symbols ? request->n_symbols : sheet->model->n_symbols;
    char *const *symbols = request->n_symbols ? request->symbols : sheet->model->symbols;

    sheet->out->items = mem_alloc((n + 1) * sizeof(*sheet->out->items));
    for (size_t i = 0; i < n; i++)
        if (!add_row(sheet, symbols[i], err))
            return false;
    return true;
}

static bool make(struct sheet *sheet, struct error *err)
{
    const struct wire_model *model = sheet->model;
    const struct backtest_settings usual = backtest_settings_default("");
    const struct strategy_overrides overrides = { model->n_overrides, model->overrides };
    struct strategy strategy;

    if (!strategy_overrides_read(model->strategy_text, model->strategy, &overrides, &strategy, err))
        return false;
    sheet->decisions = strategy.decisions;
    strategy_release(&strategy);
    snprintf(sheet->out->model_id, sizeof(sheet->out->model_id), "%s", model->id);
    sheet->out->capital = isnan(sheet->request->capital) ? usual.capital : sheet->request->capital;
    sheet->out->size = isnan(sheet->request->size) ? usual.size : sheet->request->size;
    return fill(sheet, err);
}

bool manage_sheet_make(const struct manage_sheet *manager, const char *model_id,
                       const struct wire_sheet_request *request, struct wire_sheet *ret_sheet,
                       struct error *err)
{
    struct sheet sheet = { .manager = manager, .request = request, .out = ret_sheet };
    struct wire_model model;
    bool ok;

    if (!manage_models_find(manager->models, model_id, &model, err))
        return false;
    wire_clear(wire_sheet_fields, ret_sheet);
    sheet.model = &model;
    ok = make(&sheet, err);
    if (!ok)
        wire_sheet_release(ret_sheet);
    wire_model_release(&model);
    return ok;
}
