#include "test.h"
#include "base/buf.h"
#include "base/mem.h"
#include "cli/report_backtest.h"
#include "wire/wire_backtest.h"
#include "wire/wire_trades.h"

#include <stdio.h>
#include <string.h>

static const char json[] =
    "{\"id\":\"op_1\",\"strategy\":\"rsi\",\"model_id\":\"rsi-1a2b3c4d\",\"symbol\":\"SPX\","
    "\"timeframe\":\"1d\",\"start\":\"2015-01-02T00:00:00Z\",\"end\":\"2023-12-29T00:00:00Z\","
    "\"bars\":2264,\"in_sample_bars\":100,\"capital\":100000,\"final_equity\":112345.678,"
    "\"currency\":\"USD\",\"commission\":\"5bp\",\"slippage\":\"2bp\",\"periods_per_year\":252,"
    "\"performance\":{\"net\":12345.678,\"total_return\":0.12345678,\"sharpe\":0.61,\"trades\":12,"
    "\"longs\":12,\"shorts\":0,\"max_drawdown\":0.2,\"win_rate\":0.5},"
    "\"buy_and_hold\":{\"total_return\":1.3,\"max_drawdown\":0.34,\"at_exposure\":0.2},"
    "\"cost_stress\":[{\"multiple\":0.5,\"trades\":12,\"net\":13000,\"total_return\":0.13},"
    "{\"multiple\":2,\"trades\":12,\"net\":-5,\"total_return\":-0.00005}],\"break_even\":1.9,"
    "\"notes\":[\"price only, no dividends\"],\"warnings\":[\"stale opens in 1962\"],"
    "\"verdict\":{\"is_evidence\":false,\"text\":\"no evidence: 12 trades (30 "
    "needed)\",\"trials\":3}}";

static bool has(const struct buf *out, const char *text)
{
    const bool held = strstr(out->bytes, text) != NULL;

    test_expect(held, __FILE__, __LINE__, "no '%s' in:\n%s", text, out->bytes);
    return held;
}

TEST(a_report_tells_what_a_trader_asks)
{
    OWNED(buf_release) struct buf out = {0};
    OWNED(wire_backtest_release) struct wire_backtest backtest = {0};
    struct error err;

    CHECK(wire_decode(wire_backtest_fields, WIRE_STRICT, json, strlen(json), &backtest, &err));
    report_backtest_print(&backtest, &out);
    has(&out, "2015-01-02 to 2023-12-29, 2,264 bars; the model has seen 100 of them");
    has(&out, "commission 5bp, slippage 2bp");
    has(&out, "100,000.00 USD, at the end 112,345.68");
    has(&out, "total return      +12.35 %     +130.00 %             +20.00 %");
    has(&out, "largest drawdown   20.00 %       34.00 %");
    has(&out, "12 (12 long, 0 short), win rate 50.0 %, profit factor -");
    has(&out, "2 x        12      -5.00");
    has(&out, "at 1.90 times these costs");
    has(&out, "loses to buy and hold by 117.65 points");
    has(&out, "note: price only, no dividends");
    has(&out, "warning: stale opens in 1962");
    has(&out, "verdict: no evidence: 12 trades (30 needed)");
    has(&out, "3 tried on this instrument and these dates; deflated Sharpe -");
}

TEST(trades_are_a_table)
{
    static const char trades_json[] =
        "{\"id\":\"op_1\",\"total\":1,\"items\":[{\"number\":1,\"symbol\":\"SPX\",\"side\":"
        "\"long\","
        "\"quantity\":12,\"entry_time\":\"2015-01-05T00:00:00Z\",\"entry_price\":2054.44,"
        "\"exit_time\":\"2015-02-02T00:00:00Z\",\"exit_price\":1996.67,\"exit_reason\":\"stop\","
        "\"bars\":19,\"value\":24653.28,\"gross\":-693.24,\"commission\":24.3,\"fees\":0,"
        "\"slippage\":9.7,\"net\":-717.54,\"net_return\":-0.0291}]}";
    OWNED(buf_release) struct buf out = {0};
    OWNED(wire_trades_release) struct wire_trades trades = {0};
    struct error err;

    CHECK(wire_decode(wire_trades_fields, WIRE_STRICT, trades_json, strlen(trades_json), &trades,
                      &err));
    report_backtest_trades(&trades, &out);
    has(&out, "1  SPX     long        12  2015-01-05  2,054.4400  2015-02-02  1,996.6700  stop"
              "    19  24.30  -717.54  -2.91 %\n");
}

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
