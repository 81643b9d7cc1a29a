#include "domain/backtest/portfolio.h"

#include "base/date.h"
#include "base/random.h"
#include "domain/backtest/evidence.h"
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 3, BARS_MOST = 400 };

static struct {
    size_t n;
    struct bars bars[MOST];
    uint8_t signal[MOST][BARS_MOST];
    float confidence[MOST][BARS_MOST];
    struct backtest_input inputs[MOST];
    struct backtest_settings settings[MOST];
    struct portfolio_timeline timeline;
    struct backtest_result result;
} t;

static struct error err;

static void clear(void)
{
    portfolio_timeline_release(&t.timeline);
    backtest_release(&t.result);
    for (size_t s = 0; s < MOST; s++)
        bars_release(&t.bars[s]);
    memset(&t, 0, sizeof(t));
}

/* A symbol with these closes; each opens where the bar before closed. No costs at all. */
static void add(int64_t first_day, const double *close, size_t n)
{
    const size_t s = t.n++;

    for (size_t i = 0; i < n; i++) {
        const double open = close[i ? i - 1 : 0];
        bars_append(&t.bars[s], (first_day + (int64_t)i) * DATE_DAY,
                    (double[BARS_REQUIRED]){ open, fmax(open, close[i]), fmin(open, close[i]),
                                             close[i], 1000 });
    }
    memset(t.signal[s], SIGNAL_HOLD, n);
    t.inputs[s] = (struct backtest_input){ &t.bars[s], t.signal[s], t.confidence[s] };
    t.settings[s] = backtest_settings_default("STK");
    t.settings[s].costs.model = COSTS_NONE;
    t.settings[s].slippage.unit = COSTS_SLIPPAGE_NONE;
    t.settings[s].capital = 1000;
    t.settings[s].size = 0.5;
    t.settings[s].increment = 0;
}

static struct portfolio_input input(void)
{
    return (struct portfolio_input){ t.n, t.inputs, t.settings };
}

static void run(void)
{
    const struct portfolio_input in = input();

    portfolio_timeline_release(&t.timeline);
    backtest_release(&t.result);
    portfolio_timeline_make(&in, &t.timeline);
    CHECK(portfolio_run(&in, &t.timeline, NULL, &t.result, &err));
}

static void set(size_t s, size_t bar, enum signal signal, double confidence)
{
    t.signal[s][bar] = (uint8_t)signal;
    t.confidence[s][bar] = (float)confidence;
}

static const double flat[] = { 10, 10, 10, 10, 10, 10 };

TEST(when_cash_is_short_the_most_confident_buys_first_then_the_order_of_the_symbols)
{
    clear();
    for (int s = 0; s < 3; s++) {
        add(100, flat, 6);
        t.settings[s].size = 0.6;
    }
    set(0, 1, SIGNAL_BUY, 0.6);
    set(1, 1, SIGNAL_BUY, 0.7);
    set(2, 1, SIGNAL_BUY, 0.7);
    run();
    CHECK(t.result.n_trades == 2 && t.result.n_unfilled == 1);
    /* 600 of 1000 for the first, what is left for the second, nothing for the third. */
    for (size_t i = 0; i < t.result.n_trades; i++)
        CHECK_NEAR(t.result.trades[i].value, t.result.trades[i].symbol == 1 ? 600 : 400, 1e-9);
    CHECK(t.result.unfilled[0].symbol == 0);
    CHECK(t.result.unfilled[0].why == BACKTEST_UNFILLED_NO_CASH);
    CHECK(t.result.trades[0].symbol == 1 && t.result.trades[1].symbol == 2);
}

TEST(what_an_exit_brings_at_an_open_pays_for_an_entry_at_the_same_open)
{
    clear();
    add(100, flat, 6);
    add(100, flat, 6);
    t.settings[0].size = t.settings[1].size = 1;
    set(1, 0, SIGNAL_BUY, 0.5);
    set(1, 2, SIGNAL_SELL, 0.5);
    set(0, 2, SIGNAL_BUY, 0.9);
    run();
    CHECK(t.result.n_trades == 2 && !t.result.n_unfilled);
    CHECK(t.result.trades[0].symbol == 1 && t.result.trades[0].exit_bar == 3);
    CHECK(t.result.trades[1].symbol == 0 && t.result.trades[1].entry_bar == 3);
    CHECK_NEAR(t.result.trades[1].value, 1000, 1e-9);
}

TEST(sizes_are_shares_of_the_equity_of_all_and_the_curve_is_the_sum)
{
    static const double up[] = { 10, 10, 20, 20, 20, 20 };

    clear();
    add(100, up, 6);
    add(100, flat, 6);
    set(0, 0, SIGNAL_BUY, 0.5);         /* 500 at 10, worth 1000 at the close of bar 2 */
    set(1, 2, SIGNAL_BUY, 0.5);
    run();
    CHECK_NEAR(t.result.equity[1], 1000, 1e-9);
    CHECK_NEAR(t.result.equity[2], 1500, 1e-9);
    CHECK_NEAR(t.result.equity[5], 1500, 1e-9);
    CHECK_NEAR(t.result.gross[2], 1000.0 / 1500, 1e-12);
    /* Half of 1500 was wanted; 500 of cash is there. */
    for (size_t i = 0; i < t.result.n_trades; i++)
        if (t.result.trades[i].symbol == 1)
            CHECK_NEAR(t.result.trades[i].value, 500, 1e-9);
    /* Half of the money in each: 0.5 x 2 + 0.5. */
    CHECK_NEAR(t.timeline.basket.column[BARS_CLOSE][5], 1.5, 1e-12);
}

TEST(bars_are_aligned_by_time_and_one_that_ends_is_sold_there)
{
    static const double up[] = { 10, 10, 12, 15 };

    clear();
    add(100, up, 4);
    add(102, flat, 6);
    set(0, 0, SIGNAL_BUY, 0.5);
    set(1, 2, SIGNAL_BUY, 0.5);         /* day 104, after the first one's last */
    run();
    CHECK(t.result.n_bars == 8);
    CHECK(t.result.trades[0].symbol == 0 && t.result.trades[0].exit_bar == 3);
    CHECK(t.result.trades[0].reason == BACKTEST_END);
    CHECK_NEAR(t.result.equity[3], 1250, 1e-9);
    CHECK(t.result.trades[1].entry_bar == 5);
    CHECK_NEAR(t.result.trades[1].value, 625, 1e-9);
    /* Nothing on days on which the second had no bar; then a half of 1.5, a half of 1. */
    CHECK_NEAR(t.timeline.basket.column[BARS_CLOSE][7], 1.25, 1e-12);
}

TEST(limits_hold_for_all_positions_together)
{
    clear();
    for (int s = 0; s < 3; s++) {
        add(100, flat, 6);
        set((size_t)s, 1, SIGNAL_BUY, 0.9 - 0.1 * s);
        t.settings[s].size = 0.3;
        t.settings[s].most_gross = 0.5;
    }
    run();
    CHECK(t.result.n_trades == 2 && t.result.n_unfilled == 1);
    CHECK_NEAR(t.result.trades[0].value + t.result.trades[1].value, 500, 1e-9);
    CHECK(t.result.unfilled[0].why == BACKTEST_UNFILLED_LIMIT && t.result.unfilled[0].symbol == 2);
    for (int s = 0; s < 3; s++) {
        t.settings[s].most_gross = 0;
        t.settings[s].most_positions = 1;
        t.settings[s].most_of_symbol = 0.2;
    }
    run();
    CHECK(t.result.n_trades == 1 && t.result.n_unfilled == 2);
    CHECK_NEAR(t.result.trades[0].value, 200, 1e-9);
}

/* 50 units that open bar 3 at 10 and close it at 20: at that open 300 of 800 are free. */
TEST(a_limit_at_an_open_knows_no_close_of_its_bar)
{
    static const double up[] = { 10, 10, 10, 20, 20, 20 };

    clear();
    add(100, up, 6);
    add(100, flat, 6);
    set(0, 0, SIGNAL_BUY, 0.5);
    set(1, 2, SIGNAL_BUY, 0.5);
    t.settings[0].most_gross = t.settings[1].most_gross = 0.8;
    run();
    CHECK(t.result.n_trades == 2 && !t.result.n_unfilled);
    for (size_t i = 0; i < t.result.n_trades; i++)
        CHECK_NEAR(t.result.trades[i].value, t.result.trades[i].symbol ? 300 : 500, 1e-9);
}

/* ---- against the engine for one ---- */

static void add_walk(uint64_t seed)
{
    struct random random = random_seed(seed);
    double close[BARS_MOST], price = 100;
    size_t s;

    for (size_t i = 0; i < BARS_MOST; i++)
        close[i] = price *= 1 + 0.02 * random_normal(&random);
    add(100, close, BARS_MOST);
    s = t.n - 1;
    t.settings[s] = backtest_settings_default("STK");
    t.settings[s].allow_short = true;
    t.settings[s].reverse = seed % 2;
    t.settings[s].stop_loss_pct = 3;
    t.settings[s].take_profit_pct = 5;
    for (size_t i = 0; i < BARS_MOST; i++)
        set(s, i, random_below(&random, 5) ? SIGNAL_HOLD
                  : random_below(&random, 2) ? SIGNAL_BUY : SIGNAL_SELL, 0.5);
}

TEST(a_portfolio_of_one_is_the_backtest_of_one_to_the_bit)
{
    static const struct backtest_range stale[] = { { 30, 150 }, { 200, 310 } };

    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct backtest_result single;

        clear();
        add_walk(seed);
        if (seed % 3 == 0)
            t.settings[0].volume_share = 0.05;
        if (seed % 4 < 2) {
            t.settings[0].stale = stale;
            t.settings[0].n_stale = COUNT(stale);
        }
        run();
        CHECK(backtest_run(&t.inputs[0], &t.settings[0], NULL, &single, &err));
        CHECK(single.n_trades > 20 && single.n_trades == t.result.n_trades);
        CHECK(!memcmp(single.equity, t.result.equity, BARS_MOST * sizeof(double)));
        for (size_t i = 0; i < single.n_trades; i++) {
            CHECK(single.trades[i].net == t.result.trades[i].net);
            CHECK(single.trades[i].exit_bar == t.result.trades[i].exit_bar);
        }
        CHECK(single.n_unfilled == t.result.n_unfilled && single.n_waits == t.result.n_waits);
        CHECK(single.n_stale_fills == t.result.n_stale_fills);
        CHECK((single.n_stale_fills > 5) == (seed % 4 < 2));
        backtest_release(&single);
    }
}

TEST(trades_are_the_change_of_equity_to_the_cent_and_so_are_the_shares)
{
    struct portfolio_input in;
    double sum = 0, shares = 0;

    clear();
    for (uint64_t seed = 1; seed <= 3; seed++)
        add_walk(seed);
    run();
    in = input();
    for (size_t i = 0; i < t.result.n_trades; i++)
        sum += t.result.trades[i].net;
    for (size_t s = 0; s < t.n; s++)
        shares += portfolio_share_of(&in, &t.result, s).net;
    CHECK_NEAR(sum, t.result.equity[BARS_MOST - 1] - t.settings[0].capital, 0.005);
    CHECK_NEAR(shares, sum, 0.005);
    CHECK(t.result.n_trades > 100);
    for (size_t i = 1; i < t.result.n_trades; i++)
        CHECK(t.result.trades[i - 1].exit_bar <= t.result.trades[i].exit_bar);
    for (size_t i = 0; i < BARS_MOST; i++)
        CHECK(t.result.gross[i] < 1.2);     /* three quarters, and what moved since */
}

TEST(nothing_before_changes_when_bars_after_are_cut_off)
{
    struct backtest_result whole;
    const size_t n = 250;

    clear();
    for (uint64_t seed = 4; seed <= 6; seed++)
        add_walk(seed);
    run();
    whole = t.result;
    t.result = (struct backtest_result){0};
    for (size_t s = 0; s < t.n; s++)
        t.bars[s].count = n;
    run();
    CHECK(!memcmp(whole.equity, t.result.equity, (n - 1) * sizeof(double)));
    CHECK(!memcmp(whole.gross, t.result.gross, (n - 1) * sizeof(double)));
    backtest_release(&whole);
}

TEST(random_entries_of_a_portfolio_without_skill_are_as_good)
{
    struct backtest_settings basket;
    struct performance_input measured;
    struct portfolio_input in;
    const struct evidence_draws draws = { 200, 42, NULL };
    double p = 0, again = 0;

    clear();
    for (uint64_t seed = 7; seed <= 9; seed++)
        add_walk(seed);
    for (size_t s = 0; s < t.n; s++)    /* parts of one position are laid out as one */
        for (size_t i = 0; i < BARS_MOST; i++) {
            t.settings[s].volume_share = 0.05;
            t.bars[s].column[BARS_VOLUME][i] = i % 3 ? 300 : 1000;
        }
    run();
    CHECK(t.result.n_waits > 10);
    in = input();
    basket = t.settings[0];
    measured = (struct performance_input){ &t.timeline.basket, &basket, &t.result, NULL };
    CHECK(evidence_random_entry_many(&in, &measured, &draws, &p, &err));
    CHECK(evidence_random_entry_many(&in, &measured, &draws, &again, &err));
    CHECK(p == again && p > 0.02 && p < 0.98);
    /* The same trades with a profit that no draw reaches. */
    t.result.equity[t.result.n_bars - 1] *= 100;
    CHECK(evidence_random_entry_many(&in, &measured, &draws, &p, &err));
    CHECK_NEAR(p, 1.0 / 201, 1e-12);
    clear();
}
