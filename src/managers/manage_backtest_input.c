#include "managers/manage_backtest_input.h"

#include "base/mem.h"
#include "managers/manage_backtest.h"
#include "managers/manage_backtest_quotes.h"
#include "managers/manage_backtest_turns.h"
#include "managers/manage_bars.h"
#include "managers/manage_lockbox.h"
#include "managers/manage_models.h"
#include "managers/worker_bars.h"
#include "operations/manage_worker.h"
#include "wire/wire_backtest.h"
#include "wire/wire_model.h"

#include <stdlib.h>
#include <string.h>

struct input {
    struct manage_backtest *manager;
    const struct wire_backtest_request *wanted;
    struct wire_worker_request *request;
};

/* From the first bar there is: what a feature looks back on lies before the start. */
static bool add_bars(const struct input *input, const char *symbol, const char *timeframe,
                     struct manage_bars_file *ret_file, struct error *err)
{
    const struct wire_backtest_request *wanted = input->wanted;
    struct manage_bars_want want;

    if (!manage_bars_parse_want(symbol, timeframe, "", wanted->signals ? "" : wanted->end_date,
                                &want, err) ||
        (wanted->signals && !manage_lockbox_clip(input->manager->worker->store, &want, err)) ||
        !manage_bars_file(input->manager->bars, &want, ret_file, err))
        return false;
    worker_bars_add(input->request, ret_file);
    return true;
}

static bool add_quotes(const struct input *input, const char *symbol, struct error *err)
{
    struct manage_bars_file quotes;

    if (strcmp(input->wanted->slippage, "measured") != 0)
        return true;
    if (!manage_backtest_quotes_find(input->manager, symbol, &quotes, err))
        return false;
    worker_bars_add(input->request, &quotes);
    return true;
}

static bool fill_bars_of(const struct input *input, const struct wire_model *model,
                         const char *symbol, struct manage_bars_file *ret_traded,
                         struct error *err)
{
    struct manage_bars_file other;

    if (!add_bars(input, symbol, input->wanted->timeframe, ret_traded, err))
        return false;
    for (size_t i = 0; i < model->n_timeframes; i++)
        if (strcmp(model->timeframes[i], input->wanted->timeframe) != 0 &&
            !add_bars(input, symbol, model->timeframes[i], &other, err))
            return false;
    return add_quotes(input, symbol, err);
}

static bool fill_bars(const struct input *input, const struct wire_model *model,
                      struct manage_backtest_input *ret_traded, struct error *err)
{
    const struct wire_backtest_request *wanted = input->wanted;

    ret_traded->count = 0;
    ret_traded->files = mem_alloc((wanted->n_symbols + 1) * sizeof(*ret_traded->files));
    do {
        const char *symbol = wanted->n_symbols ? wanted->symbols[ret_traded->count]
                                               : wanted->symbol;
        if (!fill_bars_of(input, model, symbol, &ret_traded->files[ret_traded->count], err))
            return false;
    } while (++ret_traded->count < wanted->n_symbols);
    return true;
}

void manage_backtest_input_release(struct manage_backtest_input *input)
{
    free(input->files);
    *input = (struct manage_backtest_input){0};
}

static bool add_turns(const struct input *input, struct error *err)
{
    const struct wire_backtest_request *wanted = input->wanted;
    struct wire_worker_request *request = input->request;

    request->turn_folders = mem_alloc(wanted->n_turns * sizeof(*request->turn_folders));
    for (size_t i = 0; i < wanted->n_turns; i++) {
        if (!wanted->turns[i].model[0])
            request->turn_folders[i] = mem_text("");
        else if (!manage_models_folder(input->manager->models, wanted->turns[i].model,
                                       &request->turn_folders[i], err))
            return false;
        request->n_turn_folders++;
    }
    return true;
}

static bool find_model(const struct input *input, struct wire_model *ret_model, struct error *err)
{
    const struct wire_backtest_request *wanted = input->wanted;
    struct manage_models *models = input->manager->models;

    wire_clear(wire_model_fields, ret_model);
    if (wanted->signals)
        return true;
    if (wanted->n_turns)
        return manage_models_find(models, manage_backtest_turns_first(wanted), ret_model, err) &&
               add_turns(input, err);
    return manage_models_find(models, wanted->model, ret_model, err) &&
           manage_models_folder(models, wanted->model, &input->request->model_folder, err);
}

bool manage_backtest_input_fill(struct manage_backtest *manager,
                                const struct wire_backtest_request *wanted,
                                struct wire_model *ret_model, struct wire_worker_request *request,
                                struct manage_backtest_input *ret_traded,
                                struct error *err)
{
    const struct input input = { manager, wanted, request };

    return find_model(&input, ret_model, err) && fill_bars(&input, ret_model, ret_traded, err);
}
