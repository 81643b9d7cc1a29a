/* Every session of 51 years, over all changes of the clocks, against tools/oracle_calendar.py. */
#include "base/date.h"
#include "domain/calendar.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 2 + 2 * CALENDAR_PAUSES };

struct want {
    char name[16];
    int64_t date;
    size_t n;               /* 0: no session */
    int64_t hours[MOST];    /* open, close, then pauses; from the date */
};

static FILE *golden;
static struct want next_line;       /* name "" at the end */

static void read_next(void)
{
    char line[300], day[32], *at;
    struct error err;
    int used = 0;

    next_line = (struct want){0};
    if (!fgets(line, sizeof(line), golden))
        return;
    CHECK(sscanf(line, "%15s %31s%n", next_line.name, day, &used) == 2);
    CHECK(date_parse_day(day, &next_line.date, &err));
    for (at = line + used; next_line.n < MOST; next_line.n++) {
        char *end;
        const int64_t value = strtoll(at, &end, 10);

        if (end == at)
            break;
        next_line.hours[next_line.n] = value;
        at = end;
    }
}

static size_t hours_of(const struct calendar_session *session, int64_t ret_hours[MOST])
{
    size_t n = 0;

    ret_hours[n++] = session->open - session->date;
    ret_hours[n++] = session->close - session->date;
    for (size_t i = 0; i < session->n_pauses; i++) {
        ret_hours[n++] = session->pauses[i].from - session->date;
        ret_hours[n++] = session->pauses[i].until - session->date;
    }
    return n;
}

static bool is_as_wanted(const struct calendar *calendar, int64_t date, const struct want *want)
{
    struct calendar_session session;
    int64_t hours[MOST];

    if (!calendar_session_on(calendar, date, &session))
        return want->n == 0 && calendar_holiday(calendar, date);
    return hours_of(&session, hours) == want->n && !calendar_holiday(calendar, date)
        && !memcmp(hours, want->hours, want->n * sizeof(*hours));
}

/* Returns how many days differ; says the first. */
static size_t compare(const char *name)
{
    const struct calendar *calendar = calendar_find(name);
    struct want usual = {0}, closed = {0};
    size_t n_wrong = 0;

    for (int64_t day = date_of(1990, 1, 1); day < date_of(2041, 1, 1); day += DATE_DAY) {
        const struct want *want = &usual;
        char text[DATE_TEXT];

        if (!strcmp(next_line.name, name) && next_line.date == day) {
            if (next_line.n)
                usual = next_line;
            else
                want = &closed;
            read_next();
        }
        if (date_weekday(day) == 0 || date_weekday(day) == 6)
            continue;
        date_print_day(day, text);
        if (!is_as_wanted(calendar, day, want) && !n_wrong++)
            printf("%s: the first other day is %s\n", name, text);
    }
    return n_wrong;
}

TEST(every_session_from_1990_to_2040_is_as_another_program_has_it)
{
    static const char *const names[] = { "nyse", "nyse_all", "fx", "idealpro", "cme" };

    golden = fopen(test_path("golden/calendar.txt"), "r");
    CHECK(golden != NULL);
    if (!golden)
        return;
    read_next();
    for (size_t i = 0; i < COUNT(names); i++)
        CHECK(compare(names[i]) == 0);
    CHECK(!next_line.name[0]);      /* all lines were asked for */
    fclose(golden);
}
