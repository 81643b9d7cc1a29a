#include "managers/manage_backtest_turns.h"

#include "base/date.h"
#include "managers/manage_backtest.h"
#include "managers/manage_models.h"
#include "wire/wire_backtest.h"
#include "wire/wire_model.h"

enum { TURNS_MOST = 500 };

static bool check_dates(const struct wire_backtest_request *request, struct error *err)
{
    int64_t last = INT64_MIN, time;
    enum date_zone zone;

    for (size_t i = 0; i < request->n_turns; i++) {
        if (!date_parse_iso(request->turns[i].start_date, &time, &zone, err))
            return false;
        if (time <= last)
            return error_set(err, ERROR_INVALID, "turns[%zu] starts at '%s', not after the one "
                             "before it", i, request->turns[i].start_date);
        last = time;
    }
    return true;
}

static bool check_one(struct manage_backtest *manager, const char *id,
                      manage_backtest_turns_fn *check, void *arg, struct error *err)
{
    struct wire_model model;
    bool ok;

    if (!manage_models_find(manager->models, id, &model, err))
        return false;
    ok = check(arg, &model, err);
    wire_model_release(&model);
    return ok;
}

const char *manage_backtest_turns_first(const struct wire_backtest_request *request)
{
    for (size_t i = 0; i < request->n_turns; i++)
        if (request->turns[i].model[0])
            return request->turns[i].model;
    return request->model;
}

bool manage_backtest_turns_check(struct manage_backtest *manager,
                                 const struct wire_backtest_request *request,
                                 manage_backtest_turns_fn *check, void *arg, struct error *err)
{
    if (!request->n_turns)
        return true;
    if (request->model[0])
        return error_set(err, ERROR_INVALID, "a model or turns, not both");
    if (request->n_turns > TURNS_MOST)
        return error_set(err, ERROR_INVALID, "turns are %zu, more than %d", request->n_turns,
                         TURNS_MOST);
    if (!check_dates(request, err))
        return false;
    for (size_t i = 0; i < request->n_turns; i++)
        if (request->turns[i].model[0] &&
            !check_one(manager, request->turns[i].model, check, arg, err))
            return false;
    return true;
}
