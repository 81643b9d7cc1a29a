/*
 * noise_judge - many trials in one world, and the verdict on the best of them by active Sharpe, made
 * as the worker makes it for a backtest: all trials counted, the spread of the others' ratios, costs,
 * luck. With an edge the last trial is the side that has it, and it is the one that is judged; the
 * others trade it by what they see elsewhere, so that they have no part of the edge.
 */
#ifndef BENCH_NOISE_JUDGE_H
#define BENCH_NOISE_JUDGE_H

#include "domain/backtest/evidence_report.h"
#include "noise_trials.h"

enum noise_costs { NOISE_FREE, NOISE_IB };

struct noise_trials {
    struct bars bars;
    struct bars elsewhere;          /* where the rules look, if not at the bars */
    uint8_t *hidden, *signal;
    struct backtest_settings settings;
    double *sharpe;
    size_t n;
};

static bool noise_settings(enum noise_costs costs, struct backtest_settings *ret_settings,
                           struct error *err)
{
    *ret_settings = backtest_settings_default("STK");
    ret_settings->periods_per_year = 252;
    ret_settings->allow_short = ret_settings->reverse = true;
    return costs_parse(costs == NOISE_IB ? "ib_tiered" : "none", &ret_settings->costs, err) &&
           costs_parse_slippage(costs == NOISE_IB ? "2bp" : "none", &ret_settings->slippage, err);
}

static bool noise_try(struct noise_trials *trials, const uint8_t *signal, double *ret_sharpe,
                      struct error *err)
{
    OWNED(backtest_release) struct backtest_result result = {0};
    const struct backtest_input input = { &trials->bars, signal, NULL };
    const struct performance_input in = { &trials->bars, &trials->settings, &result, NULL };
    double *active;

    if (!backtest_run(&input, &trials->settings, NULL, &result, err))
        return false;
    active = mem_alloc(trials->bars.count * sizeof(*active));
    performance_active_returns(&in, active);
    *ret_sharpe = statistics_sharpe(active, trials->bars.count - 1);
    free(active);
    return true;
}

/* Of all but one; NaN for too few, as the ledger has it. */
static double noise_variance(const struct noise_trials *trials, size_t but)
{
    double *others = mem_alloc(trials->n * sizeof(*others)), deviation;
    size_t n = 0;

    for (size_t i = 0; i < trials->n; i++)
        if (i != but && isfinite(trials->sharpe[i]))
            others[n++] = trials->sharpe[i];
    deviation = statistics_deviation(others, n);
    free(others);
    return deviation * deviation;
}

static bool noise_report(struct noise_trials *trials, size_t best, const uint8_t *signal,
                         uint64_t seed, struct evidence_report *ret_report, struct error *err)
{
    OWNED(backtest_release) struct backtest_result result = {0};
    const struct backtest_input input = { &trials->bars, signal, NULL };
    const struct performance_input in = { &trials->bars, &trials->settings, &result, NULL };
    const struct evidence_report_request request = {
        .input = &input, .measured = &in, .n_trials = trials->n,
        .variance_of_trials = noise_variance(trials, best), .kind = EVIDENCE_REPORT_SINGLE,
        .overfitting = NAN, .seed = seed };

    return backtest_run(&input, &trials->settings, NULL, &result, err) &&
           evidence_report_make(&request, ret_report, err);
}

static void noise_release(struct noise_trials *trials)
{
    bars_release(&trials->bars);
    bars_release(&trials->elsewhere);
    free(trials->hidden);
    free(trials->signal);
    free(trials->sharpe);
}

static const uint8_t *noise_signal(struct noise_trials *trials, const struct noise_world *world,
                                   size_t k)
{
    if (world->edge != 0 && k == trials->n - 1)
        return trials->hidden;
    noise_rule(world->edge != 0 ? &trials->elsewhere : &trials->bars, k, trials->signal);
    return trials->signal;
}

static void noise_draw(struct noise_trials *trials, const struct noise_world *world)
{
    struct random random = random_derive(world->seed, 0);

    bars_release(&trials->bars);
    if (world->days)
        noise_shuffle(world, &random, &trials->bars);
    else
        noise_garch(world, &random, &trials->bars, trials->hidden);
}

/* The same days with another mean, until the side that has the edge shows just that ratio. */
static bool noise_measure(struct noise_trials *trials, struct noise_world world, struct error *err)
{
    const double wanted = world.edge;
    double sharpe;

    for (int i = 0; i < 4; i++) {
        if (!noise_try(trials, trials->hidden, &sharpe, err))
            return false;
        world.edge += wanted - sharpe * sqrt(252);
        noise_draw(trials, &world);
    }
    return true;
}

static bool noise_set_out(struct noise_trials *trials, const struct noise_world *world,
                          struct error *err)
{
    struct noise_world other = { .n = world->n, .seed = world->seed };
    struct random random = random_derive(world->seed, 1);
    uint8_t *unseen = mem_alloc(world->n);

    noise_draw(trials, world);
    noise_garch(&other, &random, &trials->elsewhere, unseen);
    free(unseen);
    return !world->is_measured || noise_measure(trials, *world, err);
}

static bool noise_judge(const struct noise_world *world, size_t n_trials, enum noise_costs costs,
                        struct evidence_report *ret_report, struct error *err)
{
    OWNED(noise_release) struct noise_trials trials = {
        .hidden = mem_alloc(world->n), .signal = mem_alloc(world->n),
        .sharpe = mem_alloc(n_trials * sizeof(double)), .n = n_trials };
    size_t best = world->edge != 0 ? n_trials - 1 : 0;

    if (!noise_settings(costs, &trials.settings, err) || !noise_set_out(&trials, world, err))
        return false;
    for (size_t k = 0; k < n_trials; k++) {
        if (!noise_try(&trials, noise_signal(&trials, world, k), &trials.sharpe[k], err))
            return false;
        if (world->edge == 0 && (trials.sharpe[k] > trials.sharpe[best] ||
                                 isnan(trials.sharpe[best])))
            best = k;
    }
    return noise_report(&trials, best, noise_signal(&trials, world, best), world->seed, ret_report,
                        err);
}

#endif
