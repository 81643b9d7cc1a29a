#include "domain/series.h"
#include "domain/symbol.h"
#include "test.h"

#include <string.h>

TEST(symbols_are_spelled_in_one_way)
{
    static const struct { const char *text, *want; } cases[] = {
        { "aapl", "AAPL" }, { "BRK B", "BRK.B" }, { "brk/b", "BRK.B" }, { "BRK-B", "BRK-B" },
        { "EUR/USD", "EURUSD" }, { "eur.usd", "EURUSD" }, { "EURUSD", "EURUSD" },
        { "EUR.XXX", "EUR.XXX" }, { "EUR.EUR", "EUR.EUR" }, { "_X", "_X" },
        { "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err;
        char symbol[SERIES_SYMBOL] = "";

        CHECK(series_parse_symbol(cases[i].text, symbol, &err));
        CHECK_TEXT(symbol, cases[i].want);
        CHECK(series_parse_symbol(symbol, symbol, &err));
        CHECK_TEXT(symbol, cases[i].want);
    }
}

TEST(a_symbol_is_never_a_path_nor_an_option)
{
    static const char *const wrong[] = {
        "", " ", "../etc/passwd", "..", ".", "/", "A/../B", "A..B", ".A", "A.", "-A", "A\\B", "A\nB",
        "A%", "\xc3\x84", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456", "A'B", "A:B", "A*",
    };

    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error err;
        char symbol[SERIES_SYMBOL];

        if (series_parse_symbol(wrong[i], symbol, &err))
            CHECK_TEXT(symbol, "(refused)");
    }
}

TEST(a_pair_is_known_and_can_be_turned)
{
    char turned[7] = "";

    CHECK(symbol_is_pair("EURUSD"));
    CHECK(symbol_is_pair("USDEUR"));
    CHECK(!symbol_is_pair("GOOGLE"));
    CHECK(!symbol_is_pair("EUREUR"));
    CHECK(!symbol_is_pair("EUR"));
    CHECK(symbol_is_currency("JPY") && !symbol_is_currency("XXX") && !symbol_is_currency("JP"));
    CHECK(symbol_turn_pair("USDEUR", turned));
    CHECK_TEXT(turned, "EURUSD");
    CHECK(!symbol_turn_pair("EURUSD", turned));
    CHECK(!symbol_turn_pair("USDJPY", turned));
    CHECK(!symbol_turn_pair("NOKSEK", turned));
}

TEST(the_key_holds_all_that_tells_series_apart)
{
    struct series series = series_imported("AAPL", TIMEFRAME_1_DAY);
    char key[SERIES_KEY];

    series_key_text(&series, key);
    CHECK_TEXT(key, "AAPL:1d:TRADES:all");
    series.contract = 265598;
    series.hours = SERIES_RTH;
    series_key_text(&series, key);
    CHECK_TEXT(key, "#265598:1d:TRADES:rth");
    series.contract = INT64_MIN;
    strcpy(series.what, "ADJUSTED_LAST_X");
    series_key_text(&series, key);
    CHECK_TEXT(key, "#-9223372036854775808:1d:ADJUSTED_LAST_X:rth");
}

TEST(hours_are_read_by_name)
{
    struct error err = {0};
    enum series_hours hours = SERIES_ALL_HOURS;

    CHECK(series_parse_hours("rth", &hours, &err) && hours == SERIES_RTH);
    CHECK(series_parse_hours("all", &hours, &err) && hours == SERIES_ALL_HOURS);
    CHECK(!series_parse_hours("RTH", &hours, &err));
}
