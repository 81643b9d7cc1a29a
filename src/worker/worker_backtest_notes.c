#include "worker/worker_backtest_notes.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "wire/wire_worker.h"
#include "worker/worker_backtest_result.h"
#include "worker/worker_backtest_symbol.h"
#include "worker/worker_input.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void add(char ***texts, size_t *count, const char *format, ...) PRINTS(3, 4);

static void add(char ***texts, size_t *count, const char *format, ...)
{
    char text[1000];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    *texts = mem_resize(*texts, (*count + 1) * sizeof(**texts));
    (*texts)[(*count)++] = mem_text(text);
}

#define NOTE(told, ...) add(&(told)->notes, &(told)->n_notes, __VA_ARGS__)
#define WARN(told, ...) add(&(told)->warnings, &(told)->n_warnings, __VA_ARGS__)

/* " of 'AAPL'" among several. */
static const char *of_symbol(const struct worker_backtest_made *made, size_t s, char text[48])
{
    snprintf(text, 48, made->n_symbols > 1 ? " of '%s'" : "%.0s",
             made->symbols[s].series->told->symbol);
    return text;
}

static int64_t year_of(const struct worker_backtest_symbol *symbol, size_t bar)
{
    return date_civil(symbol->bars.time[bar]).year;
}

/* "1962 to 1978, 1981" */
static void print_stale_years(const struct worker_backtest_symbol *symbol, struct buf *text)
{
    const struct backtest_settings *s = &symbol->settings;

    for (size_t i = 0, last; i < s->n_stale; i = last + 1) {
        const int64_t from = year_of(symbol, s->stale[i].from);

        for (last = i; last + 1 < s->n_stale &&
             year_of(symbol, s->stale[last + 1].from) == year_of(symbol, s->stale[last].from) + 1;)
            last++;
        buf_print(text, "%s%lld", i ? ", " : "", (long long)from);
        if (last > i)
            buf_print(text, " to %lld", (long long)year_of(symbol, s->stale[last].from));
    }
}

static void add_stale(const struct worker_backtest_made *made, size_t i,
                      struct wire_backtest *told)
{
    OWNED(buf_release) struct buf years = {0};
    char of[48];

    if (!made->symbols[i].settings.n_stale)
        return;
    print_stale_years(&made->symbols[i], &years);
    WARN(told, "stale opens%s in %.600s: they only copy the close before, so orders fill at the "
         "next close there", of_symbol(made, i, of), years.bytes);
}

/* Factors that never change tell of no dividend: an index's file may carry such a column. */
static bool has_dividends(const struct worker_backtest_symbol *symbol)
{
    const struct bars *bars = &symbol->series->bars;
    const double *adjust = bars->column[BARS_ADJUST];

    for (size_t i = 1; adjust && i < bars->count; i++)
        if (adjust[i] != adjust[0])
            return true;
    return false;
}

static void add_instrument(const struct worker_backtest_made *made, size_t i,
                           struct wire_backtest *told)
{
    const struct worker_backtest_symbol *symbol = &made->symbols[i];
    const char *type = symbol->series->told->instrument_type;
    const char *currency = symbol->series->told->currency;
    char of[48];

    of_symbol(made, i, of);
    if (!strcmp(type, "IND"))
        NOTE(told, "an index is not tradable: this is what its prices would have given%s", of);
    if (!type[0])
        NOTE(told, "what kind of instrument '%s' is was not told: costs not given are those of an "
             "unknown one", symbol->series->told->symbol);
    if (!has_dividends(symbol) && strcmp(type, "CASH") != 0 && strcmp(type, "CRYPTO") != 0)
        NOTE(told, "price only, no dividends%s: neither here nor in buy and hold", of);
    if (currency[0] && strcmp(currency, "USD") != 0)
        NOTE(told, "money is in %s, the prices' currency%s; nothing is converted", currency, of);
    if (symbol->warm_up)
        NOTE(told, "no decision on the first %zu bars%s: the indicators' warm-up", symbol->warm_up,
             of);
}

static void add_model(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    if (made->n_turns)
        NOTE(told, "%zu models take turns, each from its date on", made->n_turns);
    if (made->in_sample)
        WARN(told, "in-sample: the model was trained or chosen on %zu of these %zu bars; there it "
             "knows the answers", made->in_sample, made->bars->count);
}

static double most_confident(const struct worker_backtest_made *made)
{
    float most = 0;

    for (size_t i = 0; i < made->n_symbols; i++) {
        const struct worker_backtest_symbol *symbol = &made->symbols[i];
        for (size_t t = symbol->warm_up; t < symbol->bars.count; t++)
            if (symbol->traded.signal[t] != SIGNAL_HOLD && symbol->traded.confidence[t] > most)
                most = symbol->traded.confidence[t];
    }
    return (double)most;
}

static void add_trades(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    if (!made->result->n_trades && made->symbols[0].traded.confidence)
        WARN(told, "no trade: the surest BUY or SELL had %.3f, decisions.confidence_threshold is "
             "%g", most_confident(made), made->settings->confidence_threshold);
    else if (!made->result->n_trades)
        WARN(told, "no trade came of these signals");
    if (made->performance->n_by_reason[BACKTEST_END])
        NOTE(told, "what was still held at the end was closed at the last close");
}

/* ---- orders that were cut, spread or not filled ---- */

static void add_volume(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    const struct backtest_result *r = made->result;

    if (made->settings->volume_share > 0)
        NOTE(told, "an order takes at most %g %% of a bar's volume: %zu entries were made smaller "
             "by it, and in %zu bars an exit had to wait for the next bar with the rest",
             100 * made->settings->volume_share, r->n_cuts, r->n_waits);
}

static void add_unfilled(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    static const enum backtest_unfilled_why told_of[] = {
        BACKTEST_UNFILLED_NO_CASH, BACKTEST_UNFILLED_LIMIT, BACKTEST_UNFILLED_CLOSED,
        BACKTEST_UNFILLED_NO_VOLUME, BACKTEST_UNFILLED_NO_VOLATILITY };

    for (size_t w = 0; w < COUNT(told_of); w++) {
        size_t n = 0;

        for (size_t i = 0; i < made->result->n_unfilled; i++)
            n += made->result->unfilled[i].why == told_of[w];
        if (n)
            NOTE(told, "%zu orders not filled: %s", n, backtest_unfilled_name(told_of[w]));
    }
}

/* ---- several ---- */

static void add_survivors(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    size_t stocks = 0;

    for (size_t i = 0; i < made->n_symbols; i++)
        stocks += !strcmp(made->symbols[i].series->told->instrument_type, "STK");
    if (stocks > 1)
        WARN(told, "today's survivors only: these %zu stocks were chosen knowing that they would "
             "still be there", stocks);
}

void worker_backtest_notes_add(const struct worker_backtest_made *made,
                               struct wire_backtest *told)
{
    for (size_t i = 0; i < made->n_symbols; i++)
        add_instrument(made, i, told);
    add_model(made, told);
    add_trades(made, told);
    add_volume(made, told);
    add_unfilled(made, told);
    add_survivors(made, told);
    for (size_t i = 0; i < made->n_symbols; i++)
        add_stale(made, i, told);
}
