#include "test.h"
#include "base/buf.h"
#include "cli/report_backtest.h"
#include "wire/wire_backtest.h"
#include "wire/wire_trades.h"

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
    has(&out, "note: price only, no dividends");
    has(&out, "warning: stale opens in 1962");
    has(&out, "verdict: no evidence: 12 trades (30 needed)");
    has(&out, "after 3 trials");
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
    has(&out, "1  long        12  2015-01-05 00:00  2,054.4400  2015-02-02 00:00  1,996.6700  stop"
              "    19  24.30  -717.54  -2.91 %\n");
}
