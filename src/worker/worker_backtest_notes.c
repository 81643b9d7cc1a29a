#include "worker/worker_backtest_notes.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "wire/wire_worker.h"
#include "worker/worker_backtest_result.h"
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

static int64_t year_of(const struct worker_backtest_made *made, size_t bar)
{
    return date_civil(made->bars->time[bar]).year;
}

/* "1962 to 1978, 1981" */
static void print_stale_years(const struct worker_backtest_made *made, struct buf *text)
{
    const struct backtest_settings *s = made->settings;

    for (size_t i = 0, last; i < s->n_stale; i = last + 1) {
        const int64_t from = year_of(made, s->stale[i].from);

        for (last = i; last + 1 < s->n_stale &&
             year_of(made, s->stale[last + 1].from) == year_of(made, s->stale[last].from) + 1;)
            last++;
        buf_print(text, "%s%lld", i ? ", " : "", (long long)from);
        if (last > i)
            buf_print(text, " to %lld", (long long)year_of(made, s->stale[last].from));
    }
}

static void add_stale(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    OWNED(buf_release) struct buf years = {0};

    if (!made->settings->n_stale)
        return;
    print_stale_years(made, &years);
    WARN(told, "stale opens in %.600s: they only copy the close before, so orders fill at the next "
         "close there", years.bytes);
}

/* Factors that never change tell of no dividend: an index's file may carry such a column. */
static bool has_dividends(const struct worker_backtest_made *made)
{
    const struct bars *bars = &made->series->bars;
    const double *adjust = bars->column[BARS_ADJUST];

    if (made->result->is_price_only || !adjust)
        return !made->result->is_price_only;
    for (size_t i = 1; i < bars->count; i++)
        if (adjust[i] != adjust[0])
            return true;
    return false;
}

static void add_instrument(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    const char *type = made->series->told->instrument_type;
    const char *currency = made->series->told->currency;

    if (!strcmp(type, "IND"))
        NOTE(told, "an index is not tradable: this is what its prices would have given");
    if (!type[0])
        NOTE(told, "what kind of instrument '%s' is was not told: costs not given are those of an "
             "unknown one", made->series->told->symbol);
    if (!has_dividends(made) && strcmp(type, "CASH") != 0 && strcmp(type, "CRYPTO") != 0)
        NOTE(told, "price only, no dividends: neither here nor in buy and hold");
    if (currency[0] && strcmp(currency, "USD") != 0)
        NOTE(told, "money is in %s, the prices' currency; nothing is converted", currency);
}

static void add_model(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    if (made->in_sample)
        WARN(told, "in-sample: the model was trained or chosen on %zu of these %zu bars; there it "
             "knows the answers", made->in_sample, made->bars->count);
    if (made->n_turns)
        NOTE(told, "%zu models take turns, each from its date on", made->n_turns);
    if (made->warm_up)
        NOTE(told, "no decision on the first %zu bars: the indicators' warm-up", made->warm_up);
}

static double most_confident(const struct worker_backtest_made *made)
{
    float most = 0;

    for (size_t t = made->warm_up; t < made->bars->count; t++)
        if (made->input->signal[t] != SIGNAL_HOLD && made->input->confidence[t] > most)
            most = made->input->confidence[t];
    return (double)most;
}

static void add_trades(const struct worker_backtest_made *made, struct wire_backtest *told)
{
    if (!made->result->n_trades && made->input->confidence)
        WARN(told, "no trade: the surest BUY or SELL had %.3f, decisions.confidence_threshold is "
             "%g", most_confident(made), made->settings->confidence_threshold);
    else if (!made->result->n_trades)
        WARN(told, "no trade came of these signals");
    if (made->performance->n_by_reason[BACKTEST_END])
        NOTE(told, "what was still held at the end was closed at the last close");
}

void worker_backtest_notes_add(const struct worker_backtest_made *made,
                               struct wire_backtest *told)
{
    add_instrument(made, told);
    add_model(made, told);
    add_trades(made, told);
    add_stale(made, told);
}
