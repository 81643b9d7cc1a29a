/* Windows of a walk-forward, counted on a calendar by hand. */
#include "base/date.h"
#include "domain/walk_forward.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static struct span span_of(const char *text)
{
    struct span span = {0};
    struct error err;

    CHECK(span_parse(text, "--train", &span, &err));
    return span;
}

static struct walk_forward walk_of(const char *train, const char *test, const char *step)
{
    return (struct walk_forward){ span_of(train), span_of(test), span_of(step), false,
                                  date_of(2000, 1, 3), date_of(2009, 12, 31) };
}

static void check_window(const struct walk_forward_window *window, const char *text)
{
    const int64_t days[] = { window->train_from, window->train_until, window->test_from,
                             window->test_until };
    char got[4 * DATE_TEXT] = "", day[DATE_TEXT];

    for (size_t i = 0; i < COUNT(days); i++) {
        date_print_day(days[i], day);
        strcat(strcat(got, i ? " " : ""), day);
    }
    CHECK_TEXT(got, text);
}

TEST(a_span_is_read_and_told_as_people_say_it)
{
    static const char *const good[] = { "1d", "90d", "26w", "18mo", "5y", "100y" };
    static const char *const bad[] = { "", "5", "y", "0y", "101y", "5m", "-5y", "5.5y", "5 y", "5yy",
                                       "12345678d" };
    struct span span;
    struct error err;
    char text[SPAN_TEXT];

    for (size_t i = 0; i < COUNT(good); i++) {
        CHECK(span_parse(good[i], "--train", &span, &err));
        span_print(&span, text);
        CHECK_TEXT(text, good[i]);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        CHECK(!span_parse(bad[i], "--train", &span, &err));
        CHECK(err.code == ERROR_INVALID && strstr(err.text, "--train"));
    }
}

TEST(months_keep_their_day_where_they_have_it)
{
    const struct span month = span_of("1mo"), year = span_of("1y"), week = span_of("2w");

    CHECK(span_after(&month, date_of(2023, 1, 31), 1) == date_of(2023, 2, 28));
    CHECK(span_after(&month, date_of(2023, 1, 31), 2) == date_of(2023, 3, 31));
    CHECK(span_after(&month, date_of(2023, 1, 31), -2) == date_of(2022, 11, 30));
    CHECK(span_after(&month, date_of(2023, 12, 15), 1) == date_of(2024, 1, 15));
    CHECK(span_after(&year, date_of(2024, 2, 29), 1) == date_of(2025, 2, 28));
    CHECK(span_after(&year, date_of(2024, 2, 29), 4) == date_of(2028, 2, 29));
    CHECK(span_after(&week, date_of(2024, 2, 20), 1) == date_of(2024, 3, 5));
}

TEST(windows_follow_each_other_to_the_last_bar)
{
    struct walk_forward walk = walk_of("5y", "1y", "1y");
    struct walk_forward_window *windows;
    struct error err;
    size_t n;

    CHECK(walk_forward_plan(&walk, &windows, &n, &err));
    CHECK(n == 5);
    check_window(&windows[0], "2000-01-03 2005-01-03 2005-01-03 2006-01-03");
    check_window(&windows[4], "2004-01-03 2009-01-03 2009-01-03 2010-01-01");
    for (size_t i = 1; i < n; i++)
        CHECK(windows[i].test_from == windows[i - 1].test_until);
    free(windows);
    walk.anchored = true;
    CHECK(walk_forward_plan(&walk, &windows, &n, &err));
    check_window(&windows[4], "2000-01-03 2009-01-03 2009-01-03 2010-01-01");
    free(windows);
}

TEST(a_short_rest_belongs_to_the_window_before)
{
    struct walk_forward walk = walk_of("5y", "1y", "1y");
    struct walk_forward_window *windows;
    struct error err;
    size_t n;

    walk.last = date_of(2009, 7, 1);            /* 179 days of a test of 365 */
    CHECK(walk_forward_plan(&walk, &windows, &n, &err));
    CHECK(n == 4);
    check_window(&windows[3], "2003-01-03 2008-01-03 2008-01-03 2009-07-02");
    free(windows);
    walk.last = date_of(2009, 7, 4);
    CHECK(walk_forward_plan(&walk, &windows, &n, &err));
    CHECK(n == 5);
    check_window(&windows[4], "2004-01-03 2009-01-03 2009-01-03 2009-07-05");
    free(windows);
}

TEST(steps_shorter_than_the_test_overlap)
{
    struct walk_forward walk = walk_of("5y", "1y", "6mo");
    struct walk_forward_window *windows;
    struct error err;
    size_t n;

    CHECK(walk_forward_plan(&walk, &windows, &n, &err));
    CHECK(n == 9);
    check_window(&windows[1], "2000-07-03 2005-07-03 2005-07-03 2006-07-03");
    check_window(&windows[8], "2004-01-03 2009-01-03 2009-01-03 2010-01-01");
    free(windows);
}

TEST(what_makes_no_windows_is_refused_with_the_reason)
{
    struct walk_forward walk = walk_of("5y", "1y", "2y");
    struct walk_forward_window *windows;
    struct error err;
    size_t n;

    CHECK(!walk_forward_plan(&walk, &windows, &n, &err) && strstr(err.text, "leaves out days"));
    walk = walk_of("20y", "1y", "1y");
    CHECK(!walk_forward_plan(&walk, &windows, &n, &err));
    CHECK_TEXT(err.text, "bars from 2000-01-03 to 2009-12-31 hold no window: its test would last "
                         "until 2021-01-02");
    walk = walk_of("1y", "1d", "1d");
    CHECK(!walk_forward_plan(&walk, &windows, &n, &err) && strstr(err.text, "more than 500"));
}
