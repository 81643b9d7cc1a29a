#include "worker/worker_backtest_symbol.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/backtest/exchange_clock.h"
#include "domain/backtest/signals.h"
#include "domain/backtest/spread.h"
#include "domain/features.h"
#include "domain/signal.h"
#include "wire/wire_backtest.h"
#include "wire/wire_worker.h"
#include "worker/worker_backtest_settings.h"
#include "worker/worker_input.h"
#include "worker/worker_backtest_model.h"
#include "worker/worker_report.h"
#include "worker/worker_saved.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = WORKER_SAVED_ROWS, BARS_LEAST = 2 };     /* asked at once; that have a return */

/* ---- bars ---- */

static bool find_series(const struct wire_backtest_request *wanted,
                        const struct worker_input *input, const char *name,
                        struct worker_backtest_symbol *symbol, struct error *err)
{
    enum timeframe timeframe;

    if (!timeframe_parse(wanted->timeframe, &timeframe, err))
        return false;
    symbol->series = worker_input_find(input, name, timeframe);
    return symbol->series || error_set(err, ERROR_INVALID, "no %s bars of '%s' were given",
                                       wanted->timeframe, name);
}

/* `adds`: an end that is a date takes in its day. */
static bool read_time(const char *text, int64_t adds, int64_t *ret_time, struct error *err)
{
    enum date_zone zone;

    if (!date_parse_iso(text, ret_time, &zone, err))
        return false;
    *ret_time += strlen(text) == 10 ? adds : adds != 0;
    return true;
}

static bool choose_bars(const struct wire_backtest_request *wanted,
                        struct worker_backtest_symbol *symbol, struct error *err)
{
    const struct bars *all = &symbol->series->bars;
    const char *name = symbol->series->told->symbol;
    int64_t from = INT64_MIN, until = INT64_MAX;
    size_t end;

    if ((wanted->start_date[0] && !read_time(wanted->start_date, 0, &from, err)) ||
        (wanted->end_date[0] && !read_time(wanted->end_date, DATE_DAY, &until, err)))
        return false;
    symbol->first = bars_lower_bound(all, from);
    end = bars_lower_bound(all, until);
    if (end < symbol->first + BARS_LEAST) {
        error_set(err, ERROR_INVALID, "%zu %s bars of '%s' from '%s' to '%s': a backtest needs %d",
                  end > symbol->first ? end - symbol->first : 0, wanted->timeframe, name,
                  wanted->start_date, wanted->end_date, BARS_LEAST);
        return error_suggest(err, "ktrdr data range %s", name);
    }
    symbol->bars = bars_slice(all, symbol->first, end - symbol->first);
    return true;
}

bool worker_backtest_symbol_open(const struct wire_backtest_request *wanted,
                                 const struct worker_input *input, const char *symbol,
                                 struct worker_backtest_symbol *ret_symbol, struct error *err)
{
    *ret_symbol = (struct worker_backtest_symbol){0};
    return find_series(wanted, input, symbol, ret_symbol, err) &&
           choose_bars(wanted, ret_symbol, err);
}

/* ---- signals ---- */

static void hold_all(struct worker_backtest_symbol *symbol)
{
    symbol->signal = mem_alloc(symbol->series->bars.count);
    memset(symbol->signal, SIGNAL_HOLD, symbol->series->bars.count);
}

bool worker_backtest_symbol_parse(const struct wire_backtest_request *wanted,
                                  struct worker_backtest_symbol *symbol, struct error *err)
{
    hold_all(symbol);
    return signals_parse(wanted->signals, strlen(wanted->signals), wanted->signals_label,
                         &symbol->series->bars, symbol->signal, err);
}

/* The largest share; of equal ones HOLD first. */
static void decide(const float *shares, uint8_t *ret_signal, float *ret_confidence)
{
    int best = SIGNAL_HOLD;

    for (int c = 0; c < SIGNAL_COUNT; c++)
        if (shares[c] > shares[best])
            best = c;
    *ret_signal = (uint8_t)best;
    *ret_confidence = shares[best];
}

static bool ask_network(const struct worker_saved *saved, const struct worker_dataset_symbol *of,
                        const struct worker_backtest_turn *turn,
                        struct worker_backtest_symbol *symbol, struct error *err)
{
    const struct features *features = &of->features;
    static float shares[BLOCK * SIGNAL_COUNT];
    const size_t from = bars_lower_bound(&symbol->series->bars, turn->from);
    const size_t until = bars_lower_bound(&symbol->series->bars, turn->until);

    for (size_t row = from > features->first_row ? from : features->first_row, n; row < until;
         row += n) {
        n = until - row < BLOCK ? until - row : BLOCK;
        worker_saved_answer(saved, of, row, n, shares);
        for (size_t i = 0; i < n; i++)
            decide(shares + i * SIGNAL_COUNT, &symbol->signal[row + i],
                   &symbol->confidence[row + i]);
        if (!worker_report_check(err))
            return false;
    }
    return true;
}

bool worker_backtest_symbol_ask(const struct wire_backtest_request *wanted,
                                const struct worker_saved *saved,
                                const struct worker_backtest_turn *turn,
                                struct worker_backtest_symbol *symbol, struct error *err)
{
    const struct worker_dataset_symbol *of = worker_dataset_find(&saved->dataset,
                                                                 &symbol->series->bars);

    if (!symbol->signal) {
        hold_all(symbol);
        symbol->confidence = mem_alloc(symbol->series->bars.count * sizeof(*symbol->confidence));
    }
    if (!of)
        return error_set(err, ERROR_INVALID, "the model decides on '%s' bars, not on '%s'",
                         timeframe_name(saved->dataset.plan.base), wanted->timeframe);
    if (of->features.first_row > symbol->first)
        symbol->warm_up = of->features.first_row - symbol->first;
    if (symbol->warm_up < symbol->bars.count)
        return ask_network(saved, of, turn, symbol, err);
    error_set(err, ERROR_INVALID, "all %zu bars from '%s' to '%s' lie in the warm-up of the "
              "strategy's indicators", symbol->bars.count, wanted->start_date, wanted->end_date);
    return error_suggest(err, "a later --start-date or --end-date, or earlier bars of '%s'",
                         symbol->series->told->symbol);
}

/* ---- settings ---- */

static bool measure_spread(const struct worker_input *input, struct worker_backtest_symbol *symbol,
                           struct error *err)
{
    const struct worker_input_series *series = symbol->series;
    const struct worker_input_series *quotes = worker_input_find_quotes(input,
                                                                        series->told->symbol);
    struct spread spread;

    if (!quotes)
        return error_set(err, ERROR_INVALID, "no BID_ASK bars of '%s' were given",
                         series->told->symbol);
    if (!spread_measure(&quotes->bars, quotes->timeframe, series->calendar, &spread, err))
        return false;
    symbol->half_spread = mem_alloc(symbol->bars.count * sizeof(*symbol->half_spread));
    spread_of_bars(&spread, &symbol->bars, series->timeframe, series->calendar,
                   symbol->half_spread);
    symbol->settings.half_spread = symbol->half_spread;
    return true;
}

static bool mark_hours(const struct wire_backtest_request *wanted,
                       struct worker_backtest_symbol *symbol, struct error *err)
{
    struct exchange_clock_hours hours;

    if (!exchange_clock_parse(wanted->entry_hours, &hours, err))
        return false;
    symbol->is_closed = mem_alloc(symbol->bars.count);
    exchange_clock_mark(&hours, symbol->series->calendar, &symbol->bars, symbol->is_closed);
    symbol->settings.is_closed = symbol->is_closed;
    return true;
}

bool worker_backtest_symbol_set(const struct wire_backtest_request *wanted,
                                const struct strategy *strategy, const struct worker_input *input,
                                struct worker_backtest_symbol *symbol, struct error *err)
{
    struct backtest_settings *settings = &symbol->settings;

    if (!worker_backtest_settings_make(wanted, strategy, symbol->series, settings, err) ||
        (settings->slippage.unit == COSTS_SLIPPAGE_MEASURED &&
         !measure_spread(input, symbol, err)) ||
        (wanted->entry_hours[0] && !mark_hours(wanted, symbol, err)))
        return false;
    settings->n_before = symbol->first;
    symbol->stale = worker_backtest_settings_stale(symbol->series, symbol->first,
                                                   symbol->bars.count, &settings->n_stale);
    settings->stale = symbol->stale;
    symbol->traded = (struct backtest_input){
        &symbol->bars, symbol->signal + symbol->first,
        symbol->confidence ? symbol->confidence + symbol->first : NULL };
    return true;
}

void worker_backtest_symbol_release(struct worker_backtest_symbol *symbol)
{
    free(symbol->signal);
    free(symbol->confidence);
    free(symbol->stale);
    free(symbol->half_spread);
    free(symbol->is_closed);
    *symbol = (struct worker_backtest_symbol){0};
}
