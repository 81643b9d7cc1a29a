#include "managers/load_series.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/bars_resample.h"
#include "domain/calendar.h"
#include "domain/calendar_schedule.h"
#include "managers/load_job.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLOCK_DAYS = 7, SCHEDULE_DAYS = 364 };     /* IB's for a year is one request */

/* ---- which instrument ---- */

static bool resolve(struct load_job *job, struct wire_ib_contract *ret_contract,
                    struct error *err)
{
    const struct wire_load_request *wanted = &job->wanted;
    struct wire_ib_query query;

    wire_clear(wire_ib_query_fields, &query);
    snprintf(query.symbol, sizeof(query.symbol), "%s", wanted->symbols[0]);
    query.contract_id = wanted->contract_id;
    snprintf(query.instrument_type, sizeof(query.instrument_type), "%s", wanted->instrument_type);
    snprintf(query.exchange, sizeof(query.exchange), "%s", wanted->exchange);
    snprintf(query.currency, sizeof(query.currency), "%s", wanted->currency);
    return adapt_ib_resolve(job->ib, &query, load_job_deadline(), ret_contract, NULL, err);
}

static void fill_ask(struct load_job *job, const struct wire_ib_contract *contract)
{
    const struct wire_load_request *wanted = &job->wanted;
    struct wire_ib_ask *ask = &job->ask;

    *ask = adapt_ib_ask(contract);
    snprintf(ask->timeframe, sizeof(ask->timeframe), "%s",
             timeframe_name(job->series.timeframe));
    if (wanted->what_to_show[0])
        snprintf(ask->what_to_show, sizeof(ask->what_to_show), "%s", wanted->what_to_show);
    if (wanted->rth || wanted->all_hours) {
        ask->rth = wanted->rth;
        ask->all_hours = wanted->all_hours;
    }
    ask->lane = WIRE_IB_BACKFILL;
}

/* ---- which calendar ---- */

static const char *const new_york[] = { "US/Eastern", "America/New_York", "EST5EDT", NULL };
static const char *const chicago[] = { "US/Central", "America/Chicago", "CST6CDT", NULL };

static bool is_one_of(const char *zone, const char *const *names)
{
    for (; *names; names++)
        if (!strncmp(zone, *names, strlen(*names)))
            return true;
    return false;
}

/* By rule, where there is a rule; "none" elsewhere. Indices keep the hours of New York, whichever
 * clock IB names for them. */
static const char *choose_calendar(const struct wire_ib_contract *contract,
                                   enum series_hours hours)
{
    const char *type = contract->instrument_type;
    const bool is_american = is_one_of(contract->zone, new_york) ||
                             is_one_of(contract->zone, chicago);

    if (!strcmp(type, "CASH"))
        return "idealpro";
    if (!strcmp(type, "CRYPTO"))
        return "crypto";
    if (!strcmp(type, "FUT"))
        return is_one_of(contract->zone, chicago) ? "cme" : "none";
    if (!is_american)
        return "none";
    return !strcmp(type, "STK") && hours == SERIES_ALL_HOURS ? "nyse_all" : "nyse";
}

static void fill_series(struct load_job *job, const struct wire_ib_contract *contract)
{
    struct series *series = &job->series;

    series->contract = contract->contract_id;
    snprintf(series->what, sizeof(series->what), "%s", job->ask.what_to_show);
    series->hours = job->ask.rth ? SERIES_RTH : SERIES_ALL_HOURS;
    snprintf(series->calendar, sizeof(series->calendar), "%s",
             choose_calendar(contract, series->hours));
    snprintf(series->type, sizeof(series->type), "%.7s", contract->instrument_type);
    snprintf(series->currency, sizeof(series->currency), "%.3s", contract->currency);
    job->calendar = calendar_find(series->calendar);
}

static void fill_result(struct load_job *job, const struct wire_ib_contract *contract)
{
    struct wire_load_result *result = &job->result;
    const struct series *series = &job->series;

    result->contract_id = contract->contract_id;
    snprintf(result->instrument_type, sizeof(result->instrument_type), "%s",
             contract->instrument_type);
    snprintf(result->exchange, sizeof(result->exchange), "%s",
             contract->primary_exchange[0] ? contract->primary_exchange : contract->exchange);
    snprintf(result->currency, sizeof(result->currency), "%s", contract->currency);
    snprintf(result->name, sizeof(result->name), "%s", contract->name);
    snprintf(result->what_to_show, sizeof(result->what_to_show), "%s", series->what);
    snprintf(result->hours, sizeof(result->hours), "%s", series_hours_name(series->hours));
    snprintf(result->calendar, sizeof(result->calendar), "%s", series->calendar);
}

/* ---- the source's own sessions, and its clock ---- */

static bool use_schedule(struct load_job *job, const struct wire_ib_schedule *from,
                         int64_t start, int64_t end, struct error *err)
{
    struct calendar_schedule_row *rows = mem_alloc(from->n_sessions * sizeof(*rows));
    struct calendar_schedule_list list = { start, end, rows, 0 };
    bool ok;

    for (size_t i = 0; i < from->n_sessions; i++)
        if (from->sessions[i].close > from->sessions[i].open)
            rows[list.count++] = (struct calendar_schedule_row){
                from->sessions[i].date, from->sessions[i].open, from->sessions[i].close };
    ok = calendar_schedule_new(job->calendar, &list, &job->schedule, err);
    free(rows);
    if (!ok)
        return false;
    job->own_calendar = calendar_new(job->calendar, job->schedule);
    job->calendar = job->own_calendar;
    return true;
}

/* Sessions of the days up to today; none where the source lists none for such an instrument. */
static bool ask_schedule(const struct load_job *job, int64_t days, struct wire_ib_ask *ret_ask,
                         struct wire_ib_schedule *ret_schedule, struct error *err)
{
    *ret_ask = job->ask;
    ret_ask->end = date_midnight(job->now) + DATE_DAY;
    ret_ask->start = ret_ask->end - days * DATE_DAY;
    if (adapt_ib_schedule(job->ib, ret_ask, load_job_deadline(), ret_schedule, err))
        return true;
    *ret_schedule = (struct wire_ib_schedule){0};
    return err->code == ERROR_NOT_FOUND || err->code == ERROR_INVALID;
}

static bool find_schedule(struct load_job *job, struct error *err)
{
    OWNED(wire_ib_schedule_release) struct wire_ib_schedule schedule = {0};
    struct wire_ib_ask ask;

    return ask_schedule(job, SCHEDULE_DAYS, &ask, &schedule, err) &&
           (!schedule.n_sessions || use_schedule(job, &schedule, ask.start, ask.end, err));
}

/* The source's clock, not this machine's, says which bars are finished. False: not known yet. */
static bool read_clock(struct load_job *job, struct error *err)
{
    struct wire_ib_status status;

    job->now = date_now_ms() / 1000;
    if (!adapt_ib_status(job->ib, load_job_deadline(), &status, err))
        return false;
    const double skew = status.gateway.clock_skew_seconds;
    const bool is_known = !strcmp(status.gateway.state, "ready") && isfinite(skew);

    wire_ib_status_release(&status);
    if (is_known)
        job->now += (int64_t)skew;
    return is_known || error_set(err, ERROR_UNAVAILABLE, "the gateway has not told its time");
}

/* Whoever was resolved from memory has asked the gateway nothing yet: a schedule does. What it says
 * is of no use, as its days were those of another clock. */
static bool find_clock(struct load_job *job, struct error *err)
{
    OWNED(wire_ib_schedule_release) struct wire_ib_schedule unread = {0};
    struct error why = {0};
    struct wire_ib_ask ask;

    if (read_clock(job, &why))
        return true;
    return ask_schedule(job, CLOCK_DAYS, &ask, &unread, err) && read_clock(job, err);
}

/* ---- all of it ---- */

bool load_series_find(struct load_job *job, struct error *err)
{
    struct wire_ib_contract contract;
    enum timeframe wanted;
    char symbol[WIRE_IB_SYMBOL];

    snprintf(symbol, sizeof(symbol), "%s", job->wanted.symbols[0]);
    symbol[strcspn(symbol, "@")] = '\0';
    if (!series_parse_symbol(symbol, job->series.symbol, err) ||
        !timeframe_parse(job->wanted.timeframe, &wanted, err))
        return false;
    job->series.timeframe = bars_resample_source(wanted);
    if (job->series.timeframe != wanted)
        load_job_note(job, "%s bars are made of %s bars: those were loaded", timeframe_name(wanted),
                      timeframe_name(job->series.timeframe));
    load_job_tell(job, "resolving", 0);
    if (!resolve(job, &contract, err))
        return false;
    fill_ask(job, &contract);
    fill_series(job, &contract);
    fill_result(job, &contract);
    wire_ib_contract_release(&contract);
    if (!find_clock(job, err))
        return false;
    return calendar_has_sessions(job->calendar) || find_schedule(job, err);
}
