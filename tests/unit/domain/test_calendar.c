#include "domain/calendar.h"

#include "base/date.h"
#include "domain/calendar_nyse.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

enum { HOUR = 3600 };

static int64_t time_of(const char *text)
{
    struct error err;
    enum date_zone zone;
    int64_t seconds = 0;

    CHECK(date_parse_iso(text, &seconds, &zone, &err));
    return seconds;
}

static void check_end(const char *calendar, enum timeframe timeframe, const char *start,
                      const char *want)
{
    char got[DATE_TEXT];

    date_print_iso(calendar_bar_end(calendar_find(calendar), timeframe, time_of(start)), got);
    CHECK_TEXT(got, want);
}

/* Counted by the exchange's own calendars. */
TEST(new_york_has_as_many_sessions_a_year_as_the_exchange_held)
{
    static const int sessions[] = {
        253, 253, 254, 253, 252, 252, 254, 253, 252, 252,       /* 1990 … 1999 */
        252, 248, 252, 252, 252, 252, 251, 251, 253, 252,
        252, 252, 250, 252, 252, 252, 252, 251, 251, 252,
        253, 252, 251, 250, 252, 250,                           /* … 2025 */
    };
    const struct calendar *nyse = calendar_find("nyse");

    for (int year = 1990; year < 1990 + (int)COUNT(sessions); year++) {
        struct calendar_session session;
        int n = 0;

        for (int64_t day = date_of(year, 1, 1); day < date_of(year + 1, 1, 1); day += DATE_DAY)
            n += calendar_session_on(nyse, day, &session);
        if (n != sessions[year - 1990])
            CHECK_NEAR((double)n, (double)(sessions[year - 1990] + year * 1000), 0);
    }
}

TEST(holidays_have_names_and_half_days_end_at_one)
{
    static const struct { const char *date, *name; } holidays[] = {
        { "2024-01-01", "New Year's Day" }, { "2024-01-15", "Martin Luther King Day" },
        { "2024-02-19", "Washington's Birthday" }, { "2024-03-29", "Good Friday" },
        { "2024-05-27", "Memorial Day" }, { "2024-06-19", "Juneteenth" },
        { "2024-07-04", "Independence Day" }, { "2024-09-02", "Labor Day" },
        { "2024-11-28", "Thanksgiving Day" }, { "2024-12-25", "Christmas Day" },
        { "2021-12-24", "Christmas Day" }, { "2021-07-05", "Independence Day" },
        { "2022-06-20", "Juneteenth" }, { "2022-12-26", "Christmas Day" },
        { "2012-10-29", "Hurricane Sandy" }, { "2001-09-14", "Attacks of September 11" },
    };
    static const char *const open[] = { "2021-12-31", "2010-12-31", "2021-06-18", "1997-01-20",
                                        "2024-07-03", "2000-04-14" };
    static const char *const half[] = { "2024-07-03", "2024-11-29", "2024-12-24", "2023-07-03",
                                        "2013-07-03", "2002-07-05", "1999-12-31", "2003-12-26" };
    static const char *const whole[] = { "2002-07-03", "2012-12-26", "2024-07-05", "2004-12-31",
                                         "2021-12-23", "2020-07-02" };

    for (size_t i = 0; i < COUNT(holidays); i++)
        CHECK_TEXT(calendar_holiday(calendar_find("nyse"), time_of(holidays[i].date)),
                   holidays[i].name);
    for (size_t i = 0; i < COUNT(open); i++)
        CHECK(!calendar_nyse_holiday(time_of(open[i])));
    for (size_t i = 0; i < COUNT(half); i++)
        CHECK(calendar_nyse_close(time_of(half[i])) == 13 * HOUR);
    for (size_t i = 0; i < COUNT(whole); i++)
        CHECK(calendar_nyse_close(time_of(whole[i])) == 16 * HOUR);
    CHECK(!calendar_holiday(calendar_find("nyse"), time_of("2024-12-28")));     /* a Saturday */
}

TEST(a_bar_ends_at_its_grid_or_at_the_close)
{
    check_end("nyse", TIMEFRAME_1_HOUR, "2024-01-03T14:30:00Z", "2024-01-03T15:00:00Z");
    check_end("nyse", TIMEFRAME_1_HOUR, "2024-01-03T15:00:00Z", "2024-01-03T16:00:00Z");
    check_end("nyse", TIMEFRAME_1_HOUR, "2024-01-03T15:30:00Z", "2024-01-03T16:30:00Z");
    check_end("nyse", TIMEFRAME_1_HOUR, "2024-01-03T20:30:00Z", "2024-01-03T21:00:00Z");
    check_end("nyse", TIMEFRAME_1_HOUR, "2024-07-03T16:00:00Z", "2024-07-03T17:00:00Z");
    check_end("nyse", TIMEFRAME_4_HOURS, "2024-01-03T14:30:00Z", "2024-01-03T18:30:00Z");
    check_end("nyse", TIMEFRAME_4_HOURS, "2024-01-03T18:30:00Z", "2024-01-03T21:00:00Z");
    check_end("nyse", TIMEFRAME_1_MINUTE, "2024-01-03T20:59:00Z", "2024-01-03T21:00:00Z");
    check_end("nyse", TIMEFRAME_1_DAY, "2024-01-03", "2024-01-03T21:00:00Z");
    check_end("nyse", TIMEFRAME_1_DAY, "2024-07-02", "2024-07-02T20:00:00Z");
    check_end("nyse", TIMEFRAME_1_DAY, "2024-07-03", "2024-07-03T17:00:00Z");
    check_end("nyse", TIMEFRAME_1_WEEK, "2024-03-25", "2024-03-28T20:00:00Z");  /* Good Friday */
    check_end("nyse", TIMEFRAME_1_WEEK, "2024-01-02", "2024-01-05T21:00:00Z");
    check_end("nyse", TIMEFRAME_1_MONTH, "2024-03-01", "2024-03-28T20:00:00Z");
    check_end("nyse_all", TIMEFRAME_1_DAY, "2024-01-03", "2024-01-04T01:00:00Z");
    check_end("nyse_all", TIMEFRAME_1_DAY, "2024-07-03", "2024-07-03T21:00:00Z");
    check_end("fx", TIMEFRAME_1_DAY, "2024-01-03", "2024-01-03T22:00:00Z");
    check_end("fx", TIMEFRAME_1_DAY, "2024-07-02", "2024-07-02T21:00:00Z");
    check_end("fx", TIMEFRAME_4_HOURS, "2024-01-02T22:00:00Z", "2024-01-03T02:00:00Z");
    check_end("fx", TIMEFRAME_4_HOURS, "2024-07-01T21:00:00Z", "2024-07-02T01:00:00Z");
    check_end("fx", TIMEFRAME_30_MINUTES, "2024-01-02T22:15:00Z", "2024-01-02T22:45:00Z");
    check_end("fx", TIMEFRAME_1_HOUR, "2024-01-05T21:00:00Z", "2024-01-05T22:00:00Z");
    check_end("idealpro", TIMEFRAME_1_HOUR, "2024-01-02T22:15:00Z", "2024-01-02T23:00:00Z");
    check_end("idealpro", TIMEFRAME_4_HOURS, "2024-01-02T22:15:00Z", "2024-01-03T02:00:00Z");
    check_end("idealpro", TIMEFRAME_1_DAY, "2024-01-03", "2024-01-03T22:00:00Z");
    check_end("cme", TIMEFRAME_1_DAY, "2024-01-03", "2024-01-03T22:00:00Z");
    check_end("cme", TIMEFRAME_1_HOUR, "2024-01-03T21:00:00Z", "2024-01-03T22:00:00Z");
    check_end("cme", TIMEFRAME_30_MINUTES, "2020-01-03T21:00:00Z", "2020-01-03T21:15:00Z");
    check_end("cme", TIMEFRAME_1_HOUR, "2020-01-03T21:00:00Z", "2020-01-03T22:00:00Z");
    check_end("cme", TIMEFRAME_4_HOURS, "2024-01-15T15:00:00Z", "2024-01-15T18:00:00Z");
    check_end("cme", TIMEFRAME_1_WEEK, "2024-01-16", "2024-01-19T22:00:00Z");
    check_end("crypto", TIMEFRAME_1_DAY, "2024-01-06", "2024-01-07T00:00:00Z");
    check_end("none", TIMEFRAME_1_DAY, "2024-01-06", "2024-01-07T00:00:00Z");
    check_end("none", TIMEFRAME_4_HOURS, "2024-01-06T20:00:00Z", "2024-01-07T00:00:00Z");
    check_end("none", TIMEFRAME_1_WEEK, "2024-01-01", "2024-01-08T00:00:00Z");
    check_end("none", TIMEFRAME_1_MONTH, "2024-02-01", "2024-03-01T00:00:00Z");
}

/* On the day of a change the session keeps its local hours. */
TEST(sessions_keep_local_hours_when_the_clocks_change)
{
    struct calendar_session session = {0};
    const struct calendar *fx = calendar_find("fx"), *nyse = calendar_find("nyse");

    CHECK(calendar_session_on(nyse, time_of("2024-03-08"), &session));
    CHECK(session.open == time_of("2024-03-08T14:30:00Z"));
    CHECK(calendar_session_on(nyse, time_of("2024-03-11"), &session));
    CHECK(session.open == time_of("2024-03-11T13:30:00Z"));
    CHECK(calendar_session_of(fx, time_of("2024-03-10T21:00:00Z"), &session));
    CHECK(session.date == time_of("2024-03-11") && session.open == time_of("2024-03-10T21:00:00Z"));
    CHECK(session.first_trade == session.open + 900);
    CHECK(!calendar_session_of(fx, time_of("2024-03-10T20:59:59Z"), &session));
    CHECK(!calendar_session_of(fx, time_of("2024-03-08T22:00:00Z"), &session));
    CHECK(calendar_session_of(fx, time_of("2024-03-08T21:59:59Z"), &session));
}

TEST(every_instant_lies_in_the_session_of_its_date_or_in_none)
{

    for (size_t c = 0; calendar_name_at(c); c++) {
        const struct calendar *calendar = calendar_find(calendar_name_at(c));
        struct calendar_session on, of;
        int64_t last = INT64_MIN;

        for (int64_t day = date_of(2015, 1, 1); day < date_of(2022, 1, 1); day += DATE_DAY) {
            if (!calendar_session_on(calendar, day, &on))
                continue;
            CHECK(on.open >= last && on.open < on.close && on.close <= on.usual_close);
            CHECK(on.usual_open <= on.open && on.first_trade >= on.open);
            CHECK(calendar_session_of(calendar, on.open, &of) && of.date == day);
            CHECK(calendar_session_of(calendar, on.close - 1, &of) && of.date == day);
            CHECK(!calendar_session_of(calendar, on.close, &of) || of.date > day);
            CHECK(!calendar_session_of(calendar, on.open - 1, &of) || of.date < day);
            CHECK(calendar_bar_end(calendar, TIMEFRAME_1_DAY, day) == on.close);
            last = on.close;
        }
    }
}

TEST(futures_trade_the_morning_of_a_holiday_for_the_next_day)
{
    const struct calendar *cme = calendar_find("cme");
    struct calendar_session session = {0};

    CHECK(!calendar_session_on(cme, time_of("2025-07-04"), &session));
    CHECK_TEXT(calendar_holiday(cme, time_of("2025-07-04")), "Independence Day");
    CHECK(calendar_session_of(cme, time_of("2025-07-03T22:00:00Z"), &session));
    CHECK(session.date == time_of("2025-07-07") && session.n_pauses == 1);
    CHECK(!calendar_session_of(cme, time_of("2025-07-04T17:00:00Z"), &session));
    CHECK(!calendar_session_of(cme, time_of("2025-07-06T21:59:59Z"), &session));
    CHECK(calendar_session_of(cme, time_of("2025-07-06T22:00:00Z"), &session));
    CHECK(calendar_session_on(cme, time_of("2026-04-03"), &session));       /* with the report */
    CHECK(session.close == time_of("2026-04-03T13:15:00Z"));
    CHECK(!calendar_session_on(cme, time_of("2025-04-18"), &session));
}

TEST(new_york_opened_late_three_times)
{
    struct calendar_session session = {0};

    CHECK(calendar_session_on(calendar_find("nyse"), time_of("2002-09-11"), &session));
    CHECK(session.open == time_of("2002-09-11T16:00:00Z"));
    CHECK(session.usual_open == time_of("2002-09-11T13:30:00Z"));
}

/* For every calendar and timeframe: an end comes after the start, bars of one grid do not overlap. */
TEST(bars_of_a_grid_follow_each_other)
{
    static int64_t start[3000], end[3000];

    for (size_t c = 0; calendar_name_at(c); c++)
        for (int t = 0; t <= TIMEFRAME_4_HOURS; t++) {
            const struct calendar *calendar = calendar_find(calendar_name_at(c));
            const enum timeframe timeframe = (enum timeframe)t;
            struct calendar_session session = calendar_session_from(calendar, date_of(2024, 3, 6));
            int64_t time = session.open;

            for (size_t i = 0; i < COUNT(start); i++) {
                start[i] = time;
                time = calendar_bar_end(calendar, timeframe, time);
                CHECK(time > start[i] && time <= session.close);
                CHECK(time - start[i] <= timeframe_seconds(timeframe));
                time = calendar_resume(&session, time);
                if (time == session.close) {
                    session = calendar_session_from(calendar, session.date + DATE_DAY);
                    time = session.open;
                }
            }
            calendar_bar_ends(calendar, timeframe, start, COUNT(start), end);
            for (size_t i = 0; i < COUNT(start); i++)
                CHECK(end[i] == calendar_bar_end(calendar, timeframe, start[i]));
        }
}

TEST(weeks_and_months_are_stamped_by_their_first_session)
{
    const struct calendar *nyse = calendar_find("nyse");

    CHECK(calendar_stamp(nyse, TIMEFRAME_1_WEEK, time_of("2024-01-05")) == time_of("2024-01-02"));
    CHECK(calendar_stamp(nyse, TIMEFRAME_1_WEEK, time_of("2024-01-07")) == time_of("2024-01-02"));
    CHECK(calendar_stamp(nyse, TIMEFRAME_1_MONTH, time_of("2024-09-30")) == time_of("2024-09-03"));
    CHECK(calendar_stamp(nyse, TIMEFRAME_1_DAY, time_of("2024-01-05")) == time_of("2024-01-05"));
    CHECK(calendar_period_end(TIMEFRAME_1_WEEK, time_of("2024-01-07")) == time_of("2024-01-08"));
    CHECK(calendar_period_end(TIMEFRAME_1_MONTH, time_of("2024-02-07")) == time_of("2024-03-01"));
}

TEST(calendars_are_found_by_name)
{
    CHECK(!calendar_find("NYSE") && !calendar_find(""));
    CHECK_TEXT(calendar_name(calendar_find("fx")), "fx");
    for (size_t c = 0; calendar_name_at(c); c++) {
        CHECK(strstr(calendar_all_names(), calendar_name_at(c)));
        CHECK_TEXT(calendar_name(calendar_find(calendar_name_at(c))), calendar_name_at(c));
    }
    CHECK(!calendar_has_sessions(calendar_find("none")) && calendar_has_sessions(calendar_find("fx")));
}

/* Real dates: an index over twenty years. */
TEST(an_index_has_a_bar_on_every_session_and_on_no_other_day)
{
    const char *path = test_extra_path("data/SPX_1d.csv");
    FILE *file = path ? fopen(path, "r") : NULL;
    const struct calendar *nyse = calendar_find("nyse");
    int64_t want = date_of(2000, 1, 3);
    char line[256];
    int n = 0;

    if (!file) {
        test_skip("no daily bars of an index beside this checkout");
        return;
    }
    while (fgets(line, sizeof(line), file)) {
        if (line[0] == 't')
            continue;
        line[10] = '\0';
        CHECK(calendar_session_from(nyse, want).date == time_of(line));
        want = time_of(line) + DATE_DAY;
        n++;
    }
    CHECK(n == 5105);
    fclose(file);
}
