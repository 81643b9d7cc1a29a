#include "domain/load_plan.h"

#include "base/date.h"
#include "domain/bars.h"
#include "domain/calendar.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t time_of(const char *text)
{
    struct error err;
    enum date_zone zone;
    int64_t seconds = 0;

    CHECK(date_parse_iso(text, &seconds, &zone, &err));
    return seconds;
}

/* --- what is finished --- */

TEST(a_bar_is_finished_a_minute_after_its_end_and_a_day_half_an_hour_after_the_close)
{
    static const struct { const char *calendar, *timeframe, *now, *want; } cases[] = {
        { "nyse", "1h", "2024-01-03T16:00:59Z", "2024-01-03T15:00:00Z" },
        { "nyse", "1h", "2024-01-03T16:01:00Z", "2024-01-03T16:00:00Z" },
        { "nyse", "1m", "2024-01-03T16:00:59Z", "2024-01-03T15:59:00Z" },
        { "nyse", "1h", "2024-01-03T14:40:00Z", "2024-01-03T14:30:00Z" },
        { "nyse", "1h", "2024-01-03T14:30:30Z", "2024-01-02T21:00:00Z" },
        { "nyse", "1h", "2024-01-03T21:01:00Z", "2024-01-03T21:00:00Z" },
        { "nyse", "1h", "2024-01-06T12:00:00Z", "2024-01-05T21:00:00Z" },
        { "nyse", "1d", "2024-01-03T21:29:59Z", "2024-01-03T00:00:00Z" },
        { "nyse", "1d", "2024-01-03T21:30:00Z", "2024-01-04T00:00:00Z" },
        { "nyse", "1d", "2024-07-03T17:30:00Z", "2024-07-04T00:00:00Z" },       /* half day */
        { "nyse_all", "1d", "2024-01-03T23:00:00Z", "2024-01-03T00:00:00Z" },
        { "fx", "1d", "2024-01-03T22:30:00Z", "2024-01-04T00:00:00Z" },
        { "cme", "1h", "2024-01-15T19:00:00Z", "2024-01-15T23:00:00Z" },        /* in the halt */
        { "cme", "1d", "2024-01-15T19:00:00Z", "2024-01-13T00:00:00Z" },
        { "nyse", "1w", "2024-01-05T21:29:59Z", "2024-01-01T00:00:00Z" },
        { "nyse", "1w", "2024-01-05T21:30:00Z", "2024-01-08T00:00:00Z" },
        { "nyse", "1M", "2024-03-28T20:30:00Z", "2024-04-01T00:00:00Z" },       /* Good Friday */
        { "crypto", "1h", "2024-01-06T12:00:30Z", "2024-01-06T11:00:00Z" },
        { "none", "1d", "2024-01-07T00:29:59Z", "2024-01-06T00:00:00Z" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        enum timeframe timeframe = TIMEFRAME_1_DAY;
        struct error err;
        char got[DATE_TEXT];

        CHECK(timeframe_parse(cases[i].timeframe, &timeframe, &err));
        date_print_iso(load_plan_finished(calendar_find(cases[i].calendar), timeframe,
                                          time_of(cases[i].now)), got);
        CHECK_TEXT(got, cases[i].want);
    }
}

TEST(the_last_two_sessions_begin_at_the_open_of_the_one_before)
{
    static const struct { const char *calendar, *timeframe, *last, *want; } cases[] = {
        { "nyse", "1h", "2024-01-16T15:00:00Z", "2024-01-12T14:30:00Z" },       /* over King's day */
        { "nyse", "1d", "2024-01-16", "2024-01-12T00:00:00Z" },
        { "nyse", "1w", "2024-01-16", "2024-01-08T00:00:00Z" },
        { "nyse", "1M", "2024-01-02", "2023-12-01T00:00:00Z" },
        { "idealpro", "5m", "2024-01-08T12:00:00Z", "2024-01-04T22:15:00Z" },
        { "cme", "1m", "2024-01-16T12:00:00Z", "2024-01-11T23:00:00Z" },
        { "none", "1h", "2024-01-16T12:00:00Z", "2024-01-15T00:00:00Z" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        enum timeframe timeframe = TIMEFRAME_1_DAY;
        struct error err;
        char got[DATE_TEXT];

        CHECK(timeframe_parse(cases[i].timeframe, &timeframe, &err));
        date_print_iso(load_plan_last_sessions(calendar_find(cases[i].calendar), timeframe,
                                               time_of(cases[i].last)), got);
        CHECK_TEXT(got, cases[i].want);
    }
}

/* --- the modes --- */

static struct load_plan_request daily(enum load_plan_mode mode)
{
    return (struct load_plan_request){
        .mode = mode, .timeframe = TIMEFRAME_1_DAY, .calendar = calendar_find("nyse"),
        .n_stored = 100, .first = time_of("2024-02-01"), .last = time_of("2024-05-31"),
        .head = time_of("2024-01-04T14:30:00Z"), .start = INT64_MIN, .end = INT64_MAX,
        .now = time_of("2024-06-07T12:00:00Z"),
    };
}

static void check_plan(const struct load_plan_request *request, const char *want)
{
    OWNED(load_plan_release) struct load_plan plan = {0};
    char got[1000] = "", from[DATE_TEXT], until[DATE_TEXT];
    size_t n = 0;
    struct error err;

    CHECK(load_plan_make(request, &plan, &err));
    for (size_t i = 0; i < plan.count; i++) {
        const bool is_backward = plan.parts[i].order == LOAD_PLAN_NEWEST_FIRST;

        date_print_iso(plan.parts[i].from, from);
        date_print_iso(plan.parts[i].until, until);
        n += (size_t)snprintf(got + n, sizeof(got) - n, "%s%.16s %s %.16s", i ? ", " : "", from,
                              is_backward ? "<-" : "->", until);
    }
    CHECK_TEXT(got, want);
}

TEST(tail_begins_with_the_last_two_sessions_and_ends_with_the_last_finished_bar)
{
    struct load_plan_request request = daily(LOAD_PLAN_TAIL);
    OWNED(load_plan_release) struct load_plan plan = {0};
    struct error err;

    check_plan(&request, "2024-05-30T00:00 -> 2024-06-07T00:00");
    CHECK(load_plan_make(&request, &plan, &err) && plan.replaces_from == time_of("2024-05-30"));
    request.head = INT64_MIN;
    request.end = time_of("2024-06-02");                /* a Saturday and a Sunday */
    check_plan(&request, "2024-05-30T00:00 -> 2024-06-01T00:00");
    request.start = time_of("2024-06-08");
    request.end = INT64_MAX;
    check_plan(&request, "");
}

TEST(backfill_goes_from_the_first_stored_bar_to_the_head)
{
    struct load_plan_request request = daily(LOAD_PLAN_BACKFILL);

    check_plan(&request, "2024-01-04T00:00 <- 2024-02-01T00:00");
    request.start = time_of("2024-01-20");              /* a Saturday */
    check_plan(&request, "2024-01-22T00:00 <- 2024-02-01T00:00");
    request.start = time_of("2024-02-01");
    check_plan(&request, "");
}

TEST(full_takes_every_hole_too_and_no_session_twice)
{
    struct load_plan_request request = daily(LOAD_PLAN_FULL);
    const struct gaps_span missing[] = {
        { time_of("2024-02-19"), time_of("2024-02-21") },       /* a holiday, and a Tuesday */
        { time_of("2024-03-29"), time_of("2024-04-01") },       /* Good Friday and a weekend */
        { time_of("2024-04-02"), time_of("2024-04-10") },
    };

    request.missing = missing;
    request.n_missing = COUNT(missing);
    check_plan(&request, "2024-01-04T00:00 <- 2024-02-01T00:00, 2024-02-20T00:00 -> "
               "2024-02-21T00:00, 2024-04-02T00:00 -> 2024-04-10T00:00, 2024-06-03T00:00 -> "
               "2024-06-07T00:00");
}

TEST(what_was_answered_with_no_data_is_asked_only_again_on_request)
{
    struct load_plan_request request = daily(LOAD_PLAN_BACKFILL);
    const struct gaps_span empty[] = { { time_of("2024-01-01"), time_of("2024-01-06") },
                                       { time_of("2024-01-10"), time_of("2024-01-16") } };

    request.empty = empty;
    request.n_empty = COUNT(empty);
    check_plan(&request, "2024-01-08T00:00 <- 2024-01-10T00:00, 2024-01-16T00:00 <- "
               "2024-02-01T00:00");
    request.asks_again = true;
    check_plan(&request, "2024-01-04T00:00 <- 2024-02-01T00:00");
}

TEST(an_empty_series_is_loaded_whole_and_needs_a_beginning)
{
    OWNED(load_plan_release) struct load_plan plan = {0};
    struct error err = {0};

    for (int mode = 0; mode < LOAD_PLAN_MODES; mode++) {
        struct load_plan_request request = daily((enum load_plan_mode)mode);

        request.n_stored = 0;
        check_plan(&request, "2024-01-04T00:00 <- 2024-06-07T00:00");
        request.head = INT64_MIN;
        CHECK(!load_plan_make(&request, &plan, &err) && err.code == ERROR_INVALID);
        request.start = time_of("2024-05-18");
        check_plan(&request, "2024-05-20T00:00 <- 2024-06-07T00:00");
    }
}

TEST(bars_within_the_day_are_asked_from_bar_to_bar)
{
    struct load_plan_request request = daily(LOAD_PLAN_TAIL);

    request.timeframe = TIMEFRAME_1_HOUR;
    request.last = time_of("2024-06-05T15:00:00Z");
    request.now = time_of("2024-06-06T14:00:59Z");
    check_plan(&request, "2024-06-04T13:30 -> 2024-06-05T20:00");
    request.now++;
    check_plan(&request, "2024-06-04T13:30 -> 2024-06-06T14:00");
    request.calendar = calendar_find("idealpro");
    request.last = time_of("2024-06-05T20:00:00Z");
    check_plan(&request, "2024-06-03T21:15 -> 2024-06-06T14:00");
}

TEST(modes_have_names)
{
    enum load_plan_mode mode;
    struct error err;

    for (int i = 0; i < LOAD_PLAN_MODES; i++)
        CHECK(load_plan_parse_mode(load_plan_mode_name((enum load_plan_mode)i), &mode, &err)
              && (int)mode == i);
    CHECK(!load_plan_parse_mode("head", &mode, &err) && err.code == ERROR_INVALID);
}
