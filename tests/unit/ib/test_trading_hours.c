#include "ib/trading_hours.h"

#include "base/date.h"
#include "test.h"

#include <string.h>

static struct trading_hours read(const char *text, const char *zone)
{
    struct trading_hours hours = {0};
    struct error err;

    test_expect(trading_hours_read(text, zone, &hours, &err), __FILE__, __LINE__, "%s: %s", text,
                err.text);
    return hours;
}

TEST(sessions_are_read_by_the_clock_of_their_zone)
{
    OWNED(trading_hours_release) struct trading_hours hours =
        read("20251009:0400-20251009:2000;20251010:0400-20251010:2000;20251011:CLOSED",
             "US/Eastern");

    CHECK(hours.n == 3 && hours.rows[0].date == date_of(2025, 10, 9));
    CHECK(hours.rows[0].open == date_of(2025, 10, 9) + 8 * 3600);
    CHECK(hours.rows[0].close == date_of(2025, 10, 10));
    CHECK(hours.rows[2].date == date_of(2025, 10, 11));
    CHECK(!hours.rows[2].open && !hours.rows[2].close);
}

TEST(a_session_that_begins_the_evening_before_has_the_date_of_its_end)
{
    OWNED(trading_hours_release) struct trading_hours hours =
        read("20251009:1700-20251010:1600;20251012:1700-20251013:1600", "US/Central");

    CHECK(hours.n == 2 && hours.rows[0].date == date_of(2025, 10, 10));
    CHECK(hours.rows[1].date == date_of(2025, 10, 13));
    CHECK(hours.rows[0].open == date_of(2025, 10, 9) + 22 * 3600);
}

TEST(one_that_ends_at_midnight_is_of_the_day_before)
{
    OWNED(trading_hours_release) struct trading_hours hours =
        read("20251009:0000-20251010:0000;20251010:0000-20251010:2400", "UTC");

    CHECK(hours.n == 2 && hours.rows[0].date == date_of(2025, 10, 9));
    CHECK(hours.rows[1].date == date_of(2025, 10, 10));
    CHECK(hours.rows[1].close == date_of(2025, 10, 11));
}

TEST(older_gateways_leave_the_day_of_the_end_out)
{
    OWNED(trading_hours_release) struct trading_hours hours =
        read("20090507:0900-1130,1230-1500;20090508:CLOSED;20090511:1830-0230",
             "JST (Japan Standard Time)");

    CHECK(hours.n == 4 && hours.rows[1].date == date_of(2009, 5, 7));
    CHECK(hours.rows[1].open == date_of(2009, 5, 7) + 3 * 3600 + 1800);
    CHECK(hours.rows[3].close - hours.rows[3].open == 8 * 3600);
    CHECK(hours.rows[3].date == date_of(2009, 5, 12));
}

TEST(clocks_that_change_are_no_trouble)
{
    OWNED(trading_hours_release) struct trading_hours spring =
        read("20260307:1700-20260308:1600", "US/Central");
    OWNED(trading_hours_release) struct trading_hours autumn =
        read("20251101:1700-20251102:1600", "US/Central");

    CHECK(spring.rows[0].close - spring.rows[0].open == 22 * 3600);
    CHECK(autumn.rows[0].close - autumn.rows[0].open == 24 * 3600);
}

TEST(no_text_is_no_session)
{
    CHECK(!read("", "UTC").n && !read(";", "UTC").n);
}

TEST(what_is_no_session_is_refused)
{
    static const char *const bad[] = {
        "x", "20251009", "20251009:", "20251009:0930", "20251009:0930-", "0930-1600",
        "20251309:0930-1600", "20251009:0960-1600", "20251009:2401-2500", "20251009:closed",
        "20251009:0930-20251008:1600", "20251009:0930-1600,1500-1700",
        "20251009:0930-1600;20251008:0930-1600", "20251009:0930-20251009:1600 ",
    };

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct trading_hours hours = {0};
        struct error err = {0};

        test_expect(!trading_hours_read(bad[i], "UTC", &hours, &err) &&
                    err.code == ERROR_BAD_DATA && !hours.rows, __FILE__, __LINE__, "'%s' is refused",
                    bad[i]);
    }
}
