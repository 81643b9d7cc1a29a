#include "domain/backtest/costs_multiples.h"

#include "base/mem.h"
#include "domain/backtest/performance.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static const double multiples[] = {
    [COSTS_MULTIPLES_NONE] = 0, [COSTS_MULTIPLES_HALF] = 0.5, [COSTS_MULTIPLES_ONCE] = 1,
    [COSTS_MULTIPLES_TWICE] = 2,
};
static_assert(COUNT(multiples) == COSTS_MULTIPLES_COUNT, "one multiple per name");
static const double most = 1000, precision = 1e-3;

static double active_return(const struct costs_multiples_study *study,
                            const struct backtest_result *result)
{
    const struct performance_input in = {
        .bars = study->bars, .settings = study->settings, .result = result
    };
    const size_t n = result->n_bars - 1;
    double *active = mem_alloc(n * sizeof(*active)), sum;

    performance_active_returns(&in, active);
    sum = statistics_mean(active, n) * (double)n;
    free(active);
    return sum;
}

static bool run_at(const struct costs_multiples_study *study, double multiple,
                   struct costs_multiple *ret, struct error *err)
{
    OWNED(backtest_release) struct backtest_result result = {0};

    if (!study->run(study->arg, study->watch, multiple, &result, err))
        return false;
    ret->multiple = multiple;
    ret->n_trades = result.n_trades;
    ret->net = result.equity[result.n_bars - 1] - study->settings->capital;
    ret->total_return = ret->net / study->settings->capital;
    ret->active_return = active_return(study, &result);
    return true;
}

/* Between a multiple that leaves something and one that does not, both found by doubling. */
static bool find_break_even(const struct costs_multiples_study *study, struct costs_multiples *m,
                            struct error *err)
{
    struct costs_multiple low = m->at[0], high = m->at[0], middle;

    m->break_even = NAN;
    if (!(low.active_return > 0))
        return true;
    for (double multiple = 1; high.active_return > 0; multiple *= 2) {
        if (multiple > most)
            return true;
        low = high;
        if (!run_at(study, multiple, &high, err))
            return false;
    }
    while (high.multiple - low.multiple > precision) {
        if (!run_at(study, (low.multiple + high.multiple) / 2, &middle, err))
            return false;
        *(middle.active_return > 0 ? &low : &high) = middle;
    }
    m->break_even = (low.multiple + high.multiple) / 2;
    return true;
}

bool costs_multiples_find(const struct costs_multiples_study *study,
                          struct costs_multiples *ret_multiples, struct error *err)
{
    struct costs_multiples m;

    for (size_t i = 0; i < COUNT(multiples); i++)
        if (!run_at(study, multiples[i], &m.at[i], err))
            return false;
    if (!find_break_even(study, &m, err))
        return false;
    *ret_multiples = m;
    return true;
}

struct single {
    const struct backtest_input *input;
    const struct backtest_settings *settings;
};

static bool run_single(void *arg, const struct backtest_watch *watch, double multiple,
                       struct backtest_result *ret_result, struct error *err)
{
    const struct single *single = arg;
    struct backtest_settings settings = *single->settings;

    settings.cost_multiple *= multiple;
    return backtest_run(single->input, &settings, watch, ret_result, err);
}

bool costs_multiples_run(const struct backtest_input *input,
                         const struct backtest_settings *settings,
                         const struct backtest_watch *watch, struct costs_multiples *ret_multiples,
                         struct error *err)
{
    struct single single = { input, settings };

    return costs_multiples_find(&(struct costs_multiples_study){
        run_single, &single, input->bars, settings, watch }, ret_multiples, err);
}
