#include "domain/calendar_schedule.h"

#include "base/date.h"
#include "domain/calendar.h"
#include "test.h"

enum { HOUR = 3600 };

static bool make(const char *base, const struct calendar_schedule_row *rows, size_t count,
                 struct calendar_schedule **ret, struct error *err)
{
    const struct calendar_schedule_list list = { date_of(2024, 3, 4), date_of(2024, 3, 9), rows,
                                                 count };

    return calendar_schedule_new(calendar_find(base), &list, ret, err);
}

static struct calendar_schedule *schedule_of(const char *base,
                                             const struct calendar_schedule_row *rows,
                                             size_t count)
{
    struct calendar_schedule *schedule = NULL;
    struct error err;

    CHECK(make(base, rows, count, &schedule, &err));
    return schedule;
}

TEST(a_schedule_takes_the_place_of_the_rules_for_its_dates)
{
    const int64_t monday = date_of(2024, 3, 4);
    const struct calendar_schedule_row rows[] = {
        { monday, monday + 14 * HOUR + 1800, monday + 21 * HOUR },
        { monday + DATE_DAY, monday + DATE_DAY + 16 * HOUR, monday + DATE_DAY + 18 * HOUR },
    };
    struct calendar_schedule *schedule = schedule_of("nyse", rows, COUNT(rows));
    struct calendar *calendar = calendar_new(calendar_find("nyse"), schedule);
    struct calendar_session session = {0};

    CHECK_TEXT(calendar_name(calendar), "nyse");
    CHECK(calendar_session_on(calendar, monday, &session) && session.usual_close == session.close);
    CHECK(calendar_session_on(calendar, monday + DATE_DAY, &session));
    CHECK(session.open == rows[1].open && session.close == rows[1].close);
    CHECK(session.usual_open == monday + DATE_DAY + 14 * HOUR + 1800);
    CHECK(session.usual_close == monday + DATE_DAY + 21 * HOUR);
    CHECK(!calendar_session_on(calendar, monday + 2 * DATE_DAY, &session));
    CHECK_TEXT(calendar_holiday(calendar, monday + 2 * DATE_DAY), "closed by the exchange's schedule");
    CHECK(!calendar_holiday(calendar, monday));
    CHECK(calendar_session_on(calendar, monday + 7 * DATE_DAY, &session));      /* by rule again */
    CHECK(session.open == monday + 7 * DATE_DAY + 13 * HOUR + 1800);
    CHECK(calendar_bar_end(calendar, TIMEFRAME_1_DAY, monday + DATE_DAY) == rows[1].close);
    CHECK(calendar_bar_end(calendar, TIMEFRAME_1_WEEK, monday) == rows[1].close);
    calendar_free(calendar);
    calendar_schedule_free(schedule);
}

TEST(rows_of_one_date_are_a_session_with_pauses)
{
    const int64_t monday = date_of(2024, 3, 4), tuesday = monday + DATE_DAY;
    const struct calendar_schedule_row rows[] = {
        { tuesday, monday - HOUR, monday + 18 * HOUR },
        { tuesday, monday + 23 * HOUR, tuesday + 22 * HOUR },
    };
    struct calendar_schedule *schedule = schedule_of("cme", rows, COUNT(rows));
    struct calendar *calendar = calendar_new(calendar_find("cme"), schedule);
    struct calendar_session session = {0};

    CHECK(calendar_session_on(calendar, tuesday, &session) && session.n_pauses == 1);
    CHECK(session.open == rows[0].open && session.close == rows[1].close);
    CHECK(!calendar_session_of(calendar, monday + 18 * HOUR, &session));
    CHECK(calendar_session_of(calendar, monday + 23 * HOUR, &session) && session.date == tuesday);
    CHECK(calendar_bar_end(calendar, TIMEFRAME_4_HOURS, monday + 15 * HOUR) == monday + 18 * HOUR);
    calendar_free(calendar);
    calendar_schedule_free(schedule);
}

TEST(a_schedule_out_of_order_is_refused)
{
    const int64_t monday = date_of(2024, 3, 4);
    const struct calendar_schedule_row bad[][2] = {
        { { monday, monday + 5, monday + 9 }, { monday, monday + 8, monday + 12 } },
        { { monday + DATE_DAY, monday + 5, monday + 9 }, { monday, monday + 10, monday + 12 } },
        { { monday, monday + 5, monday + 5 }, { monday, monday + 8, monday + 12 } },
        { { monday, monday + 5, monday + 6 }, { monday + 5 * DATE_DAY, monday + 8, monday + 12 } },
        { { monday + 1, monday + 5, monday + 6 }, { monday + 2, monday + 8, monday + 12 } },
    };
    struct calendar_schedule_row many[CALENDAR_PAUSES + 2];
    struct calendar_schedule *schedule = NULL;
    struct error err = {0};

    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!make("nyse", bad[i], 2, &schedule, &err) && err.code == ERROR_BAD_DATA);
    for (int i = 0; i < (int)COUNT(many); i++)
        many[i] = (struct calendar_schedule_row){ monday, monday + 10 * i, monday + 10 * i + 5 };
    CHECK(!make("nyse", many, COUNT(many), &schedule, &err));
    CHECK(make("nyse", many, COUNT(many) - 1, &schedule, &err));
    calendar_schedule_free(schedule);
}
