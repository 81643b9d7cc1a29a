#include "domain/backtest/backtest.h"

#include "base/mem.h"
#include "domain/backtest/position.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { BARS_PER_LOOK = 4096, DAY = 86400 };

struct order {
    bool closes;
    int opens;                          /* 1, -1; 0: nothing */
    double quantity;                    /* of what opens */
    size_t decided;
};

struct run {
    const struct backtest_settings *settings;
    const struct bars *bars;
    const uint8_t *signal;
    const float *confidence;
    struct backtest_result *result;
    struct position position;
    struct order order;                 /* to be filled in the next bar */
    bool has_order, has_levels;
    size_t next_signal_bar;             /* entries from here on */
    size_t stale;                       /* first range that has not ended */
};

static double price_at(const struct run *run, enum bars_column column, size_t t)
{
    return run->bars->column[column][t];
}

static double scale_at(const struct run *run, size_t t)
{
    const double *conversion = run->settings->conversion;

    return conversion ? run->settings->multiplier * conversion[t] : run->settings->multiplier;
}

static void *grown(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room * 2 + 64;
    return mem_resize(items, *room * size);
}

static void list_unfilled(struct run *run, const struct backtest_unfilled *unfilled)
{
    struct backtest_result *r = run->result;

    r->unfilled = grown(r->unfilled, r->n_unfilled, &r->unfilled_room, sizeof(*r->unfilled));
    r->unfilled[r->n_unfilled++] = *unfilled;
}

static void close_at(struct run *run, size_t t, double price, enum backtest_reason reason)
{
    struct backtest_result *r = run->result;
    const struct position_fill fill = { t, run->bars->time[t], price, scale_at(run, t) };

    r->trades = grown(r->trades, r->n_trades, &r->trades_room, sizeof(*r->trades));
    r->trades[r->n_trades++] = *position_close(&run->position, &fill, reason);
}

static void open_at(struct run *run, size_t t, double price)
{
    const struct order *order = &run->order;
    const struct position_fill fill = { t, run->bars->time[t], price, scale_at(run, t) };

    if (position_open(&run->position, order->opens, order->quantity, &fill)) {
        run->next_signal_bar = order->decided + run->settings->min_signal_separation;
        return;
    }
    list_unfilled(run, &(struct backtest_unfilled){
        .bar = order->decided, .side = order->opens, .quantity = order->quantity,
        .why = price > 0 ? BACKTEST_UNFILLED_NO_CASH : BACKTEST_UNFILLED_NO_PRICE });
}

static void fill_order(struct run *run, size_t t, double price)
{
    run->has_order = false;
    if (run->order.closes && run->position.side) {   /* a stop may have been first */
        close_at(run, t, price, BACKTEST_SIGNAL);
        run->next_signal_bar = run->order.decided + run->settings->min_signal_separation;
    }
    if (run->order.opens)
        open_at(run, t, price);
}

static int64_t day_of(int64_t time)
{
    return (time - (time % DAY + DAY) % DAY) / DAY;
}

/* Of what was held over the close of t - 1. The adjustment factor is what turns a stored price into
 * the adjusted one; it steps up by close / (close - dividend) at the ex-date. */
static void carry(struct run *run, size_t t)
{
    const double *adjust = run->bars->column[BARS_ADJUST];
    const bool borrows = run->position.side < 0 && run->settings->borrow_rate > 0;
    const int64_t nights =
        borrows ? day_of(run->bars->time[t]) - day_of(run->bars->time[t - 1]) : 0;
    const double close = price_at(run, BARS_CLOSE, t - 1);
    double dividend = 0, borrow = 0;

    if (adjust && adjust[t] != adjust[t - 1])
        dividend = close * (1 - adjust[t - 1] / adjust[t]) * scale_at(run, t);
    if (nights)
        borrow = close * scale_at(run, t - 1) * run->settings->borrow_rate * (double)nights / 360;
    if (dividend != 0 || nights)
        position_pay(&run->position, dividend, borrow);
}

/* A tick, less what rounding may take away: 110.01 - 110 is a hair off 0.01. */
static double least_through(const struct run *run)
{
    return run->settings->tick * (1 - 1e-6);
}

static bool check_levels_at_open(struct run *run, size_t t)
{
    const struct position *p = &run->position;
    const double open = price_at(run, BARS_OPEN, t), side = p->side;

    if (side * (open - p->stop) <= 0)
        close_at(run, t, open, BACKTEST_STOP);
    else if (side * (open - p->target) >= least_through(run))
        close_at(run, t, open, BACKTEST_TARGET);
    return !p->side;
}

static void check_levels_in_bar(struct run *run, size_t t, bool is_stale)
{
    const struct position *p = &run->position;
    const double side = p->side, close = price_at(run, BARS_CLOSE, t);
    const double worst = price_at(run, side > 0 ? BARS_LOW : BARS_HIGH, t);
    const double best = price_at(run, side > 0 ? BARS_HIGH : BARS_LOW, t);

    if (side * (worst - p->stop) <= 0) {
        const bool ended_worse = is_stale && side * (close - p->stop) < 0;
        close_at(run, t, ended_worse ? close : p->stop, BACKTEST_STOP);
    } else if (side * (best - p->target) >= least_through(run)) {
        close_at(run, t, p->target, BACKTEST_TARGET);
    }
}

static void note_range(struct run *run, size_t t)
{
    struct position *p = &run->position;
    const double low = price_at(run, BARS_LOW, t), high = price_at(run, BARS_HIGH, t);

    p->lowest = low < p->lowest ? low : p->lowest;
    p->highest = high > p->highest ? high : p->highest;
}

static bool is_stale_at(struct run *run, size_t t)
{
    const struct backtest_settings *s = run->settings;

    while (run->stale < s->n_stale && s->stale[run->stale].until <= t)
        run->stale++;
    return run->stale < s->n_stale && t >= s->stale[run->stale].from;
}

static void trade_fresh_bar(struct run *run, size_t t)
{
    if (run->has_order)
        fill_order(run, t, price_at(run, BARS_OPEN, t));
    if (run->position.side && run->has_levels && !check_levels_at_open(run, t))
        check_levels_in_bar(run, t, false);
    if (run->position.side)
        note_range(run, t);
}

static void trade_stale_bar(struct run *run, size_t t)
{
    if (run->position.side && run->has_levels)
        check_levels_in_bar(run, t, true);
    if (run->position.side)
        note_range(run, t);
    if (run->has_order) {
        fill_order(run, t, price_at(run, BARS_CLOSE, t));
        run->result->n_stale_fills++;
    }
}

static int wish_at(const struct run *run, size_t t)
{
    const double least = run->settings->confidence_threshold;

    if (run->signal[t] == SIGNAL_HOLD)
        return 0;
    if (run->confidence && least > 0 && !((double)run->confidence[t] >= least))
        return 0;                       /* also where it is no number */
    return run->signal[t] == SIGNAL_BUY ? 1 : -1;
}

static bool may_open(const struct run *run, size_t t, int side)
{
    return (side > 0 || run->settings->allow_short) && t >= run->next_signal_bar;
}

/* True if the order is worth sending. */
static bool size_order(struct run *run, size_t t, int side)
{
    const double close = price_at(run, BARS_CLOSE, t);

    run->order.quantity = close > 0
        ? position_size(run->settings, run->result->equity[t], close, scale_at(run, t)) : 0;
    if (run->order.quantity > 0)
        return true;
    list_unfilled(run, &(struct backtest_unfilled){
        .bar = t, .side = side,
        .why = close > 0 ? BACKTEST_UNFILLED_TOO_SMALL : BACKTEST_UNFILLED_NO_PRICE });
    return false;
}

static void decide(struct run *run, size_t t)
{
    const int wish = wish_at(run, t), side = run->position.side;

    if (!wish || wish == side)
        return;
    run->order = (struct order){ .closes = side != 0, .decided = t };
    if ((!side || run->settings->reverse) && may_open(run, t, wish) && size_order(run, t, wish))
        run->order.opens = wish;
    run->has_order = run->order.closes || run->order.opens;
}

static void run_bar(struct run *run, size_t t)
{
    struct backtest_result *r = run->result;

    if (run->position.side)
        carry(run, t);
    if (run->settings->n_stale && is_stale_at(run, t))
        trade_stale_bar(run, t);
    else if (run->has_order || run->position.side)
        trade_fresh_bar(run, t);
    r->equity[t] = position_equity(&run->position, price_at(run, BARS_CLOSE, t), scale_at(run, t));
    r->position[t] = run->position.side * run->position.trade.quantity;
    if (run->signal[t] != SIGNAL_HOLD)
        decide(run, t);
}

static void list_order_after_end(struct run *run)
{
    const struct order *order = &run->order;

    if (order->closes)
        list_unfilled(run, &(struct backtest_unfilled){
            .bar = order->decided, .side = -run->position.side, .is_exit = true,
            .quantity = run->position.trade.quantity });
    if (order->opens)
        list_unfilled(run, &(struct backtest_unfilled){
            .bar = order->decided, .side = order->opens, .quantity = order->quantity });
}

static void finish(struct run *run)
{
    struct backtest_result *r = run->result;
    const size_t last = r->n_bars - 1;

    if (run->has_order)
        list_order_after_end(run);
    if (run->position.side) {
        close_at(run, last, price_at(run, BARS_CLOSE, last), BACKTEST_END);
        r->equity[last] = run->position.balance;
        r->position[last] = 0;
    }
    r->cash = run->position.balance;
}

static bool run_bars(struct run *run, const struct backtest_watch *watch, struct error *err)
{
    const size_t n = run->bars->count;

    for (size_t from = 0; from < n; from += BARS_PER_LOOK) {
        const size_t until = n - from < BARS_PER_LOOK ? n : from + BARS_PER_LOOK;
        if (watch && !watch->go_on(watch->arg, from, n))
            return error_set(err, ERROR_CANCELLED, "backtest stopped at bar %zu of %zu", from, n);
        for (size_t t = from; t < until; t++)
            run_bar(run, t);
    }
    finish(run);
    return true;
}

static bool check_input(const struct backtest_input *input,
                        const struct backtest_settings *settings, struct error *err)
{
    const double *adjust = input->bars->column[BARS_ADJUST], *conversion = settings->conversion;
    uint8_t highest = 0;

    if (!input->bars->count)
        return error_set(err, ERROR_BAD_DATA, "no bars to trade on");
    for (size_t t = 0; t < input->bars->count; t++)
        highest = input->signal[t] > highest ? input->signal[t] : highest;
    for (size_t t = 0; highest >= SIGNAL_COUNT; t++)
        if (input->signal[t] >= SIGNAL_COUNT)
            return error_set(err, ERROR_INVALID, "bar %zu has signal %d, which is none", t,
                             input->signal[t]);
    for (size_t t = 0; adjust && t < input->bars->count; t++)
        if (!(adjust[t] > 0 && isfinite(adjust[t])))
            return error_set(err, ERROR_BAD_DATA, "bar %zu has an adjustment of %g", t, adjust[t]);
    for (size_t t = 0; conversion && t < input->bars->count; t++)
        if (!(conversion[t] > 0 && isfinite(conversion[t])))
            return error_set(err, ERROR_INVALID, "bar %zu has a conversion of %g", t,
                             conversion[t]);
    return true;
}

bool backtest_run(const struct backtest_input *input, const struct backtest_settings *settings,
                  const struct backtest_watch *watch, struct backtest_result *ret_result,
                  struct error *err)
{
    OWNED(backtest_release) struct backtest_result result = {0};
    struct run run = {
        .settings = settings, .bars = input->bars, .signal = input->signal,
        .confidence = input->confidence, .result = &result,
        .position = { .settings = settings, .balance = settings->capital },
        .has_levels = settings->stop_loss_pct > 0 || settings->take_profit_pct > 0,
    };

    if (!backtest_settings_check(settings, err) || !check_input(input, settings, err))
        return false;
    result.n_bars = input->bars->count;
    result.equity = mem_alloc(result.n_bars * sizeof(*result.equity));
    result.position = mem_alloc(result.n_bars * sizeof(*result.position));
    result.is_price_only = !input->bars->column[BARS_ADJUST];
    if (!run_bars(&run, watch, err))
        return false;
    *ret_result = result;
    result = (struct backtest_result){0};
    return true;
}

const char *backtest_reason_name(enum backtest_reason reason)
{
    static const char *const names[] = { "signal", "stop", "target", "end" };

    return names[reason];
}

const char *backtest_unfilled_name(enum backtest_unfilled_why why)
{
    static const char *const names[] = { "after the end", "too small", "no cash", "no price" };

    return names[why];
}

void backtest_release(struct backtest_result *result)
{
    free(result->equity);
    free(result->position);
    free(result->trades);
    free(result->unfilled);
    *result = (struct backtest_result){0};
}
