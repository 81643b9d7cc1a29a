#include "base/date.h"
#include "base/zone.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Zones of all kinds: far east, half hours, south of the equator, Ramadan breaks, none. */
static const char *const names[] = {
    "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo", "Australia/Lord_Howe",
    "Africa/Casablanca", "America/Chicago", "Pacific/Apia", "Europe/Dublin", "UTC",
};

static bool has_zone_files(void)
{
    return !access("/usr/share/zoneinfo/America/New_York", R_OK)
        && !access("/usr/share/zoneinfo/Australia/Lord_Howe", R_OK);
}

/* Changes as printed by `zdump -v America/New_York`: the first second of the new clock. */
TEST(new_york_changes_its_clocks_when_the_law_says)
{
    static const struct { const char *at; int hours; } changes[] = {
        { "1967-04-30T07:00:00Z", -4 }, { "1967-10-29T06:00:00Z", -5 },
        { "1974-01-06T07:00:00Z", -4 }, { "1975-02-23T07:00:00Z", -4 },
        { "1976-04-25T07:00:00Z", -4 }, { "1986-04-27T07:00:00Z", -4 },
        { "1987-04-05T07:00:00Z", -4 }, { "2006-10-29T06:00:00Z", -5 },
        { "2007-03-11T07:00:00Z", -4 }, { "2018-11-04T06:00:00Z", -5 },
        { "2037-03-08T07:00:00Z", -4 },
    };
    const struct zone *zone = zone_builtin("America/New_York");

    for (size_t i = 0; i < COUNT(changes); i++) {
        struct error err;
        enum date_zone kind;
        int64_t at = 0;

        CHECK(date_parse_iso(changes[i].at, &at, &kind, &err));
        CHECK(zone_offset(zone, at) == changes[i].hours * 3600);
        CHECK(zone_offset(zone, at - 1) == (-9 - changes[i].hours) * 3600);
    }
}

TEST(an_hour_that_was_twice_is_ambiguous_and_a_skipped_one_is_not)
{
    const struct zone *zone = zone_builtin("US/Eastern");
    const int64_t fall = date_of(2018, 11, 4), spring = date_of(2018, 3, 11);
    int64_t got[2];

    CHECK(zone_to_utc(zone, fall + 5400, got) == ZONE_AMBIGUOUS);
    CHECK(got[0] == fall + 5400 + 4 * 3600 && got[1] == fall + 5400 + 5 * 3600);
    CHECK(zone_to_utc(zone, fall + 3600, got) == ZONE_AMBIGUOUS);
    CHECK(zone_to_utc(zone, fall + 3599, got) == ZONE_UNIQUE && got[0] == fall + 3599 + 4 * 3600);
    CHECK(zone_to_utc(zone, fall + 7200, got) == ZONE_UNIQUE && got[0] == fall + 7200 + 5 * 3600);
    CHECK(zone_to_utc(zone, spring + 9000, got) == ZONE_NONEXISTENT);
    CHECK(zone_to_utc(zone, spring + 7199, got) == ZONE_UNIQUE);
    CHECK(zone_to_utc(zone, spring + 10800, got) == ZONE_UNIQUE && got[0] == spring + 7 * 3600);
}

TEST(every_instant_comes_back_from_its_local_time)
{
    if (!has_zone_files()) {
        test_skip("no zone files on this system");
        return;
    }
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct zone *zone = NULL;
        struct error err;

        CHECK(zone_open(names[i], &zone, &err));
        for (int64_t utc = date_of(1990, 1, 1); utc < date_of(2045, 1, 1); utc += 5400) {
            int64_t got[2] = { 0, 0 };
            const enum zone_found found = zone_to_utc(zone, zone_from_utc(zone, utc), got);

            if (found == ZONE_NONEXISTENT || (got[0] != utc && (found < 2 || got[1] != utc))) {
                char text[DATE_TEXT];

                date_print_iso(utc, text);
                CHECK_TEXT(text, "an instant that comes back");
            }
        }
        zone_free(zone);
    }
}

/* The C library reads the same files with code of its own. */
TEST(zone_files_say_what_the_c_library_says)
{
    if (!has_zone_files()) {
        test_skip("no zone files on this system");
        return;
    }
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct zone *zone = NULL;
        struct error err;

        CHECK(zone_open(names[i], &zone, &err));
        setenv("TZ", names[i], 1);
        tzset();
        for (int64_t utc = date_of(1967, 1, 1); utc < date_of(2060, 1, 1); utc += 11 * 3600 + 1799) {
            const time_t t = (time_t)utc;
            struct tm tm;

            if (!localtime_r(&t, &tm) || tm.tm_gmtoff != zone_offset(zone, utc)) {
                char text[DATE_TEXT];

                date_print_iso(utc, text);
                CHECK_TEXT(text, names[i]);
            }
        }
        zone_free(zone);
    }
    unsetenv("TZ");
    tzset();
}

/* Every change from 1990 to 2040, to the second, found by bisection in the file's own words. */
TEST(the_built_in_rule_of_new_york_is_the_one_of_the_zone_file)
{
    const struct zone *rule = zone_builtin("America/New_York"), *file = NULL;
    struct error err;
    int changes = 0;

    if (!has_zone_files() || access("/usr/share/zoneinfo/posix/America/New_York", R_OK)) {
        test_skip("no zone files on this system");
        return;
    }
    CHECK(zone_open("posix/America/New_York", &file, &err));    /* not the built-in name */
    if (!file)
        return;
    for (int64_t day = date_of(1990, 1, 1); day < date_of(2041, 1, 1); day += DATE_DAY) {
        int64_t before = day, after = day + DATE_DAY;

        CHECK(zone_offset(rule, day) == zone_offset(file, day));
        if (zone_offset(file, before) == zone_offset(file, after))
            continue;
        changes++;
        while (after - before > 1) {
            const int64_t middle = before + (after - before) / 2;

            if (zone_offset(file, middle) == zone_offset(file, before))
                before = middle;
            else
                after = middle;
        }
        CHECK(zone_offset(rule, before) == zone_offset(file, before));
        CHECK(zone_offset(rule, after) == zone_offset(file, after));
    }
    CHECK(changes == 2 * 51);
    zone_free(file);
}

TEST(a_zone_is_a_name_and_never_a_path)
{
    static const char *const wrong[] = {
        "", "/etc/passwd", "../../../etc/passwd", "America/../UTC", "Europe//Berlin", "Europe/",
        "-x", "Europe/Ber lin", "Europe/Berlin\n", ".",
    };
    const struct zone *zone;
    struct error err = {0};

    for (size_t i = 0; i < COUNT(wrong); i++) {
        CHECK(!zone_open(wrong[i], &zone, &err));
        CHECK(err.code == ERROR_INVALID);
    }
    CHECK(!zone_open("Europe/Nowhere", &zone, &err));
    CHECK(err.code == ERROR_NOT_FOUND);
}
