/* Sizes by volatility, shares of the volume, hours of entries: what golden files do not have. */
#include "domain/backtest/backtest.h"

#include "base/date.h"
#include "domain/backtest/evidence.h"
#include "domain/backtest/exchange_clock.h"
#include "domain/backtest/spread.h"
#include "domain/calendar.h"
#include "test.h"

#include <math.h>
#include <string.h>

enum { MOST = 64 };

static struct bars bars;
static uint8_t signal[MOST];
static struct backtest_settings settings;
static struct backtest_result result;
static struct error err;

/* Bars that open where the one before closed, each with that volume; no costs. */
static void start(const double *close, size_t n, double volume)
{
    bars_release(&bars);
    for (size_t i = 0; i < n; i++) {
        const double open = close[i ? i - 1 : 0];
        bars_append(&bars, (int64_t)(i + 1) * DATE_DAY,
                    (double[BARS_REQUIRED]){ open, fmax(open, close[i]), fmin(open, close[i]),
                                             close[i], volume });
    }
    memset(signal, SIGNAL_HOLD, sizeof(signal));
    settings = backtest_settings_default("");
    settings.costs.model = COSTS_NONE;
    settings.slippage.unit = COSTS_SLIPPAGE_NONE;
    settings.capital = 10000;
    settings.periods_per_year = settings.bars_per_year = 252;
}

static bool run(void)
{
    const struct backtest_input input = { &bars, signal, NULL };

    backtest_release(&result);
    return backtest_run(&input, &settings, NULL, &result, &err);
}

static const double flat[10] = { 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 };

TEST(an_entry_takes_its_share_of_the_volume_and_gives_up_the_rest)
{
    start(flat, 10, 1000);
    signal[1] = SIGNAL_BUY;
    settings.volume_share = 0.1;
    CHECK(run());
    CHECK(result.n_trades == 1 && result.trades[0].quantity == 100 && result.n_cuts == 1);
    settings.volume_share = 0.0005;     /* half a unit */
    CHECK(run());
    CHECK(!result.n_trades && result.unfilled[0].why == BACKTEST_UNFILLED_NO_VOLUME);
}

TEST(an_exit_is_spread_over_bars_each_part_a_trade)
{
    start(flat, 10, 1000);
    settings.volume_share = 0.1;
    signal[1] = SIGNAL_BUY;             /* 100 in bar 2 */
    signal[3] = SIGNAL_SELL;
    bars.column[BARS_VOLUME][4] = 600;
    bars.column[BARS_VOLUME][5] = 0;
    bars.column[BARS_VOLUME][6] = 300;
    bars.column[BARS_CLOSE][5] = bars.column[BARS_HIGH][5] = 12;
    bars.column[BARS_OPEN][6] = bars.column[BARS_HIGH][6] = 12;
    settings.costs = (struct costs){ .model = COSTS_UNIT, .rate = 0.01 };
    CHECK(run());
    CHECK(result.n_trades == 3 && result.n_waits == 3);
    CHECK(result.trades[0].quantity == 60 && result.trades[0].exit_bar == 4);
    CHECK(result.trades[1].quantity == 30 && result.trades[1].exit_bar == 6);
    CHECK(result.trades[2].quantity == 10 && result.trades[2].exit_bar == 7);
    CHECK_NEAR(result.trades[1].net, 30 * 2 - 30 * 0.02, 1e-9);
    CHECK_NEAR(result.trades[0].net, -60 * 0.02, 1e-9);
    CHECK_NEAR(result.equity[9], 10000 + 60 - 100 * 0.02, 1e-9);
}

/* All 30 bars are one position, sold a little in each: laid out as 25 trades they would not fit. */
TEST(random_entries_take_the_parts_of_a_position_as_one)
{
    const struct performance_input measured = { &bars, &settings, &result, NULL };
    double close[30], p = 0;

    for (size_t i = 0; i < 30; i++)
        close[i] = 10 + 0.01 * (double)i;
    start(close, 30, 100);
    bars.column[BARS_VOLUME][1] = 10000;
    settings.volume_share = 0.1;
    signal[0] = SIGNAL_BUY;
    signal[1] = SIGNAL_SELL;
    CHECK(run() && result.n_trades > 20);
    CHECK(evidence_random_entry(&measured, 50, 42, NULL, &p, &err));
    CHECK(p > 0 && p <= 1);
}

TEST(a_share_of_no_volume_is_refused)
{
    start(flat, 10, 0);
    settings.volume_share = 0.1;
    CHECK(!run() && err.code == ERROR_BAD_DATA);
}

/* The sample deviation of the n returns up to bar t, annualised; by the book. */
static double volatility(const double *close, size_t t, size_t n)
{
    double mean = 0, sum = 0;

    for (size_t i = t - n + 1; i <= t; i++)
        mean += (close[i] / close[i - 1] - 1) / (double)n;
    for (size_t i = t - n + 1; i <= t; i++)
        sum += pow(close[i] / close[i - 1] - 1 - mean, 2);
    return sqrt(sum / (double)(n - 1)) * sqrt(252);
}

TEST(a_position_takes_the_wanted_volatility_by_that_of_the_bars_before)
{
    struct backtest_result part;
    double close[MOST];
    struct bars late;

    close[0] = 100;
    for (size_t i = 1; i < 40; i++)
        close[i] = close[i - 1] * (1 + 0.001 * (double)(i * i % 23) - 0.01);
    start(close, 40, 1000);
    settings.sizing = BACKTEST_VOLATILITY;
    settings.size = 0.05;
    settings.volatility_window = 20;
    settings.increment = 0;
    signal[20] = SIGNAL_BUY;
    CHECK(run());
    CHECK(result.n_trades == 1);
    CHECK_NEAR(result.trades[0].quantity,
               10000 * 0.05 / volatility(close, 20, 20) / close[20], 1e-9);
    late = bars_slice(&bars, 15, bars.count - 15);      /* the same, traded from bar 15 on */
    settings.n_before = 15;
    CHECK(backtest_run(&(struct backtest_input){ &late, signal + 15, NULL }, &settings, NULL, &part,
                       &err));
    CHECK(part.n_trades == 1 && part.trades[0].quantity == result.trades[0].quantity);
    backtest_release(&part);
    settings.n_before = 0;
    settings.size = 5;                  /* more than all: all, and no more than cash pays for */
    CHECK(run());
    CHECK_NEAR(result.trades[0].value, 10000, 1e-6);
    settings.size = 0.05;
    settings.most_of_symbol = 0.1;
    CHECK(run());
    CHECK_NEAR(result.trades[0].quantity, 1000 / close[20], 1e-9);
    signal[20] = SIGNAL_HOLD;
    signal[19] = SIGNAL_BUY;            /* 19 returns */
    CHECK(run());
    CHECK(!result.n_trades && result.unfilled[0].why == BACKTEST_UNFILLED_NO_VOLATILITY);
}

TEST(an_entry_outside_the_hours_is_not_filled_but_an_exit_is)
{
    static const uint8_t closed[10] = { [2] = 1, [6] = 1 };

    start(flat, 10, 1000);
    settings.is_closed = closed;
    signal[1] = SIGNAL_BUY;
    signal[3] = SIGNAL_BUY;
    signal[5] = SIGNAL_SELL;
    CHECK(run());
    CHECK(result.n_unfilled == 1 && result.unfilled[0].why == BACKTEST_UNFILLED_CLOSED);
    CHECK(result.n_trades == 1 && result.trades[0].entry_bar == 4 && result.trades[0].exit_bar == 6);
}

TEST(hours_are_those_of_the_exchange_in_summer_and_winter)
{
    const struct calendar *nyse = calendar_find("nyse");
    struct exchange_clock_hours hours;

    CHECK(exchange_clock_second(nyse, date_of(2024, 1, 3) + 14 * 3600 + 1800) == 9 * 3600 + 1800);
    CHECK(exchange_clock_second(nyse, date_of(2024, 7, 3) + 13 * 3600 + 1800) == 9 * 3600 + 1800);
    CHECK(exchange_clock_second(calendar_find("cme"), date_of(2024, 7, 3)) == 19 * 3600);
    CHECK(exchange_clock_second(calendar_find("crypto"), date_of(2024, 7, 3) + 7) == 7);
    CHECK(exchange_clock_parse("09:30-16:00", &hours, &err));
    CHECK(hours.from == 34200 && hours.until == 57600);
    for (size_t i = 0; i < 6; i++) {
        static const char *const bad[] = { "", "9:30-16:00", "09:30", "09:30-25:00", "09:60-10:00",
                                           "10:00-10:00" };
        CHECK(!exchange_clock_parse(bad[i], &hours, &err) && err.code == ERROR_INVALID);
    }
}

TEST(measured_slippage_is_half_the_spread_of_the_hour)
{
    const struct calendar *calendar = calendar_find("crypto");
    struct bars quotes = {0}, traded = {0};
    double half[2] = {0};
    struct spread spread;

    /* 40 days: at 3:00 the ask is 0.2 above a bid of 99.9, else 0.02 above one of 99.99. */
    for (int64_t hour = 0; hour < 40 * 24; hour++) {
        const double width = hour % 24 == 3 ? 0.1 : 0.01;
        bars_append(&quotes, hour * 3600,
                    (double[BARS_REQUIRED]){ 100 - width, 101, 99, 100 + width, 0 });
    }
    quotes.column[BARS_OPEN][7] = 200;  /* a bid above the ask */
    bars_append(&traded, 3 * 3600 + 86400, (double[BARS_REQUIRED]){ 50, 50, 50, 50, 1 });
    bars_append(&traded, 5 * 3600 + 86400, (double[BARS_REQUIRED]){ 50, 50, 50, 50, 1 });
    CHECK(spread_measure(&quotes, TIMEFRAME_1_HOUR, calendar, &spread, &err));
    CHECK(spread.n_bars == 959);
    spread_of_bars(&spread, &traded, TIMEFRAME_1_HOUR, calendar, half);
    CHECK_NEAR(half[0], 0.001, 1e-15);
    CHECK_NEAR(half[1], 0.0001, 1e-15);
    quotes.count = 3 * 24;              /* three of each hour: too few */
    CHECK(spread_measure(&quotes, TIMEFRAME_1_HOUR, calendar, &spread, &err));
    spread_of_bars(&spread, &traded, TIMEFRAME_1_HOUR, calendar, half);
    CHECK_NEAR(half[0], 0.0001, 1e-15);
    bars_release(&quotes);
    bars_release(&traded);

    start(flat, 10, 1000);
    signal[1] = SIGNAL_BUY;
    settings.slippage.unit = COSTS_SLIPPAGE_MEASURED;
    CHECK(!run() && err.code == ERROR_INVALID);
    settings.half_spread = (const double[10]){ 0, 0, 0.01, 0, 0, 0, 0, 0, 0, 0.002 };
    CHECK(run());
    CHECK_NEAR(result.trades[0].entry_price, 10.1, 1e-12);
    CHECK_NEAR(result.trades[0].exit_price, 9.98, 1e-12);
    backtest_release(&result);
    bars_release(&bars);
}
