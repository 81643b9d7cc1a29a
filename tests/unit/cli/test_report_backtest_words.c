#include "cli/report_backtest.h"

#include "base/buf.h"
#include "base/mem.h"
#include "test.h"
#include "wire/wire_backtest.h"
#include "wire/wire_trades.h"

#include <stdio.h>
#include <string.h>

static struct wire_backtest backtest_of(double total, double hold, double at_exposure)
{
    struct wire_backtest b;

    wire_clear(wire_backtest_fields, &b);
    snprintf(b.id, sizeof(b.id), "op_1");
    snprintf(b.symbol, sizeof(b.symbol), "SPX");
    snprintf(b.commission, sizeof(b.commission), "5bp of the value");
    snprintf(b.slippage, sizeof(b.slippage), "none");
    b.performance.total_return = total;
    b.performance.mean_exposure = 0.2;
    b.performance.trades = 0;
    b.buy_and_hold = MEM_NEW(struct wire_performance_hold);
    wire_clear(wire_performance_hold_fields, b.buy_and_hold);
    b.buy_and_hold->total_return = hold;
    b.buy_and_hold->at_exposure = at_exposure;
    return b;
}

static void check_says(const struct wire_backtest *b, const char *what)
{
    OWNED(buf_release) struct buf out = {0};

    report_backtest_print(b, &out);
    test_expect(strstr(out.bytes, what), __FILE__, __LINE__, "no '%s' in:\n%s", what, out.bytes);
}

TEST(losing_to_holding_is_said_in_words)
{
    struct wire_backtest b = backtest_of(0.05, 0.25, 0.04);

    check_says(&b, "loses to buy and hold by 20.00 points; beats holding 20.0 % of the capital all "
                   "the time, its own mean exposure, by 1.00\n");
    b.performance.total_return = 0.3;
    b.buy_and_hold->at_exposure = 0.31;
    check_says(&b, "beats buy and hold by 5.00 points; loses to holding 20.0 %");
    wire_backtest_release(&b);
}

TEST(a_verdict_names_what_failed_and_says_what_to_make_of_it)
{
    struct wire_backtest b = backtest_of(0.05, 0.25, 0.04);

    b.verdict = MEM_NEW(struct wire_verdict);
    wire_clear(wire_verdict_fields, b.verdict);
    snprintf(b.verdict->text, sizeof(b.verdict->text), "no evidence: 3 trades (30 needed)");
    b.verdict->trials = 4;
    b.verdict->deflated_sharpe = 0.31;
    b.verdict->random_entry_p = 0.605;
    check_says(&b, "verdict: no evidence: 3 trades (30 needed)\nLuck could have done this");
    check_says(&b, "4 tried on this instrument and these dates; deflated Sharpe 0.310");
    check_says(&b, "60.5 % of draws");
    b.verdict->is_evidence = true;
    check_says(&b, "It is still only the past.");
    wire_backtest_release(&b);
}

TEST(notes_and_warnings_and_what_the_model_has_seen_are_printed)
{
    struct wire_backtest b = backtest_of(0.05, 0.25, 0.04);

    b.in_sample_bars = 12;
    b.n_notes = b.n_warnings = 1;
    b.notes = mem_alloc(sizeof(*b.notes));
    b.notes[0] = mem_text("price only");
    b.warnings = mem_alloc(sizeof(*b.warnings));
    b.warnings[0] = mem_text("stale opens in 1962");
    check_says(&b, "the model has seen 12 of them");
    check_says(&b, "note: price only\n");
    check_says(&b, "stale opens in 1962\n");
    check_says(&b, "ktrdr backtest show op_1 --trades\n");
    wire_backtest_release(&b);
}

TEST(trades_of_daily_bars_are_dated_and_others_timed)
{
    OWNED(buf_release) struct buf days = {0}, hours = {0}, none = {0};
    struct wire_trades_item item;
    struct wire_trades trades = { .n_items = 1, .items = &item };

    wire_clear(wire_trades_item_fields, &item);
    item.entry_time = 86400 * 19000;
    item.exit_time = 86400 * 19010;
    report_backtest_trades(&trades, &days);
    CHECK(strstr(days.bytes, "2022-01-08") && !strstr(days.bytes, "00:00"));
    item.exit_time += 3600;
    report_backtest_trades(&trades, &hours);
    CHECK(strstr(hours.bytes, "2022-01-08 00:00") && strstr(hours.bytes, "2022-01-18 01:00"));
    trades.n_items = 0;
    report_backtest_trades(&trades, &none);
    CHECK_TEXT(none.bytes, "no trades\n");
}
