#include "base/mem.h"
#include "base/random.h"
#include "domain/backtest/evidence.h"
#include "domain/backtest/portfolio.h"
#include "domain/backtest/random_plans.h"

#include <math.h>
#include <stdlib.h>

enum { DRAWS_PER_LOOK = 8 };

/* What is drawn again and again. */
struct study {
    size_t n;                           /* instruments */
    struct random_plans *plans;         /* of each */
    struct study_held {                 /* of each: what the last trade left, and from when on */
        int64_t until;
        double net;
    } *held;
    size_t *next;                       /* of each: the trade that comes next */
    double capital, profit;
};

static void release(struct study *study)
{
    for (size_t s = 0; s < study->n; s++)
        random_plans_release(&study->plans[s]);
    free(study->plans);
    free(study->held);
    free(study->next);
}

static void make(struct study *study, size_t n)
{
    study->n = n;
    study->plans = mem_alloc(n * sizeof(*study->plans));
    study->held = mem_alloc(n * sizeof(*study->held));
    study->next = mem_alloc(n * sizeof(*study->next));
}

static double draw_one(struct study *study, struct random *random)
{
    struct random_plans *plans = &study->plans[0];
    struct position position = { .settings = &plans->settings, .balance = study->capital };

    random_plans_lay(plans, random);
    for (size_t i = 0; i < plans->n_plans; i++)
        random_plans_trade(plans, i, &position);
    return position.balance - study->capital;
}

/* ---- of a portfolio ---- */

static int64_t entry_time(const struct study *study, size_t s)
{
    const struct random_plans *plans = &study->plans[s];

    return study->next[s] < plans->n_plans ? plans->bars->time[plans->entry[study->next[s]]]
                                           : INT64_MAX;
}

static size_t find_soonest(const struct study *study)
{
    size_t soonest = 0;

    for (size_t s = 1; s < study->n; s++)
        if (entry_time(study, s) < entry_time(study, soonest))
            soonest = s;
    return soonest;
}

static double settle(struct study *study, int64_t time)
{
    double sum = 0;

    for (size_t s = 0; s < study->n; s++)
        if (study->held[s].until <= time) {
            sum += study->held[s].net;
            study->held[s] = (struct study_held){ INT64_MAX, 0 };
        }
    return sum;
}

static void trade_next(struct study *study, size_t s, double balance)
{
    const struct random_plans *plans = &study->plans[s];
    struct position position = { .settings = &plans->settings, .balance = balance };

    random_plans_trade(plans, study->next[s], &position);
    study->held[s] = (struct study_held){
        plans->bars->time[random_plans_exit(plans, study->next[s])], position.balance - balance };
    study->next[s]++;
}

/* Each instrument's trades are laid out over its own bars; then all are gone through by time, with
 * one account. Whether cash would do for all that overlap is not asked: the exposure is the same on
 * average. */
static double draw_many(struct study *study, struct random *random)
{
    double balance = study->capital;

    for (size_t s = 0; s < study->n; s++) {
        random_plans_lay(&study->plans[s], random);
        study->next[s] = 0;
        study->held[s] = (struct study_held){ INT64_MAX, 0 };
    }
    for (;;) {
        const size_t s = find_soonest(study);
        const int64_t time = entry_time(study, s);
        if (time == INT64_MAX)
            break;
        balance += settle(study, time);
        trade_next(study, s, balance);
    }
    return balance + settle(study, INT64_MAX) - study->capital;
}

/* ---- all the draws ---- */

static bool count_as_good(struct study *study, const struct evidence_draws *draws, double *ret_p,
                          struct error *err)
{
    const struct backtest_watch *watch = draws->watch;
    struct random random = random_seed(draws->seed);
    size_t count = 0;

    for (size_t i = 0; i < draws->count; i++) {
        if (watch && i % DRAWS_PER_LOOK == 0 && !watch->go_on(watch->arg, i, draws->count))
            return error_set(err, ERROR_CANCELLED, "random entries stopped at %zu of %zu", i,
                             draws->count);
        count += (study->n == 1 ? draw_one : draw_many)(study, &random) >= study->profit;
    }
    *ret_p = (double)(1 + count) / (double)(1 + draws->count);
    return true;
}

static void add_single(struct study *study, const struct performance_input *input)
{
    const struct backtest_result *r = input->result;
    double equity = study->capital;

    random_plans_make(input->bars, input->settings, r->n_trades, &study->plans[0]);
    for (size_t i = 0; i < r->n_trades; i++) {
        random_plans_add(&study->plans[0], &r->trades[i], equity);
        equity += r->trades[i].net;
    }
}

bool evidence_random_entry(const struct performance_input *input, size_t n_draws, uint64_t seed,
                           const struct backtest_watch *watch, double *ret_p, struct error *err)
{
    const struct backtest_result *r = input->result;
    OWNED(release) struct study study = { .capital = input->settings->capital };

    *ret_p = NAN;
    if (!r->n_trades)
        return true;
    make(&study, 1);
    study.profit = r->equity[r->n_bars - 1] - study.capital;
    add_single(&study, input);
    return count_as_good(&study, &(struct evidence_draws){ n_draws, seed, watch }, ret_p, err);
}

/* The trade in bars of its instrument. */
static void add_of_portfolio(struct study *study, const struct performance_input *input,
                             const struct backtest_trade *trade)
{
    struct random_plans *plans = &study->plans[trade->symbol];
    const double equity = input->result->equity[trade->entry_bar ? trade->entry_bar - 1 : 0];
    struct backtest_trade own = *trade;

    own.entry_bar = bars_lower_bound(plans->bars, input->bars->time[trade->entry_bar]);
    own.exit_bar = bars_lower_bound(plans->bars, input->bars->time[trade->exit_bar]);
    random_plans_add(plans, &own, equity);
}

bool evidence_random_entry_many(const struct portfolio_input *portfolio,
                               const struct performance_input *input,
                               const struct evidence_draws *draws, double *ret_p,
                               struct error *err)
{
    const struct backtest_result *r = input->result;
    OWNED(release) struct study study = { .capital = input->settings->capital };

    *ret_p = NAN;
    if (!r->n_trades)
        return true;
    make(&study, portfolio->n);
    study.profit = r->equity[r->n_bars - 1] - study.capital;
    for (size_t s = 0; s < portfolio->n; s++)
        random_plans_make(portfolio->symbols[s].bars, &portfolio->settings[s], r->n_trades,
                          &study.plans[s]);
    for (size_t i = 0; i < r->n_trades; i++)
        add_of_portfolio(&study, input, &r->trades[i]);
    return count_as_good(&study, draws, ret_p, err);
}
