#include "managers/manage_backtest_money.h"

#include "domain/backtest/backtest_settings.h"
#include "domain/backtest/exchange_clock.h"
#include "domain/calendar.h"
#include "domain/series.h"
#include "domain/strategy/strategy.h"
#include "wire/wire_backtest.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- sizes ---- */

static const char *const sizings[] = {
    [BACKTEST_FRACTION] = "fraction", [BACKTEST_AMOUNT] = "amount", [BACKTEST_UNITS] = NULL,
    [BACKTEST_VOLATILITY] = "volatility",
};

static bool read_sizing(const char *text, enum backtest_sizing *ret_sizing, struct error *err)
{
    for (size_t i = 0; i < COUNT(sizings); i++)
        if (sizings[i] && !strcmp(sizings[i], text)) {
            *ret_sizing = (enum backtest_sizing)i;
            return true;
        }
    return error_set(err, ERROR_INVALID, "sizing is '%s', not fraction, amount or volatility",
                     text);
}

/* A size without a word to it is a share of equity, as it always was. */
static void take_sizing(const struct strategy_sizing *own, struct wire_backtest_request *request)
{
    const double size[] = { own->share, own->amount, own->target_volatility };
    static const char *const names[] = { "fraction", "amount", "volatility" };

    if (request->volatility_window == WIRE_UNKNOWN)
        request->volatility_window = (int64_t)own->window;
    if (!request->sizing[0])
        snprintf(request->sizing, sizeof(request->sizing), "%s",
                 isnan(request->size) ? names[own->method] : names[STRATEGY_SIZING_FRACTION]);
    if (isnan(request->size) && !strcmp(request->sizing, names[own->method]))
        request->size = size[own->method];
}

static void take_limits(const struct strategy_limits *own, struct wire_backtest_request *request)
{
    if (isnan(request->max_symbol))
        request->max_symbol = own->symbol;
    if (isnan(request->max_gross))
        request->max_gross = own->gross;
    if (request->max_positions == WIRE_UNKNOWN)
        request->max_positions = (int64_t)own->positions;
    if (!request->entry_hours[0])
        snprintf(request->entry_hours, sizeof(request->entry_hours), "%s", own->entry_hours);
}

static bool fill_sizes(struct wire_backtest_request *request, struct backtest_settings *settings,
                       struct error *err)
{
    if (request->max_positions < 0 || request->volatility_window < 0)
        return error_set(err, ERROR_INVALID, "max_positions and volatility_window are counts");
    if (isnan(request->volume_share))
        request->volume_share = 0;
    if (!read_sizing(request->sizing, &settings->sizing, err))
        return false;
    if (isnan(request->size))
        return error_set(err, ERROR_INVALID, "sizing '%s' needs a size", request->sizing);
    settings->size = request->size;
    settings->volatility_window = (size_t)request->volatility_window;
    settings->volume_share = request->volume_share;
    settings->most_of_symbol = request->max_symbol;
    settings->most_gross = request->max_gross;
    return true;
}

static bool check_hours(const struct wire_backtest_request *request, const struct series *series,
                        struct error *err)
{
    struct exchange_clock_hours hours;

    if (!request->entry_hours[0])
        return true;
    return exchange_clock_parse(request->entry_hours, &hours, err) &&
           (!timeframe_is_daily(series->timeframe) ||
            error_set(err, ERROR_INVALID, "entry hours '%s' say nothing of %s bars",
                      request->entry_hours, timeframe_name(series->timeframe)));
}

/* ---- costs ---- */

static bool is_of_one_kind(const struct series *series, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (strcmp(series[i].type, series[0].type) != 0)
            return false;
    return true;
}

static bool fill_costs(const struct series *series, size_t n_series,
                       struct wire_backtest_request *request, struct backtest_settings *settings,
                       struct error *err)
{
    const bool is_one = is_of_one_kind(series, n_series);

    if ((request->commission[0] && !costs_parse(request->commission, &settings->costs, err)) ||
        (request->slippage[0] &&
         !costs_parse_slippage(request->slippage, &settings->slippage, err)))
        return false;
    if (request->commission[0] || is_one)
        costs_print(&settings->costs, request->commission, sizeof(request->commission));
    if (request->slippage[0] || is_one)
        costs_print_slippage(&settings->slippage, request->slippage, sizeof(request->slippage));
    return true;
}

/* ---- sessions a year ---- */

/* Of longer bars each is a session. */
static double periods_of(const struct series *series)
{
    const struct backtest_settings settings = backtest_settings_default(series->type);
    const struct calendar *calendar = calendar_find(series->calendar);

    if (series->timeframe == TIMEFRAME_1_WEEK)
        return 52;
    if (series->timeframe == TIMEFRAME_1_MONTH)
        return 12;
    if (settings.periods_per_year > 0)
        return settings.periods_per_year;
    if (calendar && calendar_has_sessions(calendar))
        return calendar_sessions_per_year(calendar);
    return series->timeframe == TIMEFRAME_1_DAY ? 252 : 0;
}

/* Several markets together have a session on each day on which one of them has. */
static bool fill_periods(const struct series *series, size_t n_series,
                         struct wire_backtest_request *request, struct error *err)
{
    double most = 0;

    for (size_t i = 0; i < n_series; i++)
        most = fmax(most, periods_of(&series[i]));
    if (isnan(request->periods_per_year))
        request->periods_per_year = most;
    if (request->periods_per_year > 0)
        return true;
    error_set(err, ERROR_INVALID, "how many sessions a year has is not known for '%s'",
              series[0].symbol);
    return error_suggest(err, "--periods-per-year 252 (US stocks), 260 (FX), 365 (crypto)");
}

bool manage_backtest_money_fill(const struct strategy *strategy, const struct series *series,
                                size_t n_series, struct wire_backtest_request *request,
                                struct error *err)
{
    static const struct strategy_decisions usual = {
        .sizing = { .share = 0.25, .amount = 10000, .target_volatility = 0.15, .window = 60 } };
    const struct strategy_decisions *own = strategy ? &strategy->decisions : &usual;
    struct backtest_settings settings = backtest_settings_default(series->type);

    if (isnan(request->capital))
        request->capital = settings.capital;
    settings.capital = request->capital;
    take_sizing(&own->sizing, request);
    take_limits(&own->limits, request);
    if (!fill_sizes(request, &settings, err) ||
        !fill_costs(series, n_series, request, &settings, err) ||
        !fill_periods(series, n_series, request, err) || !check_hours(request, series, err))
        return false;
    settings.periods_per_year = settings.bars_per_year = request->periods_per_year;
    return backtest_settings_check(&settings, err);
}
