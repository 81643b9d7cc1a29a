#include "domain/backtest/instrument.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/statistics.h"

#include <math.h>
#include <stdlib.h>

struct instrument instrument_start(const struct backtest_input *input,
                                   const struct backtest_settings *settings,
                                   struct backtest_result *result)
{
    return (struct instrument){
        .settings = settings, .bars = input->bars, .signal = input->signal,
        .confidence = input->confidence, .result = result,
        .position = { .settings = settings, .balance = settings->capital },
        .has_levels = settings->stop_loss_pct > 0 || settings->take_profit_pct > 0,
        .has_limits = settings->most_gross > 0 || settings->most_positions ||
                      settings->volume_share > 0 || settings->is_closed,
    };
}

/* ---- lists ---- */

static void *grown(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room * 2 + 64;
    return mem_resize(items, *room * size);
}

static void list_unfilled(struct instrument *i, struct backtest_unfilled unfilled)
{
    struct backtest_result *r = i->result;

    unfilled.symbol = i->symbol;
    r->unfilled = grown(r->unfilled, r->n_unfilled, &r->unfilled_room, sizeof(*r->unfilled));
    r->unfilled[r->n_unfilled++] = unfilled;
}

static void close_part(struct instrument *i, double quantity, const struct position_fill *fill,
                       enum backtest_reason reason)
{
    struct backtest_result *r = i->result;
    struct backtest_trade *trade;

    r->trades = grown(r->trades, r->n_trades, &r->trades_room, sizeof(*r->trades));
    trade = &r->trades[r->n_trades++];
    *trade = *position_close(&i->position, quantity, fill, reason);
    trade->symbol = i->symbol;
}

/* ---- fills ---- */

/* The most that trades in a bar. */
static double volume_room(const struct instrument *i, size_t t)
{
    return position_round(i->settings,
                          i->settings->volume_share * instrument_price(i, BARS_VOLUME, t));
}

/* As much as the bar's volume has room for. What a target could not sell still has its target; any
 * other rest is an order for the next bar. */
static void close_at(struct instrument *i, size_t t, double price, enum backtest_reason reason)
{
    const struct position_fill fill = { t, i->bars->time[t], price, instrument_scale(i, t) };
    double quantity = i->position.trade.quantity;

    if (i->settings->volume_share > 0)
        quantity = fmin(quantity, volume_room(i, t));
    if (quantity > 0)
        close_part(i, quantity, &fill, reason);
    if (!i->position.side)
        return;
    i->result->n_waits++;
    if (reason == BACKTEST_TARGET)
        return;
    i->order = (struct instrument_order){ .closes = true, .reason = reason, .decided = t };
    i->has_order = true;
}

static void close_whole(struct instrument *i, size_t t, double price, enum backtest_reason reason)
{
    const struct position_fill fill = { t, i->bars->time[t], price, instrument_scale(i, t) };

    close_part(i, i->position.trade.quantity, &fill, reason);
}

static double limit_gross(const struct instrument *i, size_t t, double price, double quantity)
{
    const double most = i->settings->most_gross * i->order.equity - i->gross_elsewhere;

    if (!(most > 0))
        return 0;
    return fmin(quantity, position_round(i->settings, most / (price * instrument_scale(i, t))));
}

/* What is left of an entry's quantity; 0, and why. */
static double limit(struct instrument *i, size_t t, double price, enum backtest_unfilled_why *why)
{
    const struct backtest_settings *s = i->settings;
    double quantity = i->order.quantity;

    *why = BACKTEST_UNFILLED_CLOSED;
    if (s->is_closed && s->is_closed[t])
        return 0;
    *why = BACKTEST_UNFILLED_LIMIT;
    if (s->most_positions && i->positions_elsewhere >= s->most_positions)
        return 0;
    if (s->most_gross > 0)
        quantity = limit_gross(i, t, price, quantity);
    if (!(quantity > 0) || !(s->volume_share > 0))
        return quantity;
    *why = BACKTEST_UNFILLED_NO_VOLUME;
    i->result->n_cuts += volume_room(i, t) < quantity;
    return fmin(quantity, volume_room(i, t));
}

static void open_at(struct instrument *i, size_t t, double price)
{
    const struct instrument_order *order = &i->order;
    const struct position_fill fill = { t, i->bars->time[t], price, instrument_scale(i, t) };
    enum backtest_unfilled_why why = BACKTEST_UNFILLED_NO_CASH;
    double quantity = order->quantity;

    if (i->has_limits && price > 0)
        quantity = limit(i, t, price, &why);
    if (quantity > 0 && position_open(&i->position, order->opens, quantity, &fill)) {
        i->next_signal_bar = order->decided + i->settings->min_signal_separation;
        return;
    }
    list_unfilled(i, (struct backtest_unfilled){
        .bar = order->decided, .side = order->opens, .quantity = order->quantity,
        .why = !(price > 0) ? BACKTEST_UNFILLED_NO_PRICE
             : quantity > 0 ? BACKTEST_UNFILLED_NO_CASH : why });
}

void instrument_exit(struct instrument *i, size_t t, double price)
{
    const struct instrument_order sent = i->order;

    i->has_order = false;
    if (sent.closes && i->position.side) {      /* a stop may have been first */
        close_at(i, t, price, sent.reason);
        if (sent.reason == BACKTEST_SIGNAL)
            i->next_signal_bar = sent.decided + i->settings->min_signal_separation;
    }
    if (!i->has_order) {
        i->has_order = sent.opens != 0;
        return;
    }
    i->order.decided = sent.decided;
    if (sent.opens)
        list_unfilled(i, (struct backtest_unfilled){
            .bar = sent.decided, .side = sent.opens, .quantity = sent.quantity,
            .why = BACKTEST_UNFILLED_NO_VOLUME });
}

void instrument_enter(struct instrument *i, size_t t, double price)
{
    if (!i->order.opens)
        return;
    i->has_order = false;
    open_at(i, t, price);
}

/* ---- over the night ---- */

/* Of what was held over the close of t - 1. The adjustment factor is what turns a stored price into
 * the adjusted one; it steps up by close / (close - dividend) at the ex-date. */
void instrument_carry(struct instrument *i, size_t t)
{
    const double *adjust = i->bars->column[BARS_ADJUST];
    const bool borrows = i->position.side < 0 && i->settings->borrow_rate > 0;
    const int64_t nights = borrows ? (date_midnight(i->bars->time[t]) -
                                      date_midnight(i->bars->time[t - 1])) / DATE_DAY : 0;
    const double close = instrument_price(i, BARS_CLOSE, t - 1);
    double dividend = 0, borrow = 0;

    if (adjust && adjust[t] != adjust[t - 1])
        dividend = close * (1 - adjust[t - 1] / adjust[t]) * instrument_scale(i, t);
    if (nights)
        borrow = close * instrument_scale(i, t - 1) * i->settings->borrow_rate * (double)nights /
                 360;
    if (dividend != 0 || nights)
        position_pay(&i->position, dividend, borrow);
}

/* ---- stops and targets ---- */

/* A tick, less what rounding may take away: 110.01 - 110 is a hair off 0.01. */
static double least_through(const struct instrument *i)
{
    return i->settings->tick * (1 - 1e-6);
}

/* True if the open was at one of them. */
static bool check_at_open(struct instrument *i, size_t t)
{
    const struct position *p = &i->position;
    const double open = instrument_price(i, BARS_OPEN, t), side = p->side;
    const bool is_stop = side * (open - p->stop) <= 0;

    if (!is_stop && !(side * (open - p->target) >= least_through(i)))
        return false;
    close_at(i, t, open, is_stop ? BACKTEST_STOP : BACKTEST_TARGET);
    return true;
}

static void check_in_bar(struct instrument *i, size_t t, bool is_stale)
{
    const struct position *p = &i->position;
    const double side = p->side, close = instrument_price(i, BARS_CLOSE, t);
    const double worst = instrument_price(i, side > 0 ? BARS_LOW : BARS_HIGH, t);
    const double best = instrument_price(i, side > 0 ? BARS_HIGH : BARS_LOW, t);

    if (side * (worst - p->stop) <= 0) {
        const bool ended_worse = is_stale && side * (close - p->stop) < 0;
        close_at(i, t, ended_worse ? close : p->stop, BACKTEST_STOP);
    } else if (side * (best - p->target) >= least_through(i)) {
        close_at(i, t, p->target, BACKTEST_TARGET);
    }
}

static void note_range(struct instrument *i, size_t t)
{
    struct position *p = &i->position;
    const double low = instrument_price(i, BARS_LOW, t);
    const double high = instrument_price(i, BARS_HIGH, t);

    p->lowest = low < p->lowest ? low : p->lowest;
    p->highest = high > p->highest ? high : p->highest;
}

void instrument_check_levels(struct instrument *i, size_t t)
{
    if (i->position.side && i->has_levels && !i->has_order && !check_at_open(i, t))
        check_in_bar(i, t, false);
    if (i->position.side)
        note_range(i, t);
}

/* Here an order waits for the close. Under a share of the volume it has that for itself. */
void instrument_check_stale_levels(struct instrument *i, size_t t)
{
    const bool waits = i->has_order && i->settings->volume_share > 0;

    if (i->position.side && i->has_levels && !waits)
        check_in_bar(i, t, true);
    if (i->position.side)
        note_range(i, t);
}

bool instrument_is_stale(struct instrument *i, size_t t)
{
    const struct backtest_settings *s = i->settings;

    while (i->stale < s->n_stale && s->stale[i->stale].until <= t)
        i->stale++;
    return i->stale < s->n_stale && t >= s->stale[i->stale].from;
}

/* ---- decisions ---- */

static int wish_at(const struct instrument *i, size_t t)
{
    const double least = i->settings->confidence_threshold;

    if (i->signal[t] == SIGNAL_HOLD)
        return 0;
    if (i->confidence && least > 0 && !((double)i->confidence[t] >= least))
        return 0;                       /* also where it is no number */
    return i->signal[t] == SIGNAL_BUY ? 1 : -1;
}

static bool may_open(const struct instrument *i, size_t t, int side)
{
    return (side > 0 || i->settings->allow_short) && t >= i->next_signal_bar;
}

/* Of a year, from the returns of the last bars; NaN where there are too few. */
static double volatility_at(const struct instrument *i, size_t t)
{
    const struct backtest_settings *s = i->settings;
    const size_t n = s->volatility_window;
    double returns[BACKTEST_WINDOW_MOST];

    if (s->sizing != BACKTEST_VOLATILITY || s->n_before + t < n)
        return (double)NAN;
    statistics_returns(i->bars->column[BARS_CLOSE] + t - n, n + 1, returns);
    return statistics_deviation(returns, n) * sqrt(s->bars_per_year);
}

/* True if the order is worth sending. */
static bool size_order(struct instrument *i, size_t t, int side, double equity)
{
    const double close = instrument_price(i, BARS_CLOSE, t);
    const double volatility = volatility_at(i, t);
    const bool is_known = i->settings->sizing != BACKTEST_VOLATILITY || volatility > 0;

    i->order.quantity = close > 0
        ? position_size(i->settings, equity, volatility, close, instrument_scale(i, t)) : 0;
    i->order.equity = equity;
    if (i->order.quantity > 0)
        return true;
    list_unfilled(i, (struct backtest_unfilled){
        .bar = t, .side = side,
        .why = !(close > 0) ? BACKTEST_UNFILLED_NO_PRICE
             : is_known ? BACKTEST_UNFILLED_TOO_SMALL : BACKTEST_UNFILLED_NO_VOLATILITY });
    return false;
}

void instrument_decide(struct instrument *i, size_t t, double equity)
{
    const int wish = wish_at(i, t), side = i->position.side;

    if (!wish || wish == side || i->has_order)      /* the rest of an exit may be waiting */
        return;
    i->order = (struct instrument_order){ .closes = side != 0, .decided = t };
    if ((!side || i->settings->reverse) && may_open(i, t, wish) && size_order(i, t, wish, equity))
        i->order.opens = wish;
    i->has_order = i->order.closes || i->order.opens;
}

/* ---- the end ---- */

static void list_order_after_end(struct instrument *i)
{
    const struct instrument_order *order = &i->order;

    if (order->closes)
        list_unfilled(i, (struct backtest_unfilled){
            .bar = order->decided, .side = -i->position.side, .is_exit = true,
            .quantity = i->position.trade.quantity });
    if (order->opens)
        list_unfilled(i, (struct backtest_unfilled){
            .bar = order->decided, .side = order->opens, .quantity = order->quantity });
}

void instrument_finish(struct instrument *i)
{
    const size_t last = i->bars->count - 1;

    if (i->has_order)
        list_order_after_end(i);
    i->has_order = false;
    if (i->position.side)
        close_whole(i, last, instrument_price(i, BARS_CLOSE, last), BACKTEST_END);
}
