#include "ib/tws_bar_size.h"

#include "test.h"

#include <string.h>

enum { DAY = 86400 };

static const char *fit(const char *name, int64_t seconds)
{
    static char text[TWS_DURATION_TEXT];
    struct error err;

    return tws_bar_size_fit(tws_bar_size_find(name), seconds, text, &err) ? text : "refused";
}

TEST(a_duration_covers_what_is_wanted_and_is_never_rounded_down)
{
    CHECK_TEXT(fit("1 min", 3600), "3600 S");
    CHECK_TEXT(fit("1 min", 61), "120 S");
    CHECK_TEXT(fit("5 mins", 3600), "1 D");
    CHECK_TEXT(fit("1 hour", 28 * DAY), "28 D");
    CHECK_TEXT(fit("1 hour", 27 * DAY + 1), "28 D");
    CHECK_TEXT(fit("4 hours", DAY), "1 W");
    CHECK_TEXT(fit("8 hours", DAY), "1 M");
    CHECK_TEXT(fit("1 day", 3 * DAY), "3 D");
    CHECK_TEXT(fit("1 day", 365 * DAY), "365 D");
    CHECK_TEXT(fit("1 day", (int64_t)366 * DAY), "refused");
    CHECK_TEXT(fit("1W", (int64_t)400 * DAY), "2 Y");
    CHECK_TEXT(fit("1 secs", 1801), "refused");
    CHECK_TEXT(fit("1 secs", 0), "refused");
}

static void hold(const struct tws_bar_size *size, int64_t seconds)
{
    char text[TWS_DURATION_TEXT];
    struct tws_duration duration;
    struct error err = {0};

    test_expect(tws_bar_size_fit(size, seconds, text, &err), __FILE__, __LINE__, "%s", err.text);
    CHECK(tws_duration_parse(text, &duration, &err));
    test_expect(tws_bar_size_check(size, &duration, &err), __FILE__, __LINE__, "%s", err.text);
    CHECK(tws_duration_seconds(&duration) >= seconds);
}

TEST(no_request_is_impossible)
{
    const struct tws_bar_size *size;
    struct error err = {0};

    for (size_t i = 0; (size = tws_bar_size_at(i)) != NULL; i++) {
        const int64_t reach = tws_bar_size_reach(size), step = reach / 500 + 1;

        CHECK(reach >= size->seconds && tws_bar_size_check(size, &size->most, &err));
        for (int64_t seconds = 1; seconds <= reach; seconds += step)
            hold(size, seconds);
        hold(size, reach);
        CHECK(tws_bar_size_find(size->name) == size);
    }
}

TEST(what_ib_does_not_give_is_refused)
{
    struct error err = {0};
    const struct tws_bar_size *second = tws_bar_size_find("1 secs");

    CHECK(!tws_bar_size_check(second, &(struct tws_duration){ 1, TWS_DAYS }, &err));
    CHECK(!tws_bar_size_check(second, &(struct tws_duration){ 2001, TWS_SECONDS }, &err));
    CHECK(tws_bar_size_check(second, &(struct tws_duration){ 2000, TWS_SECONDS }, &err));
    CHECK(!tws_bar_size_check(tws_bar_size_find("1 day"), &(struct tws_duration){ 366, TWS_DAYS },
                              &err));
    CHECK(tws_bar_size_check(tws_bar_size_find("1 day"), &(struct tws_duration){ 10, TWS_YEARS },
                             &err));
}

TEST(every_timeframe_has_its_bar_size)
{
    for (int i = 0; i < TIMEFRAME_COUNT; i++)
        CHECK(tws_bar_size_of((enum timeframe)i)->seconds == timeframe_seconds((enum timeframe)i));
    CHECK_TEXT(tws_bar_size_of(TIMEFRAME_1_MONTH)->name, "1M");
}

TEST(names_are_exact)
{
    CHECK(tws_bar_size_find("1 week") == tws_bar_size_find("1W"));
    CHECK(!tws_bar_size_find("1 sec") && !tws_bar_size_find("1 mins") && !tws_bar_size_find("1m"));
}

TEST(durations_have_a_count_one_space_and_a_unit)
{
    static const char *const wrong[] = { "", "D", "3", "3D", "3  D", "3 d", "3 H", "0 D", "-3 D", "+3 D",
                                         "3 D ", " 3 D", "86401 S", "366 D", "53 W", "13 M", "69 Y" };
    struct tws_duration duration;
    struct error err;
    char text[TWS_DURATION_TEXT];

    for (size_t i = 0; i < COUNT(wrong); i++)
        test_expect(!tws_duration_parse(wrong[i], &duration, &err), __FILE__, __LINE__, "'%s'",
                    wrong[i]);
    CHECK(tws_duration_parse("12 M", &duration, &err));
    tws_duration_print(&duration, text);
    CHECK_TEXT(text, "12 M");
}
