#include "domain/backtest/portfolio.h"

#include "base/mem.h"
#include "domain/backtest/instrument.h"

#include <math.h>
#include <stdlib.h>

enum { TIMES_PER_LOOK = 1024 };

struct member {
    struct instrument instrument;
    size_t next;                        /* its first bar that has not come yet */
    bool is_here, is_stale;             /* has a bar now: next - 1; whose open is stale */
    bool was_ordered;                   /* before this bar */
};

struct run {
    const struct portfolio_input *input;
    const struct portfolio_timeline *timeline;
    struct backtest_result *result;
    struct member *members;
    size_t *entries;                    /* members that want to buy now, the first first */
    double balance;                     /* of the account: lent to who trades */
};

static size_t bar_of(const struct member *member)
{
    return member->next - 1;
}

static double close_of(const struct member *member)
{
    return instrument_price(&member->instrument, BARS_CLOSE, bar_of(member));
}

static double value_at(const struct member *member, double price)
{
    const struct position *p = &member->instrument.position;

    return p->side * p->trade.quantity * price *
           instrument_scale(&member->instrument, bar_of(member));
}

static double value_of(const struct member *member)
{
    return member->instrument.position.side ? value_at(member, close_of(member)) : 0;
}

/* What it is worth when orders fill: at an open nobody knows how the bar will close. */
static double value_at_fill(const struct member *member, bool is_stale)
{
    const bool at_open = member->is_here && !is_stale;

    return value_at(member, at_open ? instrument_price(&member->instrument, BARS_OPEN,
                                                       bar_of(member)) : close_of(member));
}

/* A member that has the account's money for the moment, and knows what the others hold. */
static struct instrument *lend(struct run *run, size_t s)
{
    struct instrument *instrument = &run->members[s].instrument;

    instrument->position.balance = run->balance;
    return instrument;
}

static void tell_of_others(struct run *run, size_t s, bool is_stale)
{
    struct instrument *instrument = &run->members[s].instrument;

    instrument->position.locked = instrument->gross_elsewhere = 0;
    instrument->positions_elsewhere = 0;
    for (size_t o = 0; o < run->input->n; o++) {
        const struct position *p = &run->members[o].instrument.position;
        if (o == s || !p->side)
            continue;
        instrument->position.locked += p->trade.value;
        instrument->gross_elsewhere += fabs(value_at_fill(&run->members[o], is_stale));
        instrument->positions_elsewhere++;
    }
}

static void take_back(struct run *run, size_t s)
{
    run->balance = run->members[s].instrument.position.balance;
}

/* ---- one time ---- */

static void call_members(struct run *run, size_t time)
{
    for (size_t s = 0; s < run->input->n; s++) {
        struct member *m = &run->members[s];
        const struct instrument *i = &m->instrument;

        m->is_here = m->next < i->bars->count && run->timeline->at[s][m->next] == time;
        if (!m->is_here)
            continue;
        m->is_stale = i->settings->n_stale && instrument_is_stale(&m->instrument, m->next);
        m->was_ordered = i->has_order;
        if (instrument_carries(i)) {
            instrument_carry(lend(run, s), m->next);
            take_back(run, s);
        }
        m->next++;
    }
}

static double fill_price(const struct member *m)
{
    return instrument_price(&m->instrument, m->is_stale ? BARS_CLOSE : BARS_OPEN, bar_of(m));
}

static double confidence_of(const struct member *m)
{
    const struct instrument *i = &m->instrument;

    return i->confidence ? (double)i->confidence[i->order.decided] : 0;
}

/* Sorted in as they come: of equal confidence the earlier stays first. */
static size_t list_entries(struct run *run, bool is_stale)
{
    size_t n = 0;

    for (size_t s = 0; s < run->input->n; s++) {
        const struct member *m = &run->members[s];
        size_t at = n;

        if (!m->is_here || m->is_stale != is_stale || !m->was_ordered ||
            !m->instrument.has_order || !m->instrument.order.opens)
            continue;
        for (; at && confidence_of(&run->members[run->entries[at - 1]]) < confidence_of(m); at--)
            run->entries[at] = run->entries[at - 1];
        run->entries[at] = s;
        n++;
    }
    return n;
}

static void fill_orders(struct run *run, bool is_stale)
{
    size_t n;

    for (size_t s = 0; s < run->input->n; s++) {
        const struct member *m = &run->members[s];
        if (!m->is_here || m->is_stale != is_stale || !m->was_ordered)
            continue;
        instrument_exit(lend(run, s), bar_of(m), fill_price(m));
        take_back(run, s);
        run->result->n_stale_fills += is_stale;
    }
    n = list_entries(run, is_stale);
    for (size_t e = 0; e < n; e++) {
        const struct member *m = &run->members[run->entries[e]];
        tell_of_others(run, run->entries[e], is_stale);
        instrument_enter(lend(run, run->entries[e]), bar_of(m), fill_price(m));
        take_back(run, run->entries[e]);
    }
}

static void check_levels(struct run *run, bool is_stale)
{
    for (size_t s = 0; s < run->input->n; s++) {
        const struct member *m = &run->members[s];
        if (!m->is_here || m->is_stale != is_stale || !m->instrument.position.side)
            continue;
        if (is_stale)
            instrument_check_stale_levels(lend(run, s), bar_of(m));
        else
            instrument_check_levels(lend(run, s), bar_of(m));
        take_back(run, s);
    }
}

static double equity_now(const struct run *run)
{
    double equity = run->balance;

    for (size_t s = 0; s < run->input->n; s++) {
        const struct member *m = &run->members[s];
        const struct position *p = &m->instrument.position;
        if (p->side)
            equity += p->side * p->trade.quantity * (close_of(m) - p->trade.entry_price) *
                      instrument_scale(&m->instrument, bar_of(m));
    }
    return equity;
}

static void mark(struct run *run, size_t time)
{
    struct backtest_result *r = run->result;
    double net = 0, gross = 0;

    r->equity[time] = equity_now(run);
    for (size_t s = 0; s < run->input->n; s++) {
        const double value = value_of(&run->members[s]);
        net += value;
        gross += fabs(value);
    }
    r->position[time] = net / run->timeline->basket.column[BARS_CLOSE][time];
    r->gross[time] = gross / r->equity[time];
}

static void decide(struct run *run, size_t time)
{
    bool has_ended = false;

    for (size_t s = 0; s < run->input->n; s++) {
        struct member *m = &run->members[s];
        if (m->is_here && m->instrument.signal[bar_of(m)] != SIGNAL_HOLD)
            instrument_decide(&m->instrument, bar_of(m), run->result->equity[time]);
        if (!m->is_here || m->next < m->instrument.bars->count)
            continue;
        instrument_finish(lend(run, s));
        take_back(run, s);
        has_ended = true;
    }
    if (has_ended)
        mark(run, time);
}

static void run_time(struct run *run, size_t time)
{
    call_members(run, time);
    fill_orders(run, false);
    check_levels(run, false);
    check_levels(run, true);
    fill_orders(run, true);
    mark(run, time);
    decide(run, time);
}

/* ---- the whole ---- */

/* From bars of each to those of the timeline. */
static void translate(struct run *run)
{
    struct backtest_result *r = run->result;

    for (size_t i = 0; i < r->n_trades; i++) {
        struct backtest_trade *t = &r->trades[i];
        t->entry_bar = run->timeline->at[t->symbol][t->entry_bar];
        t->exit_bar = run->timeline->at[t->symbol][t->exit_bar];
    }
    for (size_t i = 0; i < r->n_unfilled; i++)
        r->unfilled[i].bar = run->timeline->at[r->unfilled[i].symbol][r->unfilled[i].bar];
    r->cash = run->balance;
}

static bool run_times(struct run *run, const struct backtest_watch *watch, struct error *err)
{
    const size_t n = run->result->n_bars;

    for (size_t time = 0; time < n; time++) {
        if (watch && time % TIMES_PER_LOOK == 0 && !watch->go_on(watch->arg, time, n))
            return error_set(err, ERROR_CANCELLED, "backtest stopped at bar %zu of %zu", time, n);
        run_time(run, time);
    }
    translate(run);
    return true;
}

static bool start(struct run *run, struct error *err)
{
    const struct portfolio_input *input = run->input;
    struct backtest_result *r = run->result;

    for (size_t s = 0; s < input->n; s++) {
        if (!backtest_settings_check(&input->settings[s], err) ||
            !instrument_check(&input->symbols[s], &input->settings[s], err))
            return false;
        run->members[s].instrument = instrument_start(&input->symbols[s], &input->settings[s], r);
        run->members[s].instrument.symbol = s;
        r->is_price_only |= !input->symbols[s].bars->column[BARS_ADJUST];
    }
    r->n_bars = run->timeline->basket.count;
    r->equity = mem_alloc(r->n_bars * sizeof(*r->equity));
    r->position = mem_alloc(r->n_bars * sizeof(*r->position));
    r->gross = mem_alloc(r->n_bars * sizeof(*r->gross));
    run->balance = input->settings[0].capital;
    return true;
}

bool portfolio_run(const struct portfolio_input *input, const struct portfolio_timeline *timeline,
                   const struct backtest_watch *watch, struct backtest_result *ret_result,
                   struct error *err)
{
    OWNED(backtest_release) struct backtest_result result = {0};
    struct run run = {
        .input = input, .timeline = timeline, .result = &result,
        .members = mem_alloc(input->n * sizeof(*run.members)),
        .entries = mem_alloc(input->n * sizeof(*run.entries)),
    };
    const bool ok = start(&run, err) && run_times(&run, watch, err);

    free(run.members);
    free(run.entries);
    if (!ok)
        return false;
    *ret_result = result;
    result = (struct backtest_result){0};
    return true;
}
