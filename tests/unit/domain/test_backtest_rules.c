/* One sentence for each rule of the engine, on bars one can work out by hand. */
#include "test.h"

#include "base/random.h"
#include "domain/backtest/backtest.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, MONDAY = 1388966400, MOST = 2000 };

static struct error err;
static struct bars bars;
static uint8_t signals[MOST];
static struct backtest_result result;
static struct backtest_settings settings;

static void begin(void)
{
    backtest_release(&result);
    bars_release(&bars);
    memset(signals, SIGNAL_HOLD, sizeof(signals));
    settings = backtest_settings_default("");
    settings.capital = 10000;
    settings.costs = (struct costs){0};
    settings.slippage = (struct costs_slippage){0};
}

static void add(double open, double high, double low, double close)
{
    bars_append(&bars, MONDAY + (int64_t)bars.count * DAY,
                (double[BARS_REQUIRED]){ open, high, low, close, 0 });
}

static void add_flat(double price)
{
    add(price, price, price, price);
}

static bool run(void)
{
    const struct backtest_input input = { &bars, signals, NULL };

    backtest_release(&result);
    return backtest_run(&input, &settings, NULL, &result, &err);
}

static const struct backtest_trade *only_trade(void)
{
    static const struct backtest_trade none;

    CHECK(run());
    CHECK(result.n_trades == 1);
    return result.n_trades ? &result.trades[0] : &none;
}

/* Buys at bar 1's open of 100, 25 units. */
static void begin_long(void)
{
    begin();
    add_flat(100);
    signals[0] = SIGNAL_BUY;
}

static void begin_short(void)
{
    begin();
    settings.allow_short = true;
    add_flat(100);
    signals[0] = SIGNAL_SELL;
}

TEST(an_order_fills_at_the_next_open_with_the_quantity_fixed_at_the_close)
{
    begin();
    add(90, 100, 90, 100);
    add(110, 120, 105, 115);
    signals[0] = SIGNAL_BUY;
    const struct backtest_trade *t = only_trade();
    CHECK_NEAR(t->quantity, 25, 0);             /* a quarter of 10000 at 100, not at 110 */
    CHECK_NEAR(t->entry_price, 110, 0);
    CHECK(t->entry_bar == 1);
}

TEST(what_is_held_at_the_end_is_sold_at_the_last_close_in_the_curve)
{
    begin_long();
    settings.costs = (struct costs){ .model = COSTS_VALUE, .rate = 0.01 };
    add(100, 130, 100, 120);
    const struct backtest_trade *t = only_trade();
    CHECK(t->reason == BACKTEST_END && t->exit_bar == 1);
    CHECK_NEAR(t->net, 500 - 25 - 30, 1e-9);
    CHECK_NEAR(result.equity[1], 10445, 1e-9);
    CHECK_NEAR(result.cash, 10445, 1e-9);
}

TEST(an_order_after_the_last_bar_is_listed_as_unfilled)
{
    begin();
    add_flat(100);
    add_flat(100);
    signals[1] = SIGNAL_BUY;
    CHECK(run());
    CHECK(result.n_trades == 0 && result.n_unfilled == 1);
    CHECK(result.unfilled[0].bar == 1 && result.unfilled[0].side == 1);
    CHECK(result.unfilled[0].why == BACKTEST_UNFILLED_AFTER_END);
    CHECK_NEAR(result.unfilled[0].quantity, 25, 0);
}

TEST(a_gap_through_the_stop_fills_at_the_open)
{
    begin_long();
    settings.stop_loss_pct = 5;
    add(100, 101, 99, 100);
    add(90, 92, 89, 91);
    const struct backtest_trade *t = only_trade();
    CHECK(t->reason == BACKTEST_STOP && t->exit_bar == 2);
    CHECK_NEAR(t->exit_price, 90, 0);
}

TEST(a_touched_stop_fills_at_its_level_and_slips)
{
    begin_long();
    settings.stop_loss_pct = 5;
    settings.slippage = (struct costs_slippage){ COSTS_SLIPPAGE_PRICE, 1 };
    add(99, 100, 98, 99);                       /* fills at 100, so the stop is 95 */
    add(97, 98, 95, 96);
    const struct backtest_trade *t = only_trade();
    CHECK_NEAR(t->entry_price, 100, 0);
    CHECK_NEAR(t->exit_price, 94, 1e-9);
    CHECK_NEAR(t->slippage, 50, 1e-9);
}

TEST(a_bar_that_touches_both_is_the_stop)
{
    begin_long();
    settings.stop_loss_pct = settings.take_profit_pct = 5;
    add(100, 110, 90, 108);
    const struct backtest_trade *t = only_trade();
    CHECK(t->reason == BACKTEST_STOP);
    CHECK_NEAR(t->exit_price, 95, 1e-9);
}

TEST(stops_are_looked_at_in_the_bar_of_the_entry)
{
    begin_short();
    settings.stop_loss_pct = 5;
    add(100, 105, 100, 101);
    const struct backtest_trade *t = only_trade();
    CHECK(t->side == -1 && t->reason == BACKTEST_STOP && t->entry_bar == 1 && t->exit_bar == 1);
    CHECK_NEAR(t->exit_price, 105, 1e-9);
    CHECK_NEAR(t->mae, -0.05, 1e-9);
}

TEST(a_target_fills_only_if_traded_through_by_a_tick_and_never_slips)
{
    begin_long();
    settings.take_profit_pct = 5;
    add(100, 105, 100, 104);                    /* touched is not through */
    add(104, 105.01, 104, 105);
    settings.slippage = (struct costs_slippage){ COSTS_SLIPPAGE_PRICE, 1e-9 };
    const struct backtest_trade *t = only_trade();
    CHECK(t->reason == BACKTEST_TARGET && t->exit_bar == 2);
    CHECK_NEAR(t->exit_price, t->entry_price * 1.05, 1e-12);
}

TEST(a_gap_through_the_target_fills_at_the_open)
{
    begin_short();
    settings.take_profit_pct = 5;
    add(100, 101, 99, 100);
    add(90, 91, 89, 90);
    const struct backtest_trade *t = only_trade();
    CHECK(t->reason == BACKTEST_TARGET);
    CHECK_NEAR(t->exit_price, 90, 0);
}

TEST(where_cash_is_short_at_the_fill_the_order_is_cut_costs_included)
{
    begin_long();
    settings.size = 1;
    settings.costs = (struct costs){ .model = COSTS_VALUE, .rate = 0.01 };
    add_flat(110);
    const struct backtest_trade *t = only_trade();
    CHECK_NEAR(t->quantity, 90, 0);             /* 90 x 110 x 1.01 = 9999; 91 would be 10110.1 */
}

TEST(where_not_one_unit_is_affordable_the_order_is_listed)
{
    begin();
    settings.sizing = BACKTEST_UNITS;
    settings.size = 1;
    settings.capital = 105;
    add_flat(100);
    add_flat(110);
    signals[0] = SIGNAL_BUY;
    CHECK(run());
    CHECK(result.n_trades == 0 && result.n_unfilled == 1);
    CHECK(result.unfilled[0].why == BACKTEST_UNFILLED_NO_CASH);
    CHECK_NEAR(result.equity[1], 105, 0);
}

TEST(a_sell_closes_a_long_and_a_later_one_opens_the_short)
{
    begin_long();
    settings.allow_short = true;
    for (int i = 0; i < 5; i++)
        add_flat(100);
    signals[2] = signals[3] = SIGNAL_SELL;
    CHECK(run());
    CHECK(result.n_trades == 2);
    CHECK(result.trades[0].exit_bar == 3);
    CHECK(result.trades[1].side == -1 && result.trades[1].entry_bar == 4);
    CHECK_NEAR(result.position[3], 0, 0);
    CHECK_NEAR(result.position[4], -25, 0);
}

TEST(reverse_closes_and_opens_at_the_same_open)
{
    begin_long();
    settings.allow_short = settings.reverse = true;
    for (int i = 0; i < 4; i++)
        add_flat(100);
    signals[2] = SIGNAL_SELL;
    CHECK(run());
    CHECK(result.n_trades == 2);
    CHECK(result.trades[0].exit_bar == 3 && result.trades[1].entry_bar == 3);
    CHECK_NEAR(result.position[3], -25, 0);
}

TEST(shorts_are_not_opened_where_they_are_not_allowed)
{
    begin_short();
    settings.allow_short = false;
    add_flat(100);
    CHECK(run());
    CHECK(result.n_trades == 0 && result.n_unfilled == 0);
}

TEST(separation_delays_entries_and_never_exits)
{
    begin_long();
    settings.min_signal_separation = 5;
    for (int i = 0; i < 12; i++)
        add_flat(100);
    signals[1] = SIGNAL_SELL;                   /* an exit, one bar after the entry */
    for (int i = 2; i < 12; i++)
        signals[i] = SIGNAL_BUY;
    CHECK(run());
    CHECK(result.n_trades == 2);
    CHECK(result.trades[0].exit_bar == 2);
    CHECK(result.trades[1].entry_bar == 7);     /* decided at 1 + 5 */
}

TEST(an_unsure_signal_is_hold)
{
    static const float confidence[] = { 0.49f, NAN, 0.5f, 0.9f };
    const struct backtest_input input = { &bars, signals, confidence };

    begin_long();
    settings.confidence_threshold = 0.5;
    for (int i = 0; i < 3; i++)
        add_flat(100);
    signals[1] = signals[2] = SIGNAL_BUY;
    CHECK(backtest_run(&input, &settings, NULL, &result, &err));
    CHECK(result.n_trades == 1 && result.trades[0].entry_bar == 3);
}

TEST(a_short_pays_borrow_for_each_night)
{
    begin_short();
    settings.borrow_rate = 0.36;                /* a thousandth a night */
    add_flat(100);
    bars_append(&bars, MONDAY + 4 * DAY, (double[BARS_REQUIRED]){ 100, 100, 100, 100, 0 });
    const struct backtest_trade *t = only_trade();
    CHECK_NEAR(t->borrow, 3 * 2.5, 1e-9);       /* three nights of 2500 */
    CHECK_NEAR(result.cash, 10000 - 7.5, 1e-9);
}

TEST(a_long_receives_the_dividend_at_the_ex_date_and_a_short_pays_it)
{
    for (int side = 1; side >= -1; side -= 2) {
        side > 0 ? begin_long() : begin_short();
        add_flat(100);
        add_flat(99);                           /* ex: one per unit */
        bars_add_column(&bars, BARS_ADJUST, 1);
        bars.column[BARS_ADJUST][0] = bars.column[BARS_ADJUST][1] = 0.99;
        const struct backtest_trade *t = only_trade();
        CHECK_NEAR(t->dividends, side * 25.0, 1e-9);
        CHECK_NEAR(t->net, 0, 1e-9);
        CHECK(!result.is_price_only);
    }
}

TEST(without_adjustment_factors_the_result_says_price_only)
{
    begin_long();
    add_flat(100);
    CHECK(run());
    CHECK(result.is_price_only);
}

TEST(where_opens_are_stale_orders_fill_at_the_close)
{
    const struct backtest_range range = { 1, 3 };

    begin_long();
    settings.stale = &range;
    settings.n_stale = 1;
    settings.stop_loss_pct = 5;
    add(100, 104, 90, 102);                     /* bought at 102, after the low */
    add(102, 102, 90, 91);                      /* the stop of 96.9 was passed; who knows where */
    const struct backtest_trade *t = only_trade();
    CHECK_NEAR(t->entry_price, 102, 0);
    CHECK(t->reason == BACKTEST_STOP && t->exit_bar == 2);
    CHECK_NEAR(t->exit_price, 91, 0);
    CHECK(result.n_stale_fills == 1);
}

TEST(a_future_counts_its_multiplier_and_a_foreign_price_its_conversion)
{
    static const double conversion[] = { 0.5, 0.5, 0.25 };

    begin();
    settings.sizing = BACKTEST_UNITS;
    settings.size = 2;
    settings.multiplier = 10;
    settings.conversion = conversion;
    add_flat(100);
    add_flat(100);
    add_flat(110);
    signals[0] = SIGNAL_BUY;
    const struct backtest_trade *t = only_trade();
    CHECK_NEAR(t->value, 2 * 100 * 10 * 0.5, 1e-9);
    CHECK_NEAR(t->net, 2 * 10 * 10 * 0.25, 1e-9);   /* the gain at the rate of the bar it is in */
}

TEST(a_price_of_zero_buys_nothing)
{
    begin_long();
    add_flat(0);
    add_flat(0);
    signals[1] = SIGNAL_BUY;
    CHECK(run());
    CHECK(result.n_trades == 0 && result.n_unfilled == 2);
    CHECK(result.unfilled[0].why == BACKTEST_UNFILLED_NO_PRICE);
    CHECK(result.unfilled[1].why == BACKTEST_UNFILLED_NO_PRICE);
}

static bool stop_at_once(void *arg, size_t bar, size_t n_bars)
{
    (void)arg;
    return bar >= n_bars;
}

TEST(a_backtest_can_be_stopped)
{
    const struct backtest_watch watch = { stop_at_once, NULL };
    const struct backtest_input input = { &bars, signals, NULL };

    begin_long();
    CHECK(!backtest_run(&input, &settings, &watch, &result, &err));
    CHECK(err.code == ERROR_CANCELLED);
}

TEST(nonsense_is_refused)
{
    begin();
    CHECK(!run() && err.code == ERROR_BAD_DATA);        /* no bars */
    add_flat(100);
    signals[0] = 7;
    CHECK(!run() && err.code == ERROR_INVALID);
    signals[0] = SIGNAL_HOLD;
    settings.size = 1.5;
    CHECK(!run() && err.code == ERROR_INVALID);
    CHECK_TEXT(err.text, "size is 1.5 of equity, more than all of it");
    settings.size = 0.25;
    settings.capital = NAN;
    CHECK(!run() && err.code == ERROR_INVALID);
}

static void fill_randomly(struct random *random, size_t n, double swing)
{
    double price = 100;

    for (size_t i = 0; i < n; i++) {
        const double open = price * (1 + swing * random_normal(random));
        const double close = open * (1 + swing * random_normal(random));
        const double high = fmax(open, close) * (1 + swing * random_uniform(random));
        const double low = fmin(open, close) * (1 - swing * random_uniform(random));
        add(open, high, low, close);
        signals[i] = (uint8_t)random_below(random, SIGNAL_COUNT);
        price = fmax(close, 1);
    }
}

static void choose_settings(struct random *random)
{
    settings.allow_short = random_below(random, 2);
    settings.reverse = random_below(random, 2);
    settings.size = 0.05 + 0.95 * random_uniform(random);
    settings.increment = random_below(random, 2) ? 1 : 0;
    settings.costs = (struct costs){ .model = (enum costs_model)random_below(random, 6),
                                     .rate = 1e-3 };
    settings.slippage = (struct costs_slippage){ COSTS_SLIPPAGE_VALUE, 2e-4 };
    settings.borrow_rate = 0.05;
    settings.stop_loss_pct = random_below(random, 2) ? 2 : 0;
    settings.take_profit_pct = random_below(random, 2) ? 3 : 0;
    settings.min_signal_separation = random_below(random, 4);
}

TEST(the_nets_of_trades_add_up_to_the_change_of_equity)
{
    struct random random = random_seed(17);

    for (int round = 0; round < 60; round++) {
        double sum = 0;
        begin();
        choose_settings(&random);
        fill_randomly(&random, 400, 0.02);
        CHECK(run());
        for (size_t i = 0; i < result.n_trades; i++) {
            const struct backtest_trade *t = &result.trades[i];
            sum += t->net;
            CHECK(t->mae <= 0 && t->mfe >= 0 && t->quantity > 0 && t->exit_bar >= t->entry_bar);
        }
        CHECK(result.n_trades > 5);
        CHECK_NEAR(sum, result.equity[399] - settings.capital, 1e-6);
    }
}

/* Everything after bar `known` is poisoned; what happened up to it must not change. */
TEST(the_future_changes_nothing_before_it)
{
    static double equity[300], position[300];
    struct random random = random_seed(23);

    begin();
    choose_settings(&random);
    settings.allow_short = true;
    fill_randomly(&random, 300, 0.02);
    CHECK(run());
    memcpy(equity, result.equity, sizeof(equity));
    memcpy(position, result.position, sizeof(position));
    for (size_t known = 298; known > 0; known -= 9) {
        for (size_t t = known + 1; t < 300; t++) {
            signals[t] = (uint8_t)((signals[t] + 1) % SIGNAL_COUNT);
            for (int c = 0; c < BARS_REQUIRED; c++)
                bars.column[c][t] = 1e6;
        }
        CHECK(run());
        CHECK(!memcmp(equity, result.equity, (known + 1) * sizeof(*equity)));
        CHECK(!memcmp(position, result.position, (known + 1) * sizeof(*position)));
        if (known <= 9)
            break;
    }
}
