#include "worker/worker_backtest_settings.h"

#include "base/date.h"
#include "domain/backtest/backtest_stale.h"
#include "domain/calendar.h"
#include "domain/strategy/strategy.h"
#include "wire/wire_backtest.h"
#include "wire/wire_worker.h"
#include "worker/worker_input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define YEN_TICK 0.005              /* IDEALPRO's step where a yen is the price's unit */

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);

    return n >= m && !strcmp(text + n - m, end);
}

static void take_decisions(const struct strategy_decisions *decisions,
                           struct backtest_settings *settings)
{
    settings->allow_short = decisions->allow_short_from_flat;
    settings->reverse = decisions->reverse;
    settings->min_signal_separation = decisions->min_signal_separation;
    settings->confidence_threshold = decisions->confidence_threshold;
    settings->stop_loss_pct = 100 * decisions->stop_loss;
    settings->take_profit_pct = 100 * decisions->take_profit;
}

/* A request of an older version has only a share of equity. */
static void take_sizes(const struct wire_backtest_request *wanted,
                       struct backtest_settings *settings)
{
    settings->size = wanted->size;
    settings->sizing = !strcmp(wanted->sizing, "amount")     ? BACKTEST_AMOUNT
                     : !strcmp(wanted->sizing, "volatility") ? BACKTEST_VOLATILITY
                                                             : BACKTEST_FRACTION;
    if (wanted->volatility_window > 0)
        settings->volatility_window = (size_t)wanted->volatility_window;
    settings->volume_share = isnan(wanted->volume_share) ? 0 : wanted->volume_share;
    settings->most_of_symbol = isnan(wanted->max_symbol) ? 0 : wanted->max_symbol;
    settings->most_gross = isnan(wanted->max_gross) ? 0 : wanted->max_gross;
    settings->most_positions = wanted->max_positions > 0 ? (size_t)wanted->max_positions : 0;
}

/* Of a usual day; a market of which no sessions are known has 24 hours. */
static double bars_per_session(const struct worker_input_series *series)
{
    const int64_t seconds = timeframe_is_daily(series->timeframe)
        ? 0 : timeframe_seconds(series->timeframe);
    struct calendar_session session;

    if (!seconds)
        return 1;
    if (!calendar_has_sessions(series->calendar) || !series->bars.count)
        return (double)DATE_DAY / (double)seconds;
    session = calendar_session_from(series->calendar, date_midnight(series->bars.time[0]));
    return ceil((double)(session.usual_close - session.usual_open) / (double)seconds);
}

/* The request has what all have together; of several with different years each has its own. */
static double sessions_per_year(const struct wire_backtest_request *wanted,
                                const struct worker_input_series *series, double usual)
{
    if (!(usual > 0))
        usual = calendar_sessions_per_year(series->calendar);
    return wanted->n_symbols > 1 && usual > 0 ? fmin(usual, wanted->periods_per_year)
                                              : wanted->periods_per_year;
}

bool worker_backtest_settings_make(const struct wire_backtest_request *wanted,
                                   const struct strategy *strategy,
                                   const struct worker_input_series *series,
                                   struct backtest_settings *ret_settings, struct error *err)
{
    struct backtest_settings settings = backtest_settings_default(series->told->instrument_type);

    if (!strcmp(series->told->instrument_type, "CASH") && ends_with(series->told->symbol, "JPY"))
        settings.tick = YEN_TICK;
    settings.capital = wanted->capital;
    take_sizes(wanted, &settings);
    settings.bars_per_year = sessions_per_year(wanted, series, settings.periods_per_year) *
                             bars_per_session(series);
    settings.periods_per_year = wanted->periods_per_year;
    if (strategy)
        take_decisions(&strategy->decisions, &settings);
    if ((wanted->commission[0] && !costs_parse(wanted->commission, &settings.costs, err)) ||
        (wanted->slippage[0] && !costs_parse_slippage(wanted->slippage, &settings.slippage,
                                                      err)) ||
        !backtest_settings_check(&settings, err))
        return false;
    *ret_settings = settings;
    return true;
}

static bool has_nights(const struct worker_input_series *series)
{
    const char *type = series->told->instrument_type;

    return series->timeframe == TIMEFRAME_1_DAY && strcmp(type, "CASH") != 0 &&
           strcmp(type, "CRYPTO") != 0 && calendar_has_nights(series->calendar);
}

struct backtest_range *worker_backtest_settings_stale(const struct worker_input_series *series,
                                                      size_t first, size_t n, size_t *ret_count)
{
    size_t count = 0, kept = 0;
    struct backtest_range *ranges = has_nights(series)
        ? backtest_stale_years(&series->bars, &count) : NULL;

    for (size_t i = 0; i < count; i++) {
        const size_t from = ranges[i].from > first ? ranges[i].from : first;
        const size_t until = ranges[i].until < first + n ? ranges[i].until : first + n;
        if (from < until)
            ranges[kept++] = (struct backtest_range){ from - first, until - first };
    }
    *ret_count = kept;
    return ranges;
}
