#include "ibsim/sim_range.h"

#include "base/date.h"
#include "base/zone.h"
#include "domain/calendar.h"
#include "ib/tws_time.h"
#include "ibsim/sim_error.h"
#include "ibsim/sim_hours.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_what.h"

#include <stdio.h>
#include <string.h>

enum { HOUR = 3600, WEEK = 7 * DATE_DAY };

static bool refuse(struct sim_request *request, int64_t code, const char *text)
{
    sim_request_refuse(request, code, text);
    return false;
}

bool sim_range_time(const char *text, int64_t *ret_time, bool *ret_is_zoneless)
{
    struct tws_time time;
    struct error ignored;

    if (!tws_time_read(text, &time, &ignored) || time.form == TWS_TIME_EPOCH ||
        time.form == TWS_TIME_DATE ||
        (time.form == TWS_TIME_ZONED && !strncmp(time.zone, "GMT", 3)))
        return false;
    *ret_is_zoneless = time.form == TWS_TIME_NAIVE;
    return tws_time_instant(&time, zone_builtin("US/Eastern"), ret_time, &ignored);
}

static bool read_size(struct sim_request *request, struct sim_range *range)
{
    char text[400];
    size_t n;

    range->size = tws_bar_size_find(request->message.history_request.bar_size);
    if (range->size)
        return true;
    n = (size_t)snprintf(text, sizeof(text), "Error validating request.-'bQ' : cause - Historical "
                         "data bar size setting is invalid. Legal ones are: ");
    for (size_t i = 0; tws_bar_size_at(i) && n < sizeof(text); i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s", i ? ", " : "",
                              tws_bar_size_at(i)->name);
    return refuse(request, 321, text);
}

static bool is_long_in_days(const char *text)
{
    long long days;
    char unit;

    return sscanf(text, "%lld %c", &days, &unit) == 2 && unit == 'D' && days > 365;
}

static bool read_duration(struct sim_request *request, struct sim_range *range)
{
    const char *text = request->message.history_request.duration;
    struct error ignored;
    char step[120];

    if (is_long_in_days(text))
        return refuse(request, 321, "Error validating request.-'bQ' : cause - Historical data "
                      "requests for durations longer than 365 days must be made in years.");
    if (!tws_duration_parse(text, &range->duration, &ignored))
        return refuse(request, 321, "Error validating request.-'bQ' : cause - Historical data "
                      "query duration is invalid");
    if (tws_bar_size_check(range->size, &range->duration, &ignored))
        return true;
    snprintf(step, sizeof(step), SIM_ERROR_HISTORY "invalid step: %lld",
             (long long)range->size->seconds);
    return refuse(request, 162, step);
}

static bool read_what(struct sim_request *request, struct sim_range *range)
{
    const struct tws_history_request *asked = &request->message.history_request;
    char text[160];

    range->what = sim_what_find(asked->what);
    if (!range->what || (!strcmp(asked->what, "SCHEDULE") && request->session->version < 165)) {
        snprintf(text, sizeof(text), "Error validating request.-'bQ' : cause - Historical data "
                 "type setting '%.40s' is invalid", asked->what);
        return refuse(request, 321, text);
    }
    if (!strcmp(asked->what, "SCHEDULE") && range->size->seconds != DATE_DAY)
        return refuse(request, 10295, NULL);
    if (!strcmp(asked->what, "TRADES") && !strcmp(request->message.contract.sec_type, "CRYPTO"))
        return refuse(request, 10299, NULL);
    if (range->what->needs_now && *asked->end)
        return refuse(request, 10339, "Setting end date/time for ADJUSTED_LAST is not allowed.");
    if (!strcmp(request->message.contract.sec_type, "CONTFUT") && *asked->end)
        return refuse(request, 10339, NULL);
    return true;
}

static bool read_end(struct sim_request *request, struct sim_range *range)
{
    const struct tws_history_request *asked = &request->message.history_request;
    const int64_t now = sim_now_ms(request->session->sim) / 1000;

    range->end = now;
    if (*asked->end && asked->keep_up_to_date)
        return refuse(request, 321, "Error validating request.-'bQ' : cause - End Date/Time is "
                      "not supported when keep up to date is set");
    if (*asked->end && !sim_range_time(asked->end, &range->end, &range->is_zoneless))
        return refuse(request, 10314, NULL);
    if (range->end > now)
        range->end = now;
    return true;
}

bool sim_range_read(struct sim_request *request, struct sim_range *ret_range)
{
    const int64_t format = request->message.history_request.format_date;
    char text[160];

    *ret_range = (struct sim_range){0};
    if (format != 1 && format != 2) {
        snprintf(text, sizeof(text), "Error validating request.-'bQ' : cause - Date formatting "
                 "selection of %lld rejected", (long long)format);
        return refuse(request, 321, text);
    }
    return read_size(request, ret_range) && read_duration(request, ret_range) &&
           read_what(request, ret_range) && read_end(request, ret_range);
}

/* ---- how far back ---- */

static int64_t months_before(int64_t time, int64_t months)
{
    struct date d = date_civil(time);
    int64_t n = d.year * 12 + d.month - 1 - months;

    d.year = n / 12;
    d.month = (int)(n % 12) + 1;
    if (d.day > date_month_length(d.year, d.month))
        d.day = date_month_length(d.year, d.month);
    return date_seconds(&d);
}

/* Weeks, months and years by the calendar; days are sessions, and see below. */
static int64_t back(int64_t time, const struct tws_duration *duration)
{
    switch (duration->unit) {
    case TWS_SECONDS: return time - duration->count;
    case TWS_WEEKS:   return time - duration->count * WEEK;
    case TWS_MONTHS:  return months_before(time, duration->count);
    case TWS_YEARS:   return months_before(time, duration->count * 12);
    default:          return time;
    }
}

static int64_t opens_at(const struct calendar *calendar, int64_t date)
{
    struct calendar_session session;

    return calendar_session_on(calendar, date, &session) ? session.open : date;
}

void sim_range_settle(const struct sim_request *request, struct sim_range *range)
{
    const struct calendar *hours = range->size->seconds < DATE_DAY ? request->instrument->hours
                                                                   : request->instrument->regular;

    range->until = range->end;
    range->last = sim_hours_last(hours, range->end);
    if (range->duration.unit == TWS_DAYS) {
        range->first = sim_hours_back(hours, range->last, range->duration.count - 1);
        range->from = opens_at(hours, range->first);
        if (range->size->seconds <= HOUR)       /* files of currencies have whole hours */
            range->from -= range->from % range->size->seconds;
        return;
    }
    range->from = back(range->end, &range->duration);
    range->first = back(range->last, &range->duration) + (range->duration.unit != TWS_SECONDS
                                                          ? DATE_DAY : 0);
}
