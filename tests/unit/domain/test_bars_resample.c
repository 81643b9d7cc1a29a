#include "domain/bars_resample.h"

#include "base/date.h"
#include "domain/bars.h"
#include "domain/calendar.h"
#include "test.h"

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

/* A walk with a rise and a fall in it, one bar at every step of the calendar's grid. */
static struct bars some_bars(const char *name, enum timeframe timeframe, const char *from,
                             const char *until)
{
    const struct calendar *calendar = calendar_find(name);
    struct calendar_session session = calendar_session_from(calendar, time_of(from));
    struct bars bars = {0};

    for (; session.date < time_of(until);
         session = calendar_session_from(calendar, session.date + DATE_DAY)) {
        const bool is_daily = timeframe_is_daily(timeframe);
        int64_t t = is_daily ? session.date : session.open;

        do {
            const double i = (double)bars.count, price = 100 + (double)(bars.count * 7 % 31);

            bars_append(&bars, t, (double[]){ price, price + 2 + (double)(bars.count % 3), price - 3,
                                              price + 1, 10 + i });
            t = calendar_bar_end(calendar, timeframe, t);
        } while (!is_daily && t < session.close);
    }
    return bars;
}

static double total(const struct bars *bars, enum bars_column column)
{
    double sum = 0;

    for (size_t i = 0; i < bars->count; i++)
        sum += bars->column[column][i];
    return sum;
}

static void check_start(const struct bars *bars, size_t i, const char *want)
{
    char got[DATE_TEXT] = "(none)";

    if (i < bars->count)
        date_print_iso(bars->time[i], got);
    CHECK_TEXT(got, want);
}

TEST(four_hours_count_from_the_open_of_the_session)
{
    OWNED(bars_release) struct bars hours = some_bars("fx", TIMEFRAME_1_HOUR, "2024-01-03",
                                                      "2024-01-05");
    OWNED(bars_release) struct bars longer = {0};
    struct error err;

    CHECK(bars_resample(&hours, TIMEFRAME_1_HOUR, TIMEFRAME_4_HOURS, calendar_find("fx"), &longer,
                        &err));
    CHECK(longer.count == 12);
    check_start(&longer, 0, "2024-01-02T22:00:00Z");
    check_start(&longer, 5, "2024-01-03T18:00:00Z");
    check_start(&longer, 6, "2024-01-03T22:00:00Z");
    CHECK_NEAR(longer.column[BARS_OPEN][1], hours.column[BARS_OPEN][4], 0);
    CHECK_NEAR(longer.column[BARS_CLOSE][1], hours.column[BARS_CLOSE][7], 0);
    CHECK_NEAR(longer.column[BARS_VOLUME][1], 14 + 15 + 16 + 17, 0);
}

/* IB's hours begin at 9:30, 10:00, 11:00 …; those of 4h at 9:30 and 13:30. */
TEST(an_hour_over_a_border_goes_where_it_ends)
{
    OWNED(bars_release) struct bars hours = some_bars("nyse", TIMEFRAME_1_HOUR, "2024-01-03",
                                                      "2024-01-04");
    OWNED(bars_release) struct bars longer = {0};
    struct error err;

    CHECK(hours.count == 7);
    CHECK(bars_resample(&hours, TIMEFRAME_1_HOUR, TIMEFRAME_4_HOURS, calendar_find("nyse"), &longer,
                        &err));
    CHECK(longer.count == 2);
    check_start(&longer, 0, "2024-01-03T14:30:00Z");
    check_start(&longer, 1, "2024-01-03T18:30:00Z");
    CHECK_NEAR(longer.column[BARS_VOLUME][0], 10 + 11 + 12 + 13, 0);   /* till 13:00 */
    CHECK_NEAR(longer.column[BARS_VOLUME][1], 14 + 15 + 16, 0);
}

TEST(weeks_and_months_are_made_of_sessions_and_stamped_by_the_first)
{
    OWNED(bars_release) struct bars days = some_bars("nyse", TIMEFRAME_1_DAY, "2024-01-01",
                                                     "2024-03-01");
    OWNED(bars_release) struct bars weeks = {0}, months = {0};
    const struct calendar *nyse = calendar_find("nyse");
    struct error err;

    CHECK(bars_resample(&days, TIMEFRAME_1_DAY, TIMEFRAME_1_WEEK, nyse, &weeks, &err));
    CHECK(bars_resample(&days, TIMEFRAME_1_DAY, TIMEFRAME_1_MONTH, nyse, &months, &err));
    CHECK(weeks.count == 9 && months.count == 2 && days.count == 41);
    check_start(&weeks, 0, "2024-01-02T00:00:00Z");
    check_start(&weeks, 2, "2024-01-16T00:00:00Z");
    check_start(&months, 1, "2024-02-01T00:00:00Z");
    CHECK_NEAR(months.column[BARS_OPEN][1], days.column[BARS_OPEN][21], 0);
    CHECK_NEAR(months.column[BARS_CLOSE][0], days.column[BARS_CLOSE][20], 0);
}

/* On every calendar: volumes add up, extremes stay, no long bar ends before one of its parts does,
 * and each part lies in the long bar before whose end it ends. */
TEST(resampling_keeps_volumes_and_extremes_and_looks_at_no_later_bar)
{
    static const char *const names[] = { "none", "nyse", "nyse_all", "fx" };
    static const struct { enum timeframe from, to; } pairs[] = {
        { TIMEFRAME_1_HOUR, TIMEFRAME_2_HOURS }, { TIMEFRAME_1_HOUR, TIMEFRAME_4_HOURS },
        { TIMEFRAME_1_HOUR, TIMEFRAME_1_DAY }, { TIMEFRAME_30_MINUTES, TIMEFRAME_4_HOURS },
        { TIMEFRAME_1_DAY, TIMEFRAME_1_WEEK }, { TIMEFRAME_1_DAY, TIMEFRAME_1_MONTH },
    };

    for (size_t c = 0; c < COUNT(names); c++)
        for (size_t p = 0; p < COUNT(pairs); p++) {
            const struct calendar *calendar = calendar_find(names[c]);
            OWNED(bars_release) struct bars bars = some_bars(names[c], pairs[p].from, "2024-02-26",
                                                             "2024-12-28");
            OWNED(bars_release) struct bars longer = {0};
            struct error err;
            size_t k = 0;
            double high = 0;

            CHECK(bars_resample(&bars, pairs[p].from, pairs[p].to, calendar, &longer, &err));
            CHECK(bars_check(&longer, &err));
            CHECK(longer.count < bars.count && longer.count * 40 > bars.count);
            CHECK_NEAR(total(&longer, BARS_VOLUME), total(&bars, BARS_VOLUME), 0);
            for (size_t i = 0; i < bars.count; i++) {
                const int64_t end = calendar_bar_end(calendar, pairs[p].from, bars.time[i]);

                while (k < longer.count
                       && calendar_bar_end(calendar, pairs[p].to, longer.time[k]) < end) {
                    CHECK_NEAR(longer.column[BARS_HIGH][k], high, 0);
                    high = 0;
                    k++;
                }
                high = fmax(high, bars.column[BARS_HIGH][i]);
            }
            CHECK(k == longer.count - 1);
            CHECK_NEAR(longer.column[BARS_HIGH][k], high, 0);
        }
}

TEST(optional_columns_are_resampled_by_their_meaning)
{
    OWNED(bars_release) struct bars bars = {0}, longer = {0};
    struct error err;

    bars_append(&bars, 0, (double[]){ 1, 2, 0.5, 1, 10 });
    bars_append(&bars, HOUR, (double[]){ 1, 2, 0.5, 1, 30 });
    bars_append(&bars, 3 * HOUR, (double[]){ 1, 2, 0.5, 1, 0 });
    bars_add_column(&bars, BARS_WAP, 1);
    bars_add_column(&bars, BARS_TRADES, 4);
    bars_add_column(&bars, BARS_ADJUST, 0.5);
    bars.column[BARS_WAP][1] = 2;
    bars.column[BARS_ADJUST][1] = 0.75;
    CHECK(bars_resample(&bars, TIMEFRAME_1_HOUR, TIMEFRAME_2_HOURS, calendar_find("none"), &longer,
                        &err));
    CHECK(longer.count == 2);
    CHECK_NEAR(longer.column[BARS_WAP][0], 1.75, 0);
    CHECK_NEAR(longer.column[BARS_TRADES][0], 8, 0);
    CHECK_NEAR(longer.column[BARS_ADJUST][0], 0.75, 0);
    CHECK_NEAR(longer.column[BARS_WAP][1], 1, 0);
}

TEST(longer_bars_do_not_make_shorter_ones)
{
    OWNED(bars_release) struct bars bars = {0}, longer = {0};
    struct error err = {0};

    CHECK(!bars_resample(&bars, TIMEFRAME_1_DAY, TIMEFRAME_1_HOUR, calendar_find("none"), &longer,
                         &err));
    CHECK(!bars_resample(&bars, TIMEFRAME_1_HOUR, TIMEFRAME_1_WEEK, calendar_find("none"), &longer,
                         &err));
    CHECK_TEXT(err.text, "bars of 1h do not make bars of 1w");
    CHECK(bars_resample_source(TIMEFRAME_4_HOURS) == TIMEFRAME_1_HOUR);
    CHECK(bars_resample_source(TIMEFRAME_1_MONTH) == TIMEFRAME_1_DAY);
    CHECK(bars_resample_source(TIMEFRAME_5_MINUTES) == TIMEFRAME_5_MINUTES);
}
