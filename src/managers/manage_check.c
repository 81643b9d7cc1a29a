#include "managers/manage_check.h"

#include "base/buf.h"
#include "base/mem.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_overrides.h"
#include "managers/manage_bars.h"
#include "managers/manage_lockbox.h"
#include "managers/manage_strategies.h"
#include "managers/worker_bars.h"
#include "operations/manage_worker.h"

#include <stdio.h>
#include <stdlib.h>

struct check {
    const struct manage_check *manager;
    struct wire_check_request *wanted;
    struct strategy strategy;
    struct wire_worker_request request;
};

static bool read_strategy(struct check *check, struct error *err)
{
    const struct wire_check_request *wanted = check->wanted;
    const struct strategy_overrides overrides = { wanted->n_overrides, wanted->overrides };

    strategy_release(&check->strategy);
    return strategy_overrides_read(wanted->text, wanted->label, &overrides, &check->strategy, err);
}

static bool take_strategy(struct check *check, struct error *err)
{
    struct wire_check_request *wanted = check->wanted;
    enum timeframe timeframe;

    if (!manage_strategies_resolve(check->manager->strategies, wanted->strategy, &wanted->text,
                                   err) ||
        !read_strategy(check, err))
        return false;
    if (!wanted->timeframe[0])
        return true;
    if (!timeframe_parse(wanted->timeframe, &timeframe, err))
        return false;
    if (timeframe == check->strategy.data.base)
        return true;
    manage_strategies_add_timeframe(timeframe, &wanted->overrides, &wanted->n_overrides);
    return read_strategy(check, err);
}

static bool take_symbol(struct check *check, struct error *err)
{
    const char *wanted = check->wanted->symbol;
    char symbol[SERIES_SYMBOL];

    if (!wanted[0])
        wanted = check->strategy.data.symbols[0];
    if (!series_parse_symbol(wanted, symbol, err))
        return false;
    snprintf(check->wanted->symbol, sizeof(check->wanted->symbol), "%s", symbol);
    return true;
}

static bool add_bars(struct check *check, struct error *err)
{
    const struct strategy_data *data = &check->strategy.data;

    for (size_t t = 0; t < data->n_timeframes; t++) {
        struct manage_bars_want want;
        struct manage_bars_file file;

        if (!manage_bars_parse_want(check->wanted->symbol, timeframe_name(data->timeframes[t]), "",
                                    "", &want, err) ||
            !manage_lockbox_clip(check->manager->worker->store, &want, err) ||
            !manage_bars_file(check->manager->bars, &want, &file, err))
            return false;
        worker_bars_add(&check->request, &file);
    }
    return true;
}

static bool ask(struct check *check, char **ret_json, struct error *err)
{
    struct wire_worker_request *request = &check->request;
    bool ok;

    request->strategy_text = mem_text(check->wanted->text);
    snprintf(request->strategy_label, sizeof(request->strategy_label), "%s", check->wanted->label);
    request->check = check->wanted;             /* lent for the call */
    ok = manage_worker_call(check->manager->worker, request, ret_json, err);
    request->check = NULL;
    return ok;
}

bool manage_check_run(const struct manage_check *manager, enum wire_worker_kind kind,
                      struct wire_check_request *request, struct buf *ret_json, struct error *err)
{
    struct check check = { .manager = manager, .wanted = request };
    char *json = NULL;
    bool ok;

    manage_worker_call_request(manager->worker, kind, &check.request);
    ok = take_strategy(&check, err) && take_symbol(&check, err) && add_bars(&check, err) &&
         ask(&check, &json, err);
    if (ok)
        buf_print(ret_json, "%s", json);
    free(json);
    wire_worker_request_release(&check.request);
    strategy_release(&check.strategy);
    return ok;
}
