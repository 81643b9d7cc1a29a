#include "worker/worker_backtest_settings.h"

#include "domain/backtest/backtest_stale.h"
#include "domain/calendar.h"
#include "domain/strategy/strategy.h"
#include "wire/wire_backtest.h"
#include "wire/wire_worker.h"
#include "worker/worker_input.h"

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

bool worker_backtest_settings_make(const struct wire_backtest_request *wanted,
                                   const struct strategy *strategy,
                                   const struct worker_input_series *series,
                                   struct backtest_settings *ret_settings, struct error *err)
{
    struct backtest_settings settings = backtest_settings_default(series->told->instrument_type);

    if (!strcmp(series->told->instrument_type, "CASH") && ends_with(series->told->symbol, "JPY"))
        settings.tick = YEN_TICK;
    settings.capital = wanted->capital;
    settings.size = wanted->size;
    settings.periods_per_year = wanted->periods_per_year;
    if (strategy)
        take_decisions(&strategy->decisions, &settings);
    if (!costs_parse(wanted->commission, &settings.costs, err) ||
        !costs_parse_slippage(wanted->slippage, &settings.slippage, err) ||
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
