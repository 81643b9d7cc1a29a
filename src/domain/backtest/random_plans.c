#include "domain/backtest/random_plans.h"

#include "base/date.h"
#include "base/mem.h"
#include "base/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void sum_payments(struct random_plans *plans)
{
    const struct bars *bars = plans->bars;
    const double *adjust = bars->column[BARS_ADJUST], *close = bars->column[BARS_CLOSE];

    for (size_t t = 1; t < plans->n_bars; t++) {
        const int64_t nights = (date_midnight(bars->time[t]) - date_midnight(bars->time[t - 1])) /
                               DATE_DAY;
        plans->dividend[t] = plans->dividend[t - 1];
        if (adjust)
            plans->dividend[t] += close[t - 1] * (1 - adjust[t - 1] / adjust[t]) * plans->scale[t];
        plans->borrow[t] = plans->borrow[t - 1] + close[t - 1] * plans->scale[t - 1] *
                           plans->settings.borrow_rate * (double)nights / 360;
    }
}

static void set_fills(struct random_plans *plans)
{
    const struct backtest_settings *s = &plans->settings;
    const struct bars *bars = plans->bars;

    for (size_t t = 0; t < plans->n_bars; t++) {
        plans->scale[t] = s->multiplier * (s->conversion ? s->conversion[t] : 1);
        plans->fill[t] = bars->column[BARS_OPEN][t];
    }
    for (size_t i = 0; i < s->n_stale; i++)
        for (size_t t = s->stale[i].from; t < s->stale[i].until && t < plans->n_bars; t++)
            plans->fill[t] = bars->column[BARS_CLOSE][t];
}

void random_plans_make(const struct bars *bars, const struct backtest_settings *settings,
                       size_t n_plans, struct random_plans *ret_plans)
{
    const size_t n = bars->count;
    struct random_plans plans = { .bars = bars, .settings = *settings, .n_bars = n,
                                  .n_plans = 0 };

    plans.settings.size_at = BACKTEST_SIZE_AT_CLOSE;    /* the quantity given is the one */
    plans.plans = mem_alloc((n_plans + 1) * sizeof(*plans.plans));
    plans.order = mem_alloc((n_plans + 1) * sizeof(*plans.order));
    plans.laid = mem_alloc((n_plans + 1) * sizeof(*plans.laid));
    plans.entry = mem_alloc((n_plans + 1) * sizeof(*plans.entry));
    plans.scale = mem_alloc(n * sizeof(double));
    plans.fill = mem_alloc(n * sizeof(double));
    plans.dividend = mem_alloc(n * sizeof(double));
    plans.borrow = mem_alloc(n * sizeof(double));
    set_fills(&plans);
    sum_payments(&plans);
    *ret_plans = plans;
}

/* Parts of one position, sold bit by bit, are one plan. One sold at the last close was held through
 * that bar too. */
void random_plans_add(struct random_plans *plans, const struct backtest_trade *trade, double equity)
{
    const size_t held = trade->exit_bar - trade->entry_bar + (trade->reason == BACKTEST_END);
    struct random_plan *last = plans->n_plans ? &plans->plans[plans->n_plans - 1] : NULL;

    if (last && last->entry_bar == trade->entry_bar) {
        last->held = held > last->held ? held : last->held;
        last->share += trade->value / equity;
        return;
    }
    plans->plans[plans->n_plans] = (struct random_plan){ trade->side, trade->entry_bar, held,
                                                         trade->value / equity };
    plans->order[plans->n_plans] = plans->n_plans;
    plans->n_plans++;
}

static size_t length(const struct random_plan *plan)
{
    return plan->held ? plan->held : 1;
}

/* D. Knuth's algorithm S: walks over free bars and trades, and picks which comes next, so that
 * every way to lay the trades out is as likely. They fit: they did so once. */
void random_plans_lay(struct random_plans *plans, struct random *random)
{
    size_t at = 1, trades = plans->n_plans, slots = plans->n_bars - 1 + trades, n = 0;

    for (size_t i = 0; i < plans->n_plans; i++)
        slots -= length(&plans->plans[i]);
    random_shuffle(random, plans->order, plans->n_plans);
    for (; trades; slots--) {
        const struct random_plan *plan = &plans->plans[plans->order[trades - 1]];
        if (random_uniform(random) * (double)slots >= (double)trades) {
            at++;
            continue;
        }
        plans->laid[n] = plan;
        plans->entry[n++] = at;
        at += length(plan);
        trades--;
    }
}

static bool ends_at_close(const struct random_plans *plans, size_t i)
{
    return !plans->laid[i]->held || plans->entry[i] + plans->laid[i]->held == plans->n_bars;
}

size_t random_plans_exit(const struct random_plans *plans, size_t i)
{
    const size_t held = plans->laid[i]->held;

    return plans->entry[i] + held - (held && ends_at_close(plans, i));
}

void random_plans_trade(const struct random_plans *plans, size_t i, struct position *position)
{
    const struct bars *bars = plans->bars;
    const struct random_plan *plan = plans->laid[i];
    const size_t entry = plans->entry[i], exit = random_plans_exit(plans, i);
    const struct position_fill in = { entry, bars->time[entry], plans->fill[entry],
                                      plans->scale[entry] };
    const struct position_fill out = {
        exit, bars->time[exit],
        ends_at_close(plans, i) ? bars->column[BARS_CLOSE][exit] : plans->fill[exit],
        plans->scale[exit]
    };
    struct backtest_settings sized = plans->settings;
    double quantity;

    sized.sizing = BACKTEST_FRACTION;
    sized.size = plan->share;
    sized.most_of_symbol = 0;
    quantity = in.price > 0
        ? position_size(&sized, position->balance, (double)NAN, in.price, in.scale) : 0;
    if (!(quantity > 0) || !position_open(position, plan->side, quantity, &in))
        return;
    position_pay(position, plans->dividend[exit] - plans->dividend[entry],
                 plan->side < 0 ? plans->borrow[exit] - plans->borrow[entry] : 0);
    (void)position_close(position, position->trade.quantity, &out, BACKTEST_SIGNAL);
}

void random_plans_release(struct random_plans *plans)
{
    free(plans->plans);
    free(plans->order);
    free(plans->laid);
    free(plans->entry);
    free(plans->scale);
    free(plans->fill);
    free(plans->dividend);
    free(plans->borrow);
    *plans = (struct random_plans){0};
}
