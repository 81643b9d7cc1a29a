#include "worker/worker_backtest_notes.h"

#include "base/date.h"
#include "test.h"
#include "wire/wire_worker.h"
#include "worker/worker_backtest_result.h"
#include "worker/worker_backtest_symbol.h"
#include "worker/worker_input.h"

#include <stdio.h>
#include <string.h>

enum { BARS = 6 };

/* Six bars, one at the start of each year from 2001 on. */
static struct {
    struct wire_worker_bars told;
    struct worker_input_series series;
    struct bars bars;
    int64_t time[BARS];
    double adjust[BARS];
    uint8_t signal[BARS];
    float confidence[BARS];
    struct backtest_settings settings;
    struct worker_backtest_symbol symbol;
    struct backtest_result result;
    struct performance performance;
    struct worker_backtest_made made;
    struct wire_backtest backtest;
} t;

static void set(const char *type, const char *currency)
{
    memset(&t, 0, sizeof(t));
    wire_clear(wire_worker_bars_fields, &t.told);
    snprintf(t.told.symbol, sizeof(t.told.symbol), "X");
    snprintf(t.told.instrument_type, sizeof(t.told.instrument_type), "%s", type);
    snprintf(t.told.currency, sizeof(t.told.currency), "%s", currency);
    for (int i = 0; i < BARS; i++) {
        t.time[i] = date_of(2001 + i, 1, 2);
        t.signal[i] = SIGNAL_HOLD;
        t.adjust[i] = i < 3 ? 0.98 : 1;
    }
    t.bars = (struct bars){ .count = BARS, .is_borrowed = true, .time = t.time };
    t.series.told = &t.told;
    t.series.bars = t.bars;
    t.series.bars.column[BARS_ADJUST] = t.adjust;
    t.symbol = (struct worker_backtest_symbol){
        .series = &t.series, .bars = t.bars, .traded = { &t.bars, t.signal, t.confidence } };
    t.result.n_trades = 1;
    t.made = (struct worker_backtest_made){
        .n_symbols = 1, .symbols = &t.symbol, .bars = &t.bars, .settings = &t.settings,
        .result = &t.result, .performance = &t.performance };
    wire_clear(wire_backtest_fields, &t.backtest);
}

static const char *said(void)
{
    static char text[4000];
    size_t n = 0;

    worker_backtest_notes_add(&t.made, &t.backtest);
    text[0] = '\0';
    for (size_t i = 0; i < t.backtest.n_notes; i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "note: %s\n", t.backtest.notes[i]);
    for (size_t i = 0; i < t.backtest.n_warnings; i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "warning: %s\n", t.backtest.warnings[i]);
    wire_backtest_release(&t.backtest);
    return text;
}

TEST(a_share_with_its_dividends_needs_no_words)
{
    set("STK", "USD");
    CHECK_TEXT(said(), "");
}

TEST(an_index_and_missing_dividends_are_told)
{
    set("IND", "USD");
    t.series.bars.column[BARS_ADJUST] = NULL;
    CHECK_TEXT(said(), "note: an index is not tradable: this is what its prices would have given\n"
                       "note: price only, no dividends: neither here nor in buy and hold\n");
}

TEST(a_currency_pair_has_no_dividends_to_miss_but_its_own_money)
{
    set("CASH", "JPY");
    t.series.bars.column[BARS_ADJUST] = NULL;
    CHECK_TEXT(said(), "note: money is in JPY, the prices' currency; nothing is converted\n");
}

TEST(years_with_stale_opens_are_told_in_runs)
{
    struct backtest_range stale[] = { { 0, 1 }, { 1, 2 }, { 2, 3 }, { 5, 6 } };

    set("STK", "USD");
    t.symbol.settings.stale = stale;
    t.symbol.settings.n_stale = COUNT(stale);
    CHECK_TEXT(said(), "warning: stale opens in 2001 to 2003, 2006: they only copy the close before, "
                       "so orders fill at the next close there\n");
}

TEST(what_the_model_has_seen_and_cannot_see_is_told)
{
    set("STK", "USD");
    t.made.in_sample = 4;
    t.symbol.warm_up = 2;
    CHECK_TEXT(said(), "note: no decision on the first 2 bars: the indicators' warm-up\n"
                       "warning: in-sample: the model was trained or chosen on 4 of these 6 bars; "
                       "there it knows the answers\n");
}

TEST(no_trade_is_told_with_how_near_one_was)
{
    set("STK", "USD");
    t.result.n_trades = 0;
    t.settings.confidence_threshold = 0.6;
    t.signal[3] = SIGNAL_SELL;
    t.confidence[3] = 0.5F;
    t.confidence[4] = 0.9F;             /* of a HOLD: no trade would come of it */
    CHECK_TEXT(said(), "warning: no trade: the surest BUY or SELL had 0.500, "
                       "decisions.confidence_threshold is 0.6\n");
    set("STK", "USD");
    t.result.n_trades = 0;
    t.symbol.traded.confidence = NULL;
    CHECK_TEXT(said(), "warning: no trade came of these signals\n");
}

TEST(several_stocks_are_todays_survivors_and_each_is_named)
{
    struct worker_backtest_symbol both[2];

    set("STK", "USD");
    both[0] = both[1] = t.symbol;
    both[1].warm_up = 3;
    t.made.symbols = both;
    t.made.n_symbols = 2;
    CHECK_TEXT(said(), "note: no decision on the first 3 bars of 'X': the indicators' warm-up\n"
                       "warning: today's survivors only: these 2 stocks were chosen knowing that "
                       "they would still be there\n");
}

TEST(what_volume_hours_and_limits_did_to_orders_is_counted)
{
    struct backtest_unfilled unfilled[] = {
        { .why = BACKTEST_UNFILLED_CLOSED }, { .why = BACKTEST_UNFILLED_LIMIT },
        { .why = BACKTEST_UNFILLED_CLOSED }, { .why = BACKTEST_UNFILLED_AFTER_END },
    };

    set("STK", "USD");
    t.settings.volume_share = 0.1;
    t.result.n_cuts = 4;
    t.result.n_waits = 2;
    t.result.unfilled = unfilled;
    t.result.n_unfilled = COUNT(unfilled);
    CHECK_TEXT(said(), "note: an order takes at most 10 % of a bar's volume: 4 entries were made "
                       "smaller by it, and in 2 bars an exit had to wait for the next bar with the "
                       "rest\n"
                       "note: 1 orders not filled: limit of exposure\n"
                       "note: 2 orders not filled: outside the trading hours\n");
}
