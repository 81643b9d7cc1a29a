#include "domain/backtest/backtest.h"

#include "base/mem.h"
#include "domain/backtest/instrument.h"

#include <stdlib.h>

enum { BARS_PER_LOOK = 4096 };

static void fill_order(struct instrument *i, size_t t, double price)
{
    instrument_exit(i, t, price);
    if (i->has_order)
        instrument_enter(i, t, price);
}

static void trade_fresh_bar(struct instrument *i, size_t t)
{
    if (i->has_order)
        fill_order(i, t, instrument_price(i, BARS_OPEN, t));
    instrument_check_levels(i, t);
}

static void trade_stale_bar(struct instrument *i, size_t t)
{
    const bool has_order = i->has_order;

    instrument_check_stale_levels(i, t);
    if (has_order) {
        fill_order(i, t, instrument_price(i, BARS_CLOSE, t));
        i->result->n_stale_fills++;
    }
}

static void run_bar(struct instrument *i, size_t t)
{
    struct backtest_result *r = i->result;

    if (instrument_carries(i))
        instrument_carry(i, t);
    if (i->settings->n_stale && instrument_is_stale(i, t))
        trade_stale_bar(i, t);
    else if (i->has_order || i->position.side)
        trade_fresh_bar(i, t);
    r->equity[t] = position_equity(&i->position, instrument_price(i, BARS_CLOSE, t),
                                   instrument_scale(i, t));
    r->position[t] = i->position.side * i->position.trade.quantity;
    if (i->signal[t] != SIGNAL_HOLD)
        instrument_decide(i, t, r->equity[t]);
}

static void finish(struct instrument *i)
{
    struct backtest_result *r = i->result;
    const bool is_held = i->position.side != 0;

    instrument_finish(i);
    r->cash = i->position.balance;
    if (is_held) {
        r->equity[r->n_bars - 1] = r->cash;
        r->position[r->n_bars - 1] = 0;
    }
}

static bool run_bars(struct instrument *i, const struct backtest_watch *watch, struct error *err)
{
    const size_t n = i->bars->count;

    for (size_t from = 0; from < n; from += BARS_PER_LOOK) {
        const size_t until = n - from < BARS_PER_LOOK ? n : from + BARS_PER_LOOK;
        if (watch && !watch->go_on(watch->arg, from, n))
            return error_set(err, ERROR_CANCELLED, "backtest stopped at bar %zu of %zu", from, n);
        for (size_t t = from; t < until; t++)
            run_bar(i, t);
    }
    finish(i);
    return true;
}

bool backtest_run(const struct backtest_input *input, const struct backtest_settings *settings,
                  const struct backtest_watch *watch, struct backtest_result *ret_result,
                  struct error *err)
{
    OWNED(backtest_release) struct backtest_result result = {0};
    struct instrument instrument = instrument_start(input, settings, &result);

    if (!backtest_settings_check(settings, err) || !instrument_check(input, settings, err))
        return false;
    result.n_bars = input->bars->count;
    result.equity = mem_alloc(result.n_bars * sizeof(*result.equity));
    result.position = mem_alloc(result.n_bars * sizeof(*result.position));
    result.is_price_only = !input->bars->column[BARS_ADJUST];
    if (!run_bars(&instrument, watch, err))
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
    static const char *const names[] = {
        "after the end", "too small", "no cash", "no price", "limit of exposure",
        "outside the trading hours", "no volume", "volatility not known"
    };

    return names[why];
}

void backtest_release(struct backtest_result *result)
{
    free(result->equity);
    free(result->position);
    free(result->gross);
    free(result->trades);
    free(result->unfilled);
    *result = (struct backtest_result){0};
}
