#include "test.h"

#include "base/date.h"
#include "base/random.h"
#include "domain/backtest/costs_multiples.h"
#include "domain/backtest/performance.h"

#include <string.h>

enum { MOST = 1000 };

static struct error err;
static struct bars bars;
static uint8_t signals[MOST];
static int64_t session[MOST];
static struct backtest_settings settings;
static struct backtest_result result;
static struct performance p;

static const struct performance_input in = { &bars, &settings, &result, NULL };
static const struct performance_input in_sessions = { &bars, &settings, &result, session };

static void begin(void)
{
    bars_release(&bars);
    backtest_release(&result);
    performance_release(&p);
    memset(signals, SIGNAL_HOLD, sizeof(signals));
    settings = backtest_settings_default("STK");
    settings.capital = 10000;
    settings.costs = (struct costs){0};
    settings.slippage = (struct costs_slippage){0};
    settings.borrow_rate = 0;
}

static void add_at(int64_t time, double open, double close)
{
    bars_append(&bars, time, (double[BARS_REQUIRED]){ open, fmax(open, close), fmin(open, close),
                                                      close, 0 });
}

static void run(void)
{
    const struct backtest_input input = { &bars, signals, NULL };

    backtest_release(&result);
    performance_release(&p);
    CHECK(backtest_run(&input, &settings, NULL, &result, &err));
}

static void walk(uint64_t seed, size_t n, double drift)
{
    struct random random = random_seed(seed);
    double price = 100;

    for (size_t i = 0; i < n; i++) {
        const double close = price * (1 + drift + 0.01 * random_normal(&random));
        add_at(date_of(2020, 1, 1) + (int64_t)i * DATE_DAY, price, close);
        price = close;
        signals[i] = (uint8_t)random_below(&random, SIGNAL_COUNT);
    }
}

TEST(a_run_without_trades_has_no_ratios)
{
    begin();
    walk(1, 50, 0);
    memset(signals, SIGNAL_HOLD, sizeof(signals));
    run();
    CHECK(performance_measure(&in, &p, &err));
    CHECK_NEAR(p.total_return, 0, 0);
    CHECK_NEAR(p.volatility, 0, 0);
    CHECK_NEAR(p.mean_exposure, 0, 0);
    CHECK(isnan(p.sharpe) && isnan(p.sortino) && isnan(p.calmar) && isnan(p.win_rate));
    CHECK(isnan(p.profit_factor) && isnan(p.average_win) && isnan(p.best) && isnan(p.payoff));
    CHECK(p.n_trades == 0);
}

TEST(one_bar_has_hardly_anything_and_breaks_nothing)
{
    begin();
    add_at(date_of(2024, 1, 2), 100, 101);
    run();
    CHECK(performance_measure(&in, &p, &err));
    CHECK_NEAR(p.total_return, 0, 0);
    CHECK(isnan(p.cagr) && isnan(p.sharpe) && isnan(p.time_in_market));
    CHECK(p.n_months == 1 && p.n_years == 1);
}

TEST(without_sessions_in_a_year_nothing_is_annualised)
{
    begin();
    walk(1, 10, 0);
    settings.periods_per_year = 0;
    run();
    CHECK(!performance_measure(&in, &p, &err) && err.code == ERROR_INVALID);
}

TEST(months_and_years_compound_to_the_total)
{
    double months = 1, years = 1;

    begin();
    walk(2, 900, 0.0005);
    run();
    CHECK(performance_measure(&in, &p, &err));
    CHECK(p.n_months == 30 && p.n_years == 3);
    CHECK(p.by_month[1].year == 2020 && p.by_month[1].month == 2 && p.by_year[0].month == 0);
    for (size_t i = 0; i < p.n_months; i++)
        months *= 1 + p.by_month[i].ret;
    for (size_t i = 0; i < p.n_years; i++)
        years *= 1 + p.by_year[i].ret;
    CHECK_NEAR(months, 1 + p.total_return, 1e-12);
    CHECK_NEAR(years, 1 + p.total_return, 1e-12);
}

TEST(the_sums_of_a_report_agree_with_its_equity)
{
    begin();
    walk(3, 900, 0);
    settings.costs = (struct costs){ .model = COSTS_IB_TIERED };
    settings.slippage = (struct costs_slippage){ COSTS_SLIPPAGE_VALUE, 1e-3 };
    settings.allow_short = true;
    settings.borrow_rate = 0.05;
    run();
    CHECK(performance_measure(&in, &p, &err));
    CHECK_NEAR(p.gross - p.commission - p.fees - p.borrow + p.dividends, p.net, 1e-6);
    CHECK(p.n_wins + p.n_losses <= p.n_trades && p.n_long + p.n_short == p.n_trades);
    CHECK(p.n_by_reason[BACKTEST_SIGNAL] + p.n_by_reason[BACKTEST_END] == p.n_trades);
    CHECK(p.slippage > 0 && p.borrow > 0 && p.fees > 0);
    CHECK_NEAR(p.expectancy * (double)p.n_trades, p.net, 1e-6);
}

/* Four bars a day whose last closes are the daily run's: same Sharpe, from session to session. */
TEST(the_headline_sharpe_is_of_session_closes)
{
    static double sharpe;

    begin();
    walk(4, 200, 0.001);
    memset(signals, SIGNAL_HOLD, sizeof(signals));
    signals[0] = SIGNAL_BUY;
    run();
    CHECK(performance_measure(&in, &p, &err));
    sharpe = p.sharpe;
    CHECK_NEAR(p.sharpe_per_bar, sharpe, 1e-12);

    const struct bars daily = bars;
    bars = (struct bars){0};
    for (size_t i = 0; i < 200; i++)
        for (int64_t k = 0; k < 4; k++)
            add_at(daily.time[i] + k * 3600, daily.column[k ? BARS_CLOSE : BARS_OPEN][i],
                   daily.column[BARS_CLOSE][i] * (k < 3 ? 1 + 0.01 * (double)k : 1));
    struct bars gone = daily;
    bars_release(&gone);
    signals[0] = SIGNAL_HOLD;
    signals[3] = SIGNAL_BUY;
    performance_sessions_by_day(&bars, session);
    run();
    CHECK(performance_measure(&in_sessions, &p, &err));
    CHECK(p.n_sessions == 200);
    CHECK_NEAR(p.sharpe, sharpe, 1e-9);
    CHECK(fabs(p.sharpe_per_bar - sharpe) > 0.05);
}

TEST(buy_and_hold_includes_dividends_and_stands_at_the_exposure_too)
{
    begin();
    for (int i = 0; i < 4; i++)
        add_at(date_of(2024, 1, 2) + i * DATE_DAY, i < 2 ? 100 : 99, i < 2 ? 100 : 99);
    bars_add_column(&bars, BARS_ADJUST, 1);
    bars.column[BARS_ADJUST][0] = bars.column[BARS_ADJUST][1] = 0.99;
    signals[0] = SIGNAL_BUY;
    run();
    CHECK(performance_measure(&in, &p, &err));
    CHECK_NEAR(p.hold_return, 0, 1e-12);
    CHECK_NEAR(p.total_return, 0, 1e-12);
    CHECK_NEAR(p.hold_at_exposure_return, 0, 1e-12);
    CHECK_NEAR(p.time_in_market, 2 / 3.0, 1e-12);
}

TEST(curves_show_the_exposure_and_what_holding_would_be_worth)
{
    double exposure[3], hold[3];

    begin();
    add_at(date_of(2024, 1, 2), 100, 100);
    add_at(date_of(2024, 1, 3), 100, 120);
    add_at(date_of(2024, 1, 4), 120, 90);
    signals[0] = SIGNAL_BUY;
    run();
    performance_curves(&in, exposure, hold);
    CHECK_NEAR(exposure[0], 0, 0);
    CHECK_NEAR(exposure[1], 25 * 120 / 10500.0, 1e-12);
    CHECK_NEAR(exposure[2], 0, 0);
    CHECK_NEAR(hold[0], 10000, 0);
    CHECK_NEAR(hold[1], 12000, 1e-9);
    CHECK_NEAR(hold[2], 9000, 1e-9);
}

TEST(a_strategy_that_only_holds_a_share_has_nothing_active)
{
    begin();
    walk(5, 300, 0.001);
    memset(signals, SIGNAL_HOLD, sizeof(signals));
    signals[0] = SIGNAL_BUY;
    settings.increment = 0;
    settings.size = 1;
    run();
    CHECK(performance_measure(&in, &p, &err));
    CHECK_NEAR(p.beta, 1, 0.02);
    CHECK(fabs(p.active_return) < 0.02 * fabs(p.hold_return));
    CHECK_NEAR(p.mean_gross_exposure, p.mean_exposure, 0);
}

TEST(turnover_counts_both_sides_by_mean_equity_and_year)
{
    begin();
    for (int i = 0; i < 4; i++)
        add_at(date_of(2021, 1, 1) + i * 487 * DATE_DAY / 4 * 3, 100, 100);
    signals[0] = SIGNAL_BUY;
    signals[1] = SIGNAL_SELL;
    run();
    CHECK(performance_measure(&in, &p, &err));
    CHECK_NEAR(p.turnover, 0.5 / p.years, 1e-12);
}

TEST(the_break_even_multiple_is_where_nothing_active_is_left)
{
    const struct backtest_input input = { &bars, signals, NULL };
    struct costs_multiples m;

    begin();
    walk(6, 400, 0);
    for (size_t i = 0; i + 1 < 400; i++)        /* it knows the next bar */
        signals[i] = bars.column[BARS_CLOSE][i + 1] > bars.column[BARS_OPEN][i + 1] ? SIGNAL_BUY
                                                                                   : SIGNAL_SELL;
    settings.costs = (struct costs){ .model = COSTS_VALUE, .rate = 1e-3 };
    CHECK(costs_multiples_run(&input, &settings, NULL, &m, &err));
    CHECK(m.at[0].net > m.at[1].net && m.at[1].net > m.at[2].net && m.at[2].net > m.at[3].net);
    CHECK(m.break_even > 0);

    for (int side = -1; side <= 1; side += 2) {
        static double active[400];
        double sum = 0;
        settings.cost_multiple = m.break_even * (1 + 0.02 * side);
        run();
        performance_active_returns(&in, active);
        for (size_t i = 0; i < 399; i++)
            sum += active[i];
        CHECK(side < 0 ? sum > 0 : sum < 0);
    }
}

TEST(there_is_no_break_even_where_costs_are_not_the_trouble)
{
    const struct backtest_input input = { &bars, signals, NULL };
    struct costs_multiples m;

    begin();
    walk(6, 400, 0);
    for (size_t i = 0; i + 1 < 400; i++)        /* always wrong */
        signals[i] = bars.column[BARS_CLOSE][i + 1] > bars.column[BARS_OPEN][i + 1] ? SIGNAL_SELL
                                                                                   : SIGNAL_BUY;
    CHECK(costs_multiples_run(&input, &settings, NULL, &m, &err));
    CHECK(isnan(m.break_even) && m.at[0].active_return < 0);
}
