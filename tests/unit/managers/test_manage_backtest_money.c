#include "managers/manage_backtest_money.h"

#include "domain/series.h"
#include "domain/strategy/strategy.h"
#include "test.h"
#include "wire/wire_backtest.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct series series[2];
static struct wire_backtest_request request;
static struct strategy strategy;
static struct error err;

static void set(const char *type, const char *other)
{
    const char *const types[] = { type, other };

    for (int i = 0; i < 2; i++) {
        series[i] = series_imported(i ? "B" : "A", TIMEFRAME_1_DAY);
        snprintf(series[i].type, sizeof(series[i].type), "%s", types[i]);
    }
    wire_clear(wire_backtest_request_fields, &request);
    memset(&strategy, 0, sizeof(strategy));
    strategy.decisions.sizing = (struct strategy_sizing){
        .share = 0.25, .amount = 10000, .target_volatility = 0.15, .window = 60 };
}

static bool fill(const struct strategy *of, size_t n)
{
    return manage_backtest_money_fill(of, series, n, &request, &err);
}

TEST(what_is_not_told_is_as_usual)
{
    set("STK", "STK");
    CHECK(fill(NULL, 1));
    CHECK(request.capital == 100000 && request.size == 0.25 && request.periods_per_year == 252);
    CHECK_TEXT(request.sizing, "fraction");
    CHECK_TEXT(request.commission, "ib_fixed");
    CHECK_TEXT(request.slippage, "2bp");
    CHECK(request.volume_share == 0 && request.max_gross == 0 && request.max_positions == 0);
}

TEST(the_strategy_comes_before_what_is_usual_and_the_request_before_the_strategy)
{
    set("STK", "STK");
    strategy.decisions.sizing.method = STRATEGY_SIZING_VOLATILITY;
    strategy.decisions.limits = (struct strategy_limits){ .symbol = 0.3, .gross = 0.8,
                                                          .positions = 4 };
    CHECK(fill(&strategy, 1));
    CHECK_TEXT(request.sizing, "volatility");
    CHECK(request.size == 0.15 && request.volatility_window == 60);
    CHECK(request.max_symbol == 0.3 && request.max_gross == 0.8 && request.max_positions == 4);
    set("STK", "STK");
    strategy.decisions.sizing.method = STRATEGY_SIZING_VOLATILITY;
    request.size = 0.4;                 /* a size without a word is a share, as it always was */
    request.max_gross = 0;
    strategy.decisions.limits.gross = 0.8;
    CHECK(fill(&strategy, 1));
    CHECK_TEXT(request.sizing, "fraction");
    CHECK(request.size == 0.4 && request.max_gross == 0);
    set("STK", "STK");
    snprintf(request.sizing, sizeof(request.sizing), "amount");
    CHECK(!fill(&strategy, 1) && err.code == ERROR_INVALID);    /* how much? */
}

TEST(a_request_filled_twice_stays_as_it_is)
{
    struct wire_backtest_request once;

    set("CASH", "STK");
    CHECK(fill(&strategy, 2));
    once = request;
    CHECK(fill(&strategy, 2));
    CHECK(!memcmp(&once, &request, sizeof(once)));
}

TEST(several_kinds_have_costs_of_their_own_and_the_most_sessions)
{
    set("STK", "CRYPTO");
    CHECK(fill(NULL, 2));
    CHECK_TEXT(request.commission, "");
    CHECK_TEXT(request.slippage, "");
    CHECK(request.periods_per_year == 365);
    snprintf(request.commission, sizeof(request.commission), "3bp");
    CHECK(fill(NULL, 2));
    CHECK_TEXT(request.commission, "3bp");
}

TEST(two_currencies_are_refused_and_one_that_is_not_known_is_not)
{
    set("CASH", "CASH");
    snprintf(series[0].currency, sizeof(series[0].currency), "USD");
    CHECK(fill(NULL, 2));
    snprintf(series[1].currency, sizeof(series[1].currency), "JPY");
    CHECK(!fill(NULL, 2) && err.code == ERROR_INVALID);
    CHECK(strstr(err.text, "USD") && strstr(err.text, "JPY"));
    CHECK(fill(NULL, 1));
}

TEST(hours_of_entries_need_bars_shorter_than_a_day)
{
    set("STK", "STK");
    snprintf(request.entry_hours, sizeof(request.entry_hours), "09:30-16:00");
    CHECK(!fill(NULL, 1) && err.code == ERROR_INVALID);
    series[0].timeframe = TIMEFRAME_1_HOUR;
    CHECK(fill(NULL, 1));
}
