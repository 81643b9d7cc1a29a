#include "base/date.h"
#include "test.h"

#include <string.h>
#include <time.h>

static int64_t parsed(const char *text)
{
    struct error err;
    enum date_zone zone;
    int64_t seconds;

    return date_parse_iso(text, &seconds, &zone, &err) ? seconds : INT64_MIN;
}

TEST(every_day_of_four_hundred_years_agrees_with_counting)
{
    int64_t seconds = date_of(1800, 1, 1);
    int weekday = 3;                            /* 1800-01-01 was a Wednesday */

    for (int year = 1800; year < 2200; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= date_month_length(year, month); day++) {
                const struct date date = date_civil(seconds + 86399);

                const bool is_same = date.year == year && date.month == month && date.day == day
                    && date_weekday(seconds) == weekday && date_of(year, month, day) == seconds;

                CHECK(is_same);
                seconds += DATE_DAY;
                weekday = (weekday + 1) % 7;
            }
    CHECK(seconds == date_of(2200, 1, 1));
}

TEST(times_agree_with_the_c_library)
{
    for (int64_t seconds = -5000000001; seconds < 5000000000; seconds += 77777777) {
        const time_t t = (time_t)seconds;
        char want[DATE_TEXT], got[DATE_TEXT];
        struct tm tm;

        gmtime_r(&t, &tm);
        strftime(want, sizeof(want), "%Y-%m-%dT%H:%M:%SZ", &tm);
        date_print_iso(seconds, got);
        CHECK_TEXT(got, want);
        CHECK(date_weekday(seconds) == tm.tm_wday);
        CHECK(parsed(got) == seconds);
    }
}

TEST(the_ends_of_time_can_be_printed)
{
    char text[DATE_TEXT];

    date_print_iso(INT64_MAX, text);
    CHECK_TEXT(text, "292277026596-12-04T15:30:07Z");
    date_print_iso(INT64_MIN, text);
    CHECK_TEXT(text, "-292277022657-01-27T08:29:52Z");
}

TEST(the_forms_of_iso_8601_are_read)
{
    const int64_t want = 1706711400;            /* date -ud 2024-01-31T14:30Z +%s */

    CHECK(parsed("2024-01-31T14:30:00Z") == want);
    CHECK(parsed("2024-01-31 14:30:00") == want);
    CHECK(parsed("2024-01-31 14:30") == want);
    CHECK(parsed("2024-01-31T14:30Z") == want);
    CHECK(parsed("2024-01-31T09:30:00-05:00") == want);
    CHECK(parsed("2024-01-31T09:30:00-0500") == want);
    CHECK(parsed("2024-01-31T09:30:00-05") == want);
    CHECK(parsed("2024-01-31T20:00:00+05:30") == want);
    CHECK(parsed("2024-01-31T14:30:00.000000Z") == want);
    CHECK(parsed("2024-01-31") == want - 14 * 3600 - 1800);
}

TEST(what_is_no_time_is_refused)
{
    static const char *const wrong[] = {
        "", "2024", "2024-1-31", "2023-02-29", "2024-13-01", "2024-06-31", "2024-00-01", "2024-01-00",
        "2024-01-31T", "2024-01-31T24:00:00Z", "2024-01-31T23:60:00Z", "2024-01-31T23:59:60Z",
        "2024-01-31T14:30:00.5Z", "2024-01-31T14:30:00.Z", "2024-01-31T14:30:00ZZ",
        "2024-01-31T14:30:00+", "2024-01-31T14:30:00+5", "2024-01-31T14:30:00+05:3",
        "2024-01-31T14:30:00+24:00", " 2024-01-31", "2024-01-31 ", "+024-01-31", "garbage",
    };

    for (size_t i = 0; i < COUNT(wrong); i++) {
        if (parsed(wrong[i]) != INT64_MIN)
            CHECK_TEXT(wrong[i], "(refused)");
    }
}

TEST(the_text_of_a_time_says_its_zone)
{
    struct error err;
    enum date_zone zone;
    int64_t seconds;

    CHECK(date_parse_iso("2024-01-31T14:30:00", &seconds, &zone, &err) && zone == DATE_NAIVE);
    CHECK(date_parse_iso("2024-01-31T14:30:00Z", &seconds, &zone, &err) && zone == DATE_UTC);
    CHECK(date_parse_iso("2024-01-31T14:30:00+00:00", &seconds, &zone, &err)
          && zone == DATE_OFFSET);
    CHECK(!date_parse_day("2024-01-31T14:30:00", &seconds, &err));
    CHECK(date_parse_day("2024-01-31", &seconds, &err) && seconds == date_of(2024, 1, 31));
}
