#include "base/date.h"
#include "base/mem.h"
#include "base/random.h"
#include "domain/backtest/evidence.h"
#include "domain/backtest/position.h"

#include <math.h>
#include <stdlib.h>

enum { DRAWS_PER_LOOK = 8 };

struct plan {
    int side;
    size_t held;                        /* bars; 0: in and out in one */
    double share;                       /* of equity */
};

struct study {
    const struct performance_input *in;
    struct backtest_settings settings;
    size_t n_bars, n_plans;
    struct plan *plans;
    size_t *order;                      /* the plans, shuffled */
    double *scale;                      /* money per unit and price, by bar */
    double *fill;                       /* the price of market orders, by bar */
    double *dividend, *borrow;          /* sums up to each bar, money per unit */
};

static void list_plans(struct study *study)
{
    const struct backtest_result *r = study->in->result;
    double equity = study->settings.capital;

    for (size_t i = 0; i < r->n_trades; i++) {
        const struct backtest_trade *t = &r->trades[i];
        /* One sold at the last close was held through that bar too. */
        const size_t held = t->exit_bar - t->entry_bar + (t->reason == BACKTEST_END);
        study->plans[i] = (struct plan){ t->side, held, t->value / equity };
        study->order[i] = i;
        equity += t->net;
    }
}

static void sum_payments(struct study *study)
{
    const struct bars *bars = study->in->bars;
    const double *adjust = bars->column[BARS_ADJUST], *close = bars->column[BARS_CLOSE];

    for (size_t t = 1; t < study->n_bars; t++) {
        const int64_t nights = (date_midnight(bars->time[t]) - date_midnight(bars->time[t - 1])) /
                               DATE_DAY;
        study->dividend[t] = study->dividend[t - 1];
        if (adjust)
            study->dividend[t] += close[t - 1] * (1 - adjust[t - 1] / adjust[t]) * study->scale[t];
        study->borrow[t] = study->borrow[t - 1] + close[t - 1] * study->scale[t - 1] *
                           study->settings.borrow_rate * (double)nights / 360;
    }
}

static void set_fills(struct study *study)
{
    const struct backtest_settings *s = &study->settings;
    const struct bars *bars = study->in->bars;

    for (size_t t = 0; t < study->n_bars; t++) {
        study->scale[t] = s->multiplier * (s->conversion ? s->conversion[t] : 1);
        study->fill[t] = bars->column[BARS_OPEN][t];
    }
    for (size_t i = 0; i < s->n_stale; i++)
        for (size_t t = s->stale[i].from; t < s->stale[i].until && t < study->n_bars; t++)
            study->fill[t] = bars->column[BARS_CLOSE][t];
}

static void trade(const struct study *study, struct position *position, const struct plan *plan,
                  size_t entry)
{
    const struct bars *bars = study->in->bars;
    const bool ends_at_close = !plan->held || entry + plan->held == study->n_bars;
    const size_t exit = entry + plan->held - (plan->held && ends_at_close);
    const struct position_fill in = { entry, bars->time[entry], study->fill[entry],
                                      study->scale[entry] };
    const struct position_fill out = {
        exit, bars->time[exit],
        ends_at_close ? bars->column[BARS_CLOSE][exit] : study->fill[exit], study->scale[exit]
    };
    struct backtest_settings sized = study->settings;
    double quantity;

    sized.sizing = BACKTEST_FRACTION;
    sized.size = plan->share;
    quantity = in.price > 0 ? position_size(&sized, position->balance, in.price, in.scale) : 0;
    if (!(quantity > 0) || !position_open(position, plan->side, quantity, &in))
        return;
    position_pay(position, study->dividend[exit] - study->dividend[entry],
                 plan->side < 0 ? study->borrow[exit] - study->borrow[entry] : 0);
    (void)position_close(position, &out, BACKTEST_SIGNAL);
}

static size_t length(const struct plan *plan)
{
    return plan->held ? plan->held : 1;
}

/* D. Knuth's algorithm S: walks over free bars and trades, and picks which comes next, so that
 * every way to lay the trades out is as likely. They fit: they did so once. */
static double draw_profit(struct study *study, struct random *random)
{
    struct position position = { .settings = &study->settings,
                                 .balance = study->settings.capital };
    size_t at = 1, trades = study->n_plans, slots = study->n_bars - 1 + trades;

    for (size_t i = 0; i < study->n_plans; i++)
        slots -= length(&study->plans[i]);
    random_shuffle(random, study->order, study->n_plans);
    for (; trades; slots--) {
        const struct plan *plan = &study->plans[study->order[trades - 1]];
        if (random_uniform(random) * (double)slots >= (double)trades) {
            at++;
            continue;
        }
        trade(study, &position, plan, at);
        at += length(plan);
        trades--;
    }
    return position.balance - study->settings.capital;
}

static bool count_as_good(struct study *study, size_t n_draws, struct random *random,
                          const struct backtest_watch *watch, size_t *ret_count, struct error *err)
{
    const struct backtest_result *r = study->in->result;
    const double profit = r->equity[r->n_bars - 1] - study->settings.capital;
    size_t count = 0;

    for (size_t i = 0; i < n_draws; i++) {
        if (watch && i % DRAWS_PER_LOOK == 0 && !watch->go_on(watch->arg, i, n_draws))
            return error_set(err, ERROR_CANCELLED, "random entries stopped at %zu of %zu", i,
                             n_draws);
        count += draw_profit(study, random) >= profit;
    }
    *ret_count = count;
    return true;
}

static void release(struct study *study)
{
    free(study->plans);
    free(study->order);
    free(study->scale);
    free(study->fill);
    free(study->dividend);
    free(study->borrow);
}

bool evidence_random_entry(const struct performance_input *input, size_t n_draws, uint64_t seed,
                           const struct backtest_watch *watch, double *ret_p, struct error *err)
{
    const size_t n = input->bars->count, n_trades = input->result->n_trades;
    struct random random = random_seed(seed);
    OWNED(release) struct study study = { .in = input, .settings = *input->settings, .n_bars = n };
    size_t count = 0;

    if (!n_trades) {
        *ret_p = NAN;
        return true;
    }
    study.n_plans = n_trades;
    study.settings.size_at = BACKTEST_SIZE_AT_CLOSE;    /* the quantity given is the one */
    study.plans = mem_alloc(n_trades * sizeof(*study.plans));
    study.order = mem_alloc(n_trades * sizeof(*study.order));
    study.scale = mem_alloc(n * sizeof(double));
    study.fill = mem_alloc(n * sizeof(double));
    study.dividend = mem_alloc(n * sizeof(double));
    study.borrow = mem_alloc(n * sizeof(double));
    list_plans(&study);
    set_fills(&study);
    sum_payments(&study);
    if (!count_as_good(&study, n_draws, &random, watch, &count, err))
        return false;
    *ret_p = (double)(1 + count) / (double)(1 + n_draws);
    return true;
}
