#include "ib/tws_time.h"

#include "base/date.h"
#include "base/zone.h"
#include "test.h"

#include <string.h>

static int64_t at(int64_t day, int hour, int minute)
{
    return day + hour * 3600 + minute * 60;
}

static void hold(const char *text, enum tws_time_form form, int64_t clock, const char *zone)
{
    struct tws_time time;
    struct error err = {0};
    char again[TWS_TIME_TEXT];
    size_t length;

    CHECK(tws_time_read(text, &time, &err));
    CHECK(time.form == form && time.clock == clock);
    CHECK_TEXT(time.zone, zone);
    CHECK(tws_time_write(&time, again, &length, &err) && length == strlen(again));
    if (text[strlen(text) - 1] != 'Z')
        CHECK_TEXT(again, text);
}

TEST(the_shape_of_a_time_says_what_it_is)
{
    const int64_t day = date_of(2025, 10, 8);

    hold("20251008", TWS_TIME_DATE, day, "");
    hold("345479400", TWS_TIME_EPOCH, 345479400, "");
    hold("1759930200", TWS_TIME_EPOCH, 1759930200, "");
    hold("20251008-13:30:00", TWS_TIME_UTC, at(day, 13, 30), "");
    hold("20251008-13:30:00Z", TWS_TIME_UTC, at(day, 13, 30), "");
    hold("20251008 09:30:00 US/Eastern", TWS_TIME_ZONED, at(day, 9, 30), "US/Eastern");
    hold("20251008  09:30:00", TWS_TIME_NAIVE, at(day, 9, 30), "");
}

TEST(what_is_no_time_is_refused)
{
    static const char *const wrong[] = {
        "", "0", "12345678901234", "20251308", "20250229", "2025100", "20251008-", "20251008-13:30",
        "20251008-24:00:00", "20251008-13:60:00", "20251008-13:30:00X", "20251008x13:30:00",
        "20251008 13:30:00US", "20251008 13:30:00 ", "0123456789", "1008 09:30:00 US/Eastern",
        "20251008 -1:30:00", "NaN",
    };
    struct tws_time time;
    struct error err;

    for (size_t i = 0; i < COUNT(wrong); i++)
        test_expect(!tws_time_read(wrong[i], &time, &err) && err.code == ERROR_BAD_DATA, __FILE__,
                    __LINE__, "'%s' is refused", wrong[i]);
}

static int64_t instant(const char *text, const struct zone *zone)
{
    struct tws_time time;
    struct error err;
    int64_t seconds = 0;

    CHECK(tws_time_read(text, &time, &err));
    return tws_time_instant(&time, zone, &seconds, &err) ? seconds : -1;
}

TEST(local_times_become_instants_by_their_zone)
{
    const int64_t summer = date_of(2025, 10, 8), winter = date_of(2025, 12, 8);

    CHECK(instant("20251008 09:30:00 US/Eastern", NULL) == at(summer, 13, 30));
    CHECK(instant("20251208 09:30:00 America/New_York", NULL) == at(winter, 14, 30));
    CHECK(instant("20251008 09:30:00 EST (Eastern Standard Time)", NULL) == at(summer, 13, 30));
    CHECK(instant("20251208  09:30:00", zone_builtin("US/Eastern")) == at(winter, 14, 30));
    CHECK(instant("20251208  09:30:00", NULL) == -1);
    CHECK(instant("20251208 09:30:00 Mars/Olympus", NULL) == -1);
    CHECK(instant("20250309 02:30:00 US/Eastern", NULL) == -1);
}

TEST(an_hour_that_comes_twice_is_the_second_one_after_the_first)
{
    const struct zone *zone = zone_builtin("US/Eastern");
    const int64_t clock = at(date_of(2025, 11, 2), 1, 30);
    int64_t first, second;
    struct error err;

    CHECK(tws_time_after(clock, zone, INT64_MIN, &first, &err));
    CHECK(tws_time_after(clock, zone, first, &second, &err));
    CHECK(first == clock + 4 * 3600 && second == first + 3600);
}

TEST(what_a_form_cannot_say_is_not_written)
{
    char text[TWS_TIME_TEXT];
    size_t length;
    struct error err;

    CHECK(!tws_time_write(&(struct tws_time){ TWS_TIME_DATE, 3600, "" }, text, &length, &err));
    CHECK(!tws_time_write(&(struct tws_time){ TWS_TIME_EPOCH, 99999999, "" }, text, &length, &err));
    CHECK(!tws_time_write(&(struct tws_time){ TWS_TIME_ZONED, 0, "" }, text, &length, &err));
    CHECK(!tws_time_write(&(struct tws_time){ TWS_TIME_UTC, date_of(10000, 1, 1), "" }, text, &length,
                          &err));
}
