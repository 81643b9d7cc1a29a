#include "cli/figure.h"
#include "test.h"
#include "wire/wire.h"

TEST(counts_and_numbers_have_groups_of_three)
{
    CHECK_TEXT(figure_count(0), "0");
    CHECK_TEXT(figure_count(999), "999");
    CHECK_TEXT(figure_count(1000), "1,000");
    CHECK_TEXT(figure_count(-1234567), "-1,234,567");
    CHECK_TEXT(figure_number(1234.5, 2), "1,234.50");
    CHECK_TEXT(figure_number(-0.001, 2), "0.00");
    CHECK_TEXT(figure_number(1e300, 2), "1.00e+300");
    CHECK_TEXT(figure_shortest(190.05), "190.05");
}

TEST(what_is_unknown_is_a_dash_and_never_0)
{
    CHECK_TEXT(figure_count(WIRE_UNKNOWN), "-");
    CHECK_TEXT(figure_number((double)NAN, 2), "-");
    CHECK_TEXT(figure_shortest((double)INFINITY), "-");
    CHECK_TEXT(figure_percent((double)NAN, 1), "-");
    CHECK_TEXT(figure_signed_percent((double)NAN, 1), "-");
    CHECK_TEXT(figure_time(0), "-");
    CHECK_TEXT(figure_date(WIRE_UNKNOWN), "-");
    CHECK_TEXT(figure_duration((double)NAN), "-");
    CHECK_TEXT(figure_text(""), "-");
}

TEST(shares_are_percent)
{
    CHECK_TEXT(figure_percent(0.1234, 2), "12.34 %");
    CHECK_TEXT(figure_signed_percent(0.1234, 1), "+12.3 %");
    CHECK_TEXT(figure_signed_percent(-12.345, 1), "-1,234.5 %");
    CHECK_TEXT(figure_signed_percent(0, 1), "0.0 %");
}

TEST(times_are_to_the_minute_and_durations_as_long_as_needed)
{
    CHECK_TEXT(figure_time(1704205800), "2024-01-02 14:30");
    CHECK_TEXT(figure_date(1704205800), "2024-01-02");
    CHECK_TEXT(figure_duration(0.4), "0.4 s");
    CHECK_TEXT(figure_duration(42.4), "42 s");
    CHECK_TEXT(figure_duration(200), "3 min 20 s");
    CHECK_TEXT(figure_duration(7500), "2 h 05 min");
    CHECK_TEXT(figure_duration(90000), "1 d 1 h");
    CHECK_TEXT(figure_milliseconds(0), "0 ms");
    CHECK_TEXT(figure_milliseconds(999), "999 ms");
    CHECK_TEXT(figure_milliseconds(12345), "12.3 s");
    CHECK_TEXT(figure_milliseconds(200000), "3 min 20 s");
}
