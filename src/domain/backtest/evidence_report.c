#include "domain/backtest/evidence_report.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

static double bars_per_session(const struct performance_input *in)
{
    size_t sessions = 1;

    if (!in->session)
        return 1;
    for (size_t t = 1; t < in->bars->count; t++)
        sessions += in->session[t] != in->session[t - 1];
    return (double)in->bars->count / (double)sessions;
}

static void judge_returns(const struct evidence_report_request *request, struct evidence_report *r)
{
    const struct performance_input *in = request->measured;
    const size_t n = in->bars->count - 1;
    double *active = mem_alloc(n * sizeof(*active));

    performance_active_returns(in, active);
    r->active_sharpe = statistics_sharpe(active, n);
    r->probabilistic_sharpe = evidence_probabilistic_sharpe(active, n, 0);
    r->evidence.deflated_sharpe = evidence_deflated_sharpe(active, n, request->n_trials,
                                                           request->variance_of_trials);
    r->interval = evidence_bootstrap(active, n,
                                     evidence_mean_block(in->result, bars_per_session(in)),
                                     EVIDENCE_BOOTSTRAP_DRAWS, request->seed);
    free(active);
}

struct several {
    const struct portfolio_input *input;
    const struct portfolio_timeline *timeline;
};

static bool run_several(void *arg, const struct backtest_watch *watch, double multiple,
                        struct backtest_result *ret_result, struct error *err)
{
    const struct several *several = arg;
    struct portfolio_input input = *several->input;
    struct backtest_settings *settings = mem_alloc(input.n * sizeof(*settings));
    bool ok;

    for (size_t s = 0; s < input.n; s++) {
        settings[s] = input.settings[s];
        settings[s].cost_multiple *= multiple;
    }
    input.settings = settings;
    ok = portfolio_run(&input, several->timeline, watch, ret_result, err);
    free(settings);
    return ok;
}

static bool run_again(const struct evidence_report_request *request, struct evidence_report *r,
                      struct error *err)
{
    const struct performance_input *in = request->measured;
    const struct evidence_draws draws = { EVIDENCE_RANDOM_DRAWS, request->seed, request->watch };
    struct several several = { request->portfolio, request->timeline };

    if (request->portfolio)
        return costs_multiples_find(&(struct costs_multiples_study){
                   run_several, &several, in->bars, in->settings, request->watch },
                   &r->multiples, err) &&
               evidence_random_entry_many(request->portfolio, in, &draws,
                                         &r->evidence.random_entry_p, err);
    return costs_multiples_run(request->input, in->settings, request->watch, &r->multiples, err) &&
           evidence_random_entry(in, draws.count, draws.seed, draws.watch,
                                 &r->evidence.random_entry_p, err);
}

bool evidence_report_make(const struct evidence_report_request *request,
                          struct evidence_report *ret_report, struct error *err)
{
    struct evidence_report r = { .evidence = {
        .n_trades = request->measured->result->n_trades,
        .is_sweep = request->kind == EVIDENCE_REPORT_SWEEP,
        .overfitting = request->overfitting } };

    if (!run_again(request, &r, err))
        return false;
    r.evidence.net_at_twice_costs = r.multiples.at[COSTS_MULTIPLES_TWICE].net;
    judge_returns(request, &r);
    r.is_evidence = evidence_judge(&r.evidence, r.text, sizeof(r.text));
    *ret_report = r;
    return true;
}
