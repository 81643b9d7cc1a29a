#include "ib/maintenance.h"

#include "base/date.h"
#include "base/zone.h"
#include "test.h"

#include <string.h>

/* A clock's face in New York, as an instant. */
static int64_t new_york(int64_t year, int month, int day, int hour, int minute)
{
    int64_t utc[2];

    CHECK(zone_to_utc(zone_builtin("America/New_York"), date_of(year, month, day) + hour * 3600 +
                      minute * 60, utc) == ZONE_UNIQUE);
    return utc[0];
}

static struct maintenance parse(const char *text)
{
    struct maintenance maintenance = {0};
    struct error err;

    test_expect(maintenance_parse(text, &maintenance, &err), __FILE__, __LINE__, "%s: %s", text,
                err.text);
    return maintenance;
}

TEST(america_is_down_each_night_but_saturdays_and_long_on_fridays)
{
    OWNED(maintenance_release) struct maintenance usual = parse(MAINTENANCE_USUAL);
    char until[MAINTENANCE_TEXT];

    /* 2026-01-11 is a Sunday */
    CHECK(!maintenance_until(&usual, new_york(2026, 1, 11, 0, 14)));
    CHECK(maintenance_until(&usual, new_york(2026, 1, 11, 0, 15)) ==
          new_york(2026, 1, 11, 1, 45));
    CHECK(!maintenance_until(&usual, new_york(2026, 1, 11, 1, 45)));
    CHECK(maintenance_until(&usual, new_york(2026, 1, 16, 1, 0)));
    CHECK(!maintenance_until(&usual, new_york(2026, 1, 16, 22, 59)));
    CHECK(maintenance_until(&usual, new_york(2026, 1, 16, 23, 0)) ==
          new_york(2026, 1, 17, 3, 0));
    CHECK(maintenance_until(&usual, new_york(2026, 1, 17, 2, 59)) ==
          new_york(2026, 1, 17, 3, 0));
    CHECK(!maintenance_until(&usual, new_york(2026, 1, 17, 3, 0)));
    CHECK(!maintenance_until(&usual, new_york(2026, 1, 14, 12, 0)));
    maintenance_print(&usual, new_york(2026, 1, 17, 2, 59), until);
    CHECK_TEXT(until, "03:00 America/New_York");
    maintenance_print(&usual, new_york(2026, 1, 14, 12, 0), until);
    CHECK_TEXT(until, "");
}

TEST(windows_go_by_the_clocks_of_their_place_in_summer_too)
{
    OWNED(maintenance_release) struct maintenance all = parse("europe, asia");

    CHECK(maintenance_until(&all, date_of(2026, 1, 14) + 5 * 3600 + 1800));     /* 06:30 CET */
    CHECK(!maintenance_until(&all, date_of(2026, 7, 14) + 5 * 3600 + 3000));    /* 07:50 CEST */
    CHECK(maintenance_until(&all, date_of(2026, 7, 14) + 4 * 3600 + 1800));
    CHECK(maintenance_until(&all, date_of(2026, 7, 14) + 21 * 3600));           /* 05:00 next day */
    CHECK(maintenance_until(&all, date_of(2026, 7, 14) + 12 * 3600 + 1200) ==   /* 20:20 */
          date_of(2026, 7, 14) + 13 * 3600 + 900);
}

TEST(what_is_no_window_is_refused_by_name)
{
    static const char *const bad[] = {
        "mars", "Sun-Fri 00:15-01:45", "Sun-Fri 0015-0145 UTC", "Son 00:15-01:45 UTC",
        "Sun 24:01-25:00 UTC", "Sun 01:00-01:00 UTC", "Sun 00:15-01:45 Nowhere/Town",
        "america, x",
    };

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct maintenance maintenance = {0};
        struct error err = {0};

        test_expect(!maintenance_parse(bad[i], &maintenance, &err) && *err.text && !maintenance.n,
                    __FILE__, __LINE__, "'%s' is refused", bad[i]);
    }
}

TEST(the_weekly_login_is_due_from_sunday_one_oclock)
{
    CHECK(!maintenance_wants_login(new_york(2026, 1, 11, 0, 59)));
    CHECK(maintenance_wants_login(new_york(2026, 1, 11, 1, 0)));
    CHECK(maintenance_wants_login(new_york(2026, 1, 12, 12, 0)));
    CHECK(!maintenance_wants_login(new_york(2026, 1, 13, 0, 0)));
}
