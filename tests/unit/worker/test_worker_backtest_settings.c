#include "worker/worker_backtest_settings.h"

#include "base/date.h"
#include "domain/calendar.h"
#include "domain/strategy/strategy.h"
#include "test.h"
#include "wire/wire_backtest.h"
#include "wire/wire_worker.h"
#include "worker/worker_input.h"

#include <stdio.h>
#include <stdlib.h>

static struct wire_worker_bars told;
static struct worker_input_series series;

static void set_series(const char *symbol, const char *type, enum timeframe timeframe)
{
    wire_clear(wire_worker_bars_fields, &told);
    snprintf(told.symbol, sizeof(told.symbol), "%s", symbol);
    snprintf(told.instrument_type, sizeof(told.instrument_type), "%s", type);
    series = (struct worker_input_series){ .told = &told, .timeframe = timeframe,
                                           .calendar = calendar_find("none") };
}

static struct wire_backtest_request whole_request(void)
{
    struct wire_backtest_request wanted;

    wire_clear(wire_backtest_request_fields, &wanted);
    wanted.capital = 5000;
    wanted.size = 0.5;
    wanted.periods_per_year = 250;
    snprintf(wanted.commission, sizeof(wanted.commission), "3bp");
    snprintf(wanted.slippage, sizeof(wanted.slippage), "1tick");
    return wanted;
}

TEST(settings_take_the_request_and_the_strategys_decisions)
{
    const struct wire_backtest_request wanted = whole_request();
    struct strategy strategy = { .decisions = {
        .confidence_threshold = 0.4, .min_signal_separation = 3, .allow_short_from_flat = true,
        .reverse = true, .stop_loss = 0.02, .take_profit = 0.05 } };
    struct backtest_settings s;
    struct error err = {0};

    set_series("AAPL", "STK", TIMEFRAME_1_DAY);
    CHECK(worker_backtest_settings_make(&wanted, &strategy, &series, &s, &err));
    CHECK(s.capital == 5000 && s.size == 0.5 && s.periods_per_year == 250);
    CHECK(s.costs.model == COSTS_VALUE && s.slippage.unit == COSTS_SLIPPAGE_TICKS);
    CHECK_NEAR(s.costs.rate, 3e-4, 1e-18);
    CHECK(s.confidence_threshold == 0.4 && s.min_signal_separation == 3);
    CHECK(s.allow_short && s.reverse);
    CHECK_NEAR(s.stop_loss_pct, 2, 1e-12);
    CHECK_NEAR(s.take_profit_pct, 5, 1e-12);
    CHECK(s.borrow_rate == 0.005);      /* what a share's default has beside its costs */
}

TEST(given_signals_have_no_decisions_of_a_strategy)
{
    const struct wire_backtest_request wanted = whole_request();
    struct backtest_settings s;
    struct error err = {0};

    set_series("AAPL", "STK", TIMEFRAME_1_DAY);
    CHECK(worker_backtest_settings_make(&wanted, NULL, &series, &s, &err));
    CHECK(s.confidence_threshold == 0 && s.min_signal_separation == 0 && s.stop_loss_pct == 0);
    CHECK(!s.allow_short && !s.reverse);
}

TEST(a_yen_pair_has_the_tick_of_a_yen_pair)
{
    const struct wire_backtest_request wanted = whole_request();
    struct backtest_settings s;
    struct error err = {0};

    set_series("USDJPY", "CASH", TIMEFRAME_1_HOUR);
    CHECK(worker_backtest_settings_make(&wanted, NULL, &series, &s, &err) && s.tick == 0.005);
    set_series("EURUSD", "CASH", TIMEFRAME_1_HOUR);
    CHECK(worker_backtest_settings_make(&wanted, NULL, &series, &s, &err) && s.tick == 0.00005);
    set_series("JPY", "STK", TIMEFRAME_1_HOUR);
    CHECK(worker_backtest_settings_make(&wanted, NULL, &series, &s, &err) && s.tick == 0.01);
}

/* A share beside a coin, whose year has 365 sessions: the share's own volatility is no larger. */
TEST(of_several_each_has_the_bars_of_its_own_year)
{
    struct wire_backtest_request wanted = whole_request();
    char *both[] = { "AAPL", "BTC" };
    struct backtest_settings s;
    struct error err = {0};

    wanted.periods_per_year = 365;
    set_series("AAPL", "STK", TIMEFRAME_1_DAY);
    CHECK(worker_backtest_settings_make(&wanted, NULL, &series, &s, &err));
    CHECK(s.bars_per_year == 365 && s.periods_per_year == 365);     /* as told */
    wanted.symbols = both;
    wanted.n_symbols = 2;
    CHECK(worker_backtest_settings_make(&wanted, NULL, &series, &s, &err));
    CHECK(s.bars_per_year == 252 && s.periods_per_year == 365);
    set_series("BTC", "CRYPTO", TIMEFRAME_1_HOUR);
    CHECK(worker_backtest_settings_make(&wanted, NULL, &series, &s, &err));
    CHECK(s.bars_per_year == 365 * 24);
    set_series("EURUSD", "", TIMEFRAME_1_DAY);
    series.calendar = calendar_find("fx");
    CHECK(worker_backtest_settings_make(&wanted, NULL, &series, &s, &err));
    CHECK(s.bars_per_year == 260);
    wanted.periods_per_year = 52;
    set_series("AAPL", "STK", TIMEFRAME_1_WEEK);
    CHECK(worker_backtest_settings_make(&wanted, NULL, &series, &s, &err));
    CHECK(s.bars_per_year == 52);
}

TEST(costs_without_a_unit_and_nonsense_are_refused)
{
    struct wire_backtest_request wanted = whole_request();
    struct backtest_settings s;
    struct error err = {0};

    set_series("AAPL", "STK", TIMEFRAME_1_DAY);
    snprintf(wanted.commission, sizeof(wanted.commission), "0.001");
    CHECK(!worker_backtest_settings_make(&wanted, NULL, &series, &s, &err));
    CHECK(err.code == ERROR_INVALID);
    wanted = whole_request();
    wanted.size = 2;
    CHECK(!worker_backtest_settings_make(&wanted, NULL, &series, &s, &err));
}

/* 2001 and 2002 copy the close before, 2000 and 2003 do not. */
static void fill_years(struct bars *bars)
{
    double close = 100;

    for (int64_t day = date_of(2000, 1, 1); day < date_of(2004, 1, 1); day += DATE_DAY) {
        const int64_t year = date_civil(day).year;
        const double open = year == 2001 || year == 2002 ? close : close + 1;

        close += day / DATE_DAY % 2 ? 0.5 : -0.5;
        bars_append(bars, day, (double[BARS_REQUIRED]){ open, 200, 10, close, 1 });
    }
}

TEST(stale_years_are_judged_whole_and_told_of_the_part_that_is_traded)
{
    size_t n, first, end;
    struct backtest_range *stale;

    set_series("SPX", "IND", TIMEFRAME_1_DAY);
    fill_years(&series.bars);
    first = bars_lower_bound(&series.bars, date_of(2002, 12, 1));
    end = bars_lower_bound(&series.bars, date_of(2003, 6, 1));
    stale = worker_backtest_settings_stale(&series, first, end - first, &n);
    CHECK(n == 1 && stale[0].from == 0 && stale[0].until == 31);
    free(stale);
    first = bars_lower_bound(&series.bars, date_of(2003, 1, 1));
    stale = worker_backtest_settings_stale(&series, first, end - first, &n);
    CHECK(n == 0);
    free(stale);
    bars_release(&series.bars);
}

TEST(where_a_market_does_not_close_no_open_is_stale)
{
    size_t n;

    set_series("EURUSD", "CASH", TIMEFRAME_1_DAY);
    fill_years(&series.bars);
    CHECK(!worker_backtest_settings_stale(&series, 0, series.bars.count, &n) && n == 0);
    told.instrument_type[0] = '\0';
    series.timeframe = TIMEFRAME_1_HOUR;
    CHECK(!worker_backtest_settings_stale(&series, 0, series.bars.count, &n) && n == 0);
    bars_release(&series.bars);
}
