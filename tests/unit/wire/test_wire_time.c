#include "test.h"
#include "wire/wire_time.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *printed(int64_t time)
{
    static char text[WIRE_TIME_LENGTH + 1];

    wire_time_print(time, text);
    return text;
}

TEST(times_are_those_of_the_c_library)
{
    for (int64_t time = -62167219200; time <= 253402300799; time += 86400 * 13 + 7919) {
        const time_t clock = (time_t)time;
        struct tm tm;
        char want[40];
        int64_t back = 0;

        gmtime_r(&clock, &tm);
        snprintf(want, sizeof(want), "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
                 tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
        CHECK_TEXT(printed(time), want);
        CHECK(wire_time_parse(want, strlen(want), &back) && back == time);
    }
}

TEST(times_beyond_the_calendar_are_its_ends)
{
    CHECK_TEXT(printed(INT64_MIN), "0000-01-01T00:00:00Z");
    CHECK_TEXT(printed(INT64_MAX), "9999-12-31T23:59:59Z");
    CHECK_TEXT(printed(0), "1970-01-01T00:00:00Z");
}

TEST(a_time_after_another_is_printed_as_it_is_alone)
{
    static const int64_t steps[] = { 1, 60, 3600, 86399, 86400, 86401, -1, -86400, 7, INT64_C(1) << 40 };
    struct wire_time_day day = {0};
    int64_t time = -86400 * 3;
    char text[WIRE_TIME_LENGTH + 1];

    for (size_t i = 0; i < 20000; i++) {
        wire_time_print_next(&day, time, text);
        CHECK_TEXT(text, printed(time));
        time += i % 997 ? steps[i * 31 % 9] : steps[9] * (i & 1 ? 1 : -1);
    }
    wire_time_print_next(&day, INT64_MIN, text);
    CHECK_TEXT(text, printed(INT64_MIN));
    wire_time_print_next(&day, INT64_MAX, text);
    CHECK_TEXT(text, printed(INT64_MAX));
}

TEST(times_of_another_form_or_day_are_refused)
{
    static const char *const wrong[] = {"",
                                        "2024-01-31",
                                        "2024-01-31T00:00:00",
                                       
                                        "2024-13-01T00:00:00Z",
                                        "2024-00-01T00:00:00Z",
                                        "2023-02-29T00:00:00Z",
                                        "2024-04-31T00:00:00Z",
                                        "2024-01-00T00:00:00Z",
                                        "2024-01-01T24:00:00Z",
                                        "2024-01-01T00:60:00Z",
                                        "2024-01-01T00:00:60Z",
                                        "2024-01-01T00:00:00+"};
    int64_t time;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        CHECK(!wire_time_parse(wrong[i], strlen(wrong[i]), &time));
}

TEST(times_with_an_offset_are_read_and_times_without_a_zone_are_not)
{
    int64_t time = 0;

    CHECK(wire_time_parse("2024-01-31T01:30:00+01:30", 25, &time) && time == 1706659200);
    CHECK(!wire_time_parse("2024-01-31T01:30:00", 19, &time));
}
