#include "domain/span.h"

#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const units[SPAN_UNITS] = { "d", "w", "mo", "y" };
static const int64_t most[SPAN_UNITS] = { SPAN_MOST_YEARS * 366, SPAN_MOST_YEARS * 53,
                                          SPAN_MOST_YEARS * 12, SPAN_MOST_YEARS };

static bool refuse(const char *text, const char *what, struct error *err)
{
    error_set(err, ERROR_INVALID, "%s '%.40s' is no length of time", what, text);
    return error_suggest(err, "5y, 18mo, 26w or 90d; 100 years at most");
}

bool span_parse(const char *text, const char *what, struct span *ret_span, struct error *err)
{
    const size_t digits = strspn(text, "0123456789");
    const int64_t count = digits && digits < 7 ? strtoll(text, NULL, 10) : 0;

    for (int unit = 0; unit < SPAN_UNITS; unit++)
        if (!strcmp(text + digits, units[unit]) && count > 0 && count <= most[unit]) {
            *ret_span = (struct span){ count, (enum span_unit)unit };
            return true;
        }
    return refuse(text, what, err);
}

void span_print(const struct span *span, char ret_text[SPAN_TEXT])
{
    snprintf(ret_text, SPAN_TEXT, "%lld%s", (long long)span->count, units[span->unit]);
}

static int64_t add_months(int64_t day, int64_t months)
{
    const struct date date = date_civil(day);
    const int64_t all = date.year * 12 + date.month - 1 + months;
    const int64_t year = all >= 0 ? all / 12 : (all - 11) / 12;
    const int month = (int)(all - year * 12) + 1;
    const int last = date_month_length(year, month);

    return date_of(year, month, date.day < last ? date.day : last);
}

int64_t span_after(const struct span *span, int64_t day, int64_t times)
{
    const int64_t n = span->count * times;

    switch (span->unit) {
    case SPAN_DAYS:   return day + n * DATE_DAY;
    case SPAN_WEEKS:  return day + n * 7 * DATE_DAY;
    case SPAN_MONTHS: return add_months(day, n);
    case SPAN_YEARS: case SPAN_UNITS:
        break;
    }
    return add_months(day, n * 12);
}
