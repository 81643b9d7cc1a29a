#include "domain/gaps.h"

#include "base/date.h"
#include "domain/bars.h"
#include "domain/bars_csv.h"
#include "domain/calendar.h"
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

static void add(struct bars *bars, int64_t time)
{
    bars_append(bars, time, (double[]){ 1, 1, 1, 1, 1 });
}

/* Every bar that the calendar expects from one date to another, but those in [hole, end_of_hole). */
static struct bars bars_without(const char *calendar_name, enum timeframe timeframe,
                                const char *range[2], const char *hole[2])
{
    const struct calendar *calendar = calendar_find(calendar_name);
    struct bars bars = {0};
    struct calendar_session session = calendar_session_from(calendar, time_of(range[0]));

    for (; session.date < time_of(range[1]);
         session = calendar_session_from(calendar, session.date + DATE_DAY)) {
        if (timeframe_is_daily(timeframe)) {
            if (session.date < time_of(hole[0]) || session.date >= time_of(hole[1]))
                if (calendar_stamp(calendar, timeframe, session.date) == session.date)
                    add(&bars, session.date);
            continue;
        }
        for (int64_t t = session.open; t < session.close;
             t = calendar_resume(&session, calendar_bar_end(calendar, timeframe, t)))
            if ((t < time_of(hole[0]) || t >= time_of(hole[1]))
                && calendar_bar_end(calendar, timeframe, t) > session.first_trade)
                add(&bars, t);
    }
    return bars;
}

static void describe(const struct gaps *gaps, enum gaps_kind kind, char *ret_text, size_t room)
{
    size_t n = 0;

    ret_text[0] = '\0';
    for (size_t i = 0; i < gaps->count && n < room; i++) {
        const struct gap *gap = &gaps->items[i];
        char from[DATE_TEXT];

        if (gap->kind != kind)
            continue;
        date_print_iso(gap->from, from);
        n += (size_t)snprintf(ret_text + n, room - n, "%s%.13s %zu%s%s", n ? ", " : "", from,
                              gap->bars, *gap->note ? " " : "", gap->note);
    }
}

static void check(const struct bars *bars, enum timeframe timeframe, const char *calendar,
                  enum gaps_kind kind, const char *want)
{
    OWNED(gaps_release) struct gaps gaps = {0};
    char got[2000];

    gaps_find(bars, timeframe, calendar_find(calendar), NULL, 0, &gaps);
    describe(&gaps, kind, got, sizeof(got));
    CHECK_TEXT(got, want);
}

TEST(whole_series_have_no_missing_bars_on_any_calendar_and_timeframe)
{
    static const char *const names[] = { "nyse", "nyse_all", "fx", "idealpro", "cme", "crypto" };
    const char *range[2] = { "2018-06-28", "2019-01-22" }, *none[2] = { "1990-01-01", "1990-01-01" };

    for (size_t c = 0; c < COUNT(names); c++)
        for (int t = TIMEFRAME_5_MINUTES; t < TIMEFRAME_COUNT; t++) {
            OWNED(bars_release) struct bars bars = bars_without(names[c], (enum timeframe)t, range,
                                                                none);
            OWNED(gaps_release) struct gaps gaps = {0};

            gaps_find(&bars, (enum timeframe)t, calendar_find(names[c]), NULL, 0, &gaps);
            CHECK(gaps.by_kind[GAPS_MISSING] == 0 && gaps.missing_bars == 0);
            CHECK(gaps.by_kind[GAPS_UNCLASSIFIED] == 0 && gaps.by_kind[GAPS_NO_TRADES] == 0);
        }
}

TEST(missing_bars_are_counted_over_nights_and_weekends)
{
    const char *range[2] = { "2024-01-02", "2024-02-01" };
    const char *hole[2] = { "2024-01-10T15:00:00Z", "2024-01-16T15:00:00Z" };  /* over King's day */
    OWNED(bars_release) struct bars bars = bars_without("nyse", TIMEFRAME_1_HOUR, range, hole);

    check(&bars, TIMEFRAME_1_HOUR, "nyse", GAPS_MISSING, "2024-01-10T15 20, 2024-01-16T14 1");
    check(&bars, TIMEFRAME_1_HOUR, "nyse", GAPS_HOLIDAY, "2024-01-15T00 0 Martin Luther King Day");
}

TEST(missing_days_weeks_and_months_are_counted)
{
    const char *range[2] = { "2023-01-01", "2024-02-01" };
    const char *hole[2] = { "2023-06-26", "2023-08-10" };
    OWNED(bars_release) struct bars days = bars_without("nyse", TIMEFRAME_1_DAY, range, hole);
    OWNED(bars_release) struct bars weeks = bars_without("nyse", TIMEFRAME_1_WEEK, range, hole);
    OWNED(bars_release) struct bars months = bars_without("nyse", TIMEFRAME_1_MONTH, range, hole);

    check(&days, TIMEFRAME_1_DAY, "nyse", GAPS_MISSING, "2023-06-26T00 6, 2023-07-05T00 26");
    check(&weeks, TIMEFRAME_1_WEEK, "nyse", GAPS_MISSING, "2023-06-26T00 7");
    check(&months, TIMEFRAME_1_MONTH, "nyse", GAPS_MISSING, "2023-07-03T00 2");
}

TEST(an_early_close_is_a_half_day_and_not_a_hole)
{
    const char *range[2] = { "2024-11-27", "2024-12-03" }, *none[2] = { "1990-01-01", "1990-01-01" };
    OWNED(bars_release) struct bars bars = bars_without("nyse", TIMEFRAME_30_MINUTES, range, none);

    check(&bars, TIMEFRAME_30_MINUTES, "nyse", GAPS_HALF_DAY, "2024-11-29T18 0");
    check(&bars, TIMEFRAME_30_MINUTES, "nyse", GAPS_HOLIDAY, "2024-11-28T00 0 Thanksgiving Day");
    check(&bars, TIMEFRAME_30_MINUTES, "nyse", GAPS_MISSING, "");
}

TEST(the_halt_of_a_holiday_is_part_of_the_next_session_of_futures)
{
    const char *range[2] = { "2024-01-12", "2024-01-19" };
    const char *hole[2] = { "2024-01-15T15:00:00Z", "2024-01-16T01:00:00Z" };
    const char *none[2] = { "1990-01-01", "1990-01-01" };
    OWNED(bars_release) struct bars bars = bars_without("cme", TIMEFRAME_1_HOUR, range, hole);
    OWNED(bars_release) struct bars whole = bars_without("cme", TIMEFRAME_1_HOUR, range, none);

    check(&bars, TIMEFRAME_1_HOUR, "cme", GAPS_MISSING, "2024-01-15T15 3, 2024-01-15T23 2");
    check(&bars, TIMEFRAME_1_HOUR, "cme", GAPS_HOLIDAY, "2024-01-15T18 0 Martin Luther King Day");
    check(&whole, TIMEFRAME_1_HOUR, "cme", GAPS_HOLIDAY, "2024-01-15T18 0 Martin Luther King Day");
    check(&whole, TIMEFRAME_1_HOUR, "cme", GAPS_MISSING, "");
}

TEST(a_late_open_is_a_half_day_too)
{
    const char *range[2] = { "2002-09-10", "2002-09-13" }, *none[2] = { "1990-01-01", "1990-01-01" };
    OWNED(bars_release) struct bars bars = bars_without("nyse", TIMEFRAME_30_MINUTES, range, none);

    check(&bars, TIMEFRAME_30_MINUTES, "nyse", GAPS_HALF_DAY, "2002-09-11T13 0");
    check(&bars, TIMEFRAME_30_MINUTES, "nyse", GAPS_MISSING, "");
}

static void check_within(const struct bars *bars, enum timeframe timeframe, const char *from,
                         const char *until, const char *want)
{
    OWNED(gaps_release) struct gaps gaps = {0};
    const struct gaps_range range = { timeframe, calendar_find("nyse"), NULL, 0, time_of(from),
                                      time_of(until) };
    char got[500];

    gaps_find_within(bars, &range, &gaps);
    describe(&gaps, GAPS_MISSING, got, sizeof(got));
    CHECK_TEXT(got, want);
}

TEST(within_a_range_its_ends_count_too)
{
    OWNED(bars_release) struct bars days = {0}, hours = {0}, nothing = {0};

    add(&days, time_of("2024-01-10"));
    check_within(&days, TIMEFRAME_1_DAY, "2024-01-08", "2024-01-13",
                 "2024-01-08T00 2, 2024-01-11T00 2");
    check_within(&days, TIMEFRAME_1_DAY, "2024-01-10", "2024-01-11", "");
    check_within(&nothing, TIMEFRAME_1_DAY, "2024-01-12", "2024-01-17", "2024-01-12T00 1, "
                 "2024-01-16T00 1");
    check_within(&nothing, TIMEFRAME_1_WEEK, "2024-01-10", "2024-01-22", "2024-01-16T00 1");
    add(&hours, time_of("2024-01-10T16:00:00Z"));
    check_within(&hours, TIMEFRAME_1_HOUR, "2024-01-10", "2024-01-11",
                 "2024-01-10T14 2, 2024-01-10T17 4");
}

TEST(what_the_source_said_is_empty_had_no_trades)
{
    const char *range[2] = { "2024-01-02", "2024-01-20" };
    const char *hole[2] = { "2024-01-10T15:00:00Z", "2024-01-10T19:00:00Z" };
    OWNED(bars_release) struct bars bars = bars_without("nyse", TIMEFRAME_1_HOUR, range, hole);
    const struct gaps_span empty[] = { { time_of("2024-01-10T16:00:00Z"),
                                         time_of("2024-01-10T18:00:00Z") } };
    OWNED(gaps_release) struct gaps gaps = {0};
    char got[200];

    gaps_find(&bars, TIMEFRAME_1_HOUR, calendar_find("nyse"), empty, 1, &gaps);
    describe(&gaps, GAPS_NO_TRADES, got, sizeof(got));
    CHECK_TEXT(got, "2024-01-10T16 2");
    describe(&gaps, GAPS_MISSING, got, sizeof(got));
    CHECK_TEXT(got, "2024-01-10T15 1, 2024-01-10T18 1");
}

TEST(without_a_calendar_a_gap_is_unclassified)
{
    OWNED(bars_release) struct bars bars = {0};

    add(&bars, time_of("2024-01-05"));
    add(&bars, time_of("2024-01-08"));
    check(&bars, TIMEFRAME_1_DAY, "none", GAPS_UNCLASSIFIED, "2024-01-06T00 2");
}

TEST(hours_that_count_from_the_open_leave_no_hole)
{
    OWNED(bars_release) struct bars bars = {0};

    for (int day = 3; day < 6; day++)
        for (int i = 0; i < 7; i++)
            add(&bars, date_of(2024, 1, day) + 14 * HOUR + HOUR / 2 + i * HOUR);
    check(&bars, TIMEFRAME_1_HOUR, "nyse", GAPS_MISSING, "");
}

TEST(a_hole_of_centuries_ends_in_no_time)
{
    OWNED(bars_release) struct bars bars = {0};
    OWNED(gaps_release) struct gaps gaps = {0};

    add(&bars, date_of(-200000, 1, 1));
    add(&bars, date_of(200000, 1, 1));
    gaps_find(&bars, TIMEFRAME_1_MINUTE, calendar_find("fx"), NULL, 0, &gaps);
    CHECK(gaps.count == 1 && gaps.by_kind[GAPS_MISSING] == 1);
}

/* --- real bars, where they lie beside the checkout --- */

static bool read_bars(const char *path, enum timeframe timeframe, struct bars *ret)
{
    const struct bars_csv_options options = { .timeframe = timeframe };
    FILE *file = path ? fopen(path, "rb") : NULL;
    struct bars_csv *csv;
    static char bytes[65536];
    struct error err;
    size_t n;
    bool is_good = true;

    if (!file)
        return false;
    csv = bars_csv_new(&options);
    while (is_good && (n = fread(bytes, 1, sizeof(bytes), file)))
        is_good = bars_csv_feed(csv, bytes, n, &err);
    CHECK(is_good && bars_csv_finish(csv, &err));
    bars_csv_take(csv, ret);
    bars_csv_free(csv);
    fclose(file);
    return true;
}

TEST(twenty_years_of_an_index_have_no_false_gap)
{
    OWNED(bars_release) struct bars bars = {0};

    if (!read_bars(test_extra_path("data/SPX_1d.csv"), TIMEFRAME_1_DAY, &bars)) {
        test_skip("no daily bars of an index beside this checkout");
        return;
    }
    CHECK(bars.count == 5105);
    check(&bars, TIMEFRAME_1_DAY, "nyse", GAPS_MISSING, "");
}

TEST(the_closure_after_september_11_is_no_false_gap)
{
    OWNED(bars_release) struct bars bars = {0};
    OWNED(gaps_release) struct gaps gaps = {0};
    char got[2000];

    if (!read_bars(test_extra_path("data/MSFTR_1d.csv"), TIMEFRAME_1_DAY, &bars)) {
        test_skip("no daily bars of a stock in 2001 beside this checkout");
        return;
    }
    gaps_find(&bars, TIMEFRAME_1_DAY, calendar_find("nyse"), NULL, 0, &gaps);
    CHECK(gaps.by_kind[GAPS_MISSING] == 0);
    describe(&gaps, GAPS_HOLIDAY, got, sizeof(got));
    CHECK(strstr(got, "2001-09-11T00 0 Attacks of September 11"));
}

TEST(five_years_of_euros_miss_exactly_the_hours_that_are_missing)
{
    OWNED(bars_release) struct bars bars = {0};
    OWNED(gaps_release) struct gaps gaps = {0};

    if (!read_bars(test_extra_path("data/EURUSD_1h.csv"), TIMEFRAME_1_HOUR, &bars)) {
        test_skip("no hourly bars of EURUSD beside this checkout");
        return;
    }
    CHECK(bars.count == 30843);
    check(&bars, TIMEFRAME_1_HOUR, "fx", GAPS_MISSING,
          "2015-08-20T19 9, 2016-12-11T22 103, 2016-12-30T19 3, 2017-03-31T04 17, "
          "2017-10-06T04 17, 2018-06-08T04 17, 2018-10-28T21 3");
    gaps_find(&bars, TIMEFRAME_1_HOUR, calendar_find("fx"), NULL, 0, &gaps);
    CHECK(gaps.by_kind[GAPS_HOLIDAY] == 9);
    CHECK(gaps.by_kind[GAPS_CLOSED] == 250);
}
