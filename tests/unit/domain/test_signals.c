#include "test.h"

#include "base/date.h"
#include "domain/backtest/signals.h"

#include <string.h>

static struct error err;
static uint8_t signals[4];

static bool parse(const char *text)
{
    int64_t time[4];
    const struct bars bars = { .count = 4, .time = time };

    for (int i = 0; i < 4; i++)
        time[i] = date_of(2024, 1, 2 + i);
    err = (struct error){0};
    return signals_parse(text, strlen(text), "s.csv", &bars, signals, &err);
}

TEST(signals_are_put_to_their_bars_and_other_bars_hold)
{
    CHECK(parse("timestamp,signal\n2024-01-05,SELL\n2024-01-02T00:00:00Z,BUY\n"));
    CHECK(signals[0] == SIGNAL_BUY && signals[1] == SIGNAL_HOLD);
    CHECK(signals[2] == SIGNAL_HOLD && signals[3] == SIGNAL_SELL);
}

TEST(signals_may_have_crlf_a_byte_order_mark_empty_lines_and_no_last_newline)
{
    CHECK(parse("\xef\xbb\xbftimestamp,signal\r\n\r\n2024-01-03 , BUY\r\n2024-01-04T02:00+02:00,SELL"));
    CHECK(signals[1] == SIGNAL_BUY && signals[2] == SIGNAL_SELL);
}

TEST(a_signal_without_its_bar_is_refused_with_its_line)
{
    CHECK(!parse("timestamp,signal\n2024-01-02,BUY\n2024-01-06,SELL\n"));
    CHECK(err.code == ERROR_INVALID);
    CHECK_TEXT(err.text, "s.csv:3:1: no bar starts at '2024-01-06'");
    CHECK(!parse("timestamp,signal\n2024-01-02T00:00:01Z,BUY\n"));
}

TEST(a_second_signal_for_a_bar_is_refused)
{
    CHECK(!parse("timestamp,signal\n2024-01-02,BUY\n2024-01-02T00:00Z,BUY\n"));
    CHECK_TEXT(err.text, "s.csv:3:1: there is a signal already for '2024-01-02T00:00Z'");
}

TEST(an_unknown_signal_is_refused_and_more_are_counted)
{
    CHECK(!parse("timestamp,signal\n2024-01-02,buy\n2024-01-03\n2024-01-04,1,2\n"));
    CHECK_TEXT(err.text, "s.csv:2:12: unknown signal 'buy' (and 2 more)");
    CHECK_TEXT(err.suggestion, "write BUY, SELL or HOLD");
}

TEST(a_file_without_its_header_or_without_rows_is_refused)
{
    CHECK(!parse("2024-01-02,BUY\n"));
    CHECK_TEXT(err.text,
               "s.csv:1:1: the header must be timestamp,signal, not '2024-01-02,BUY'");
    CHECK(!parse(""));
    CHECK_TEXT(err.text, "s.csv: there is no header timestamp,signal");
    CHECK(!parse("timestamp,signal\n"));
    CHECK_TEXT(err.text, "s.csv: there are no signals in it");
}
