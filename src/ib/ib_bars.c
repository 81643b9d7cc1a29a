#include "ib/ib_bars.h"

#include "base/mem.h"
#include "ib/gateway_request.h"
#include "ib/ib_instrument.h"
#include "ib/ib_plan.h"
#include "ib/ib_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ASKS_MOST = 10000, SEGMENTS_MOST = 100000 };

/* ---- what is asked for ---- */

static bool read_size(const struct wire_ib_ask *ask, const struct tws_bar_size **ret_size,
                      struct error *err)
{
    enum timeframe timeframe;

    if (!timeframe_parse(ask->timeframe, &timeframe, err))
        return false;
    if (timeframe == TIMEFRAME_2_HOURS || timeframe == TIMEFRAME_4_HOURS ||
        timeframe > TIMEFRAME_1_DAY) {
        error_set(err, ERROR_INVALID, "'%s' bars are not asked of ib", ask->timeframe);
        return error_suggest(err, "load %s: longer bars are built from them by the calendar",
                             timeframe > TIMEFRAME_1_DAY ? "1d" : "1h");
    }
    *ret_size = tws_bar_size_of(timeframe);
    return true;
}

static bool make_plan(const struct ib_source *source, const struct wire_ib_ask *ask,
                      const struct tws_bar_size *size, const char *what, struct ib_plan *ret_plan,
                      struct error *err)
{
    if (ask->end <= ask->start)
        return error_set(err, ERROR_INVALID, "end is not after start");
    return ib_plan_make(&(struct ib_plan_range){
        .size = size, .what = what, .from = ask->start, .until = ask->end,
        .now = gateway_utc_ms(ib_source_look(source)) / 1000,
    }, ret_plan, err);
}

static struct gateway_bars request_like(const struct ib_instrument *instrument,
                                        const struct wire_ib_ask *ask, int64_t deadline)
{
    return (struct gateway_bars){
        .contract = contract_named(&instrument->contract), .what = instrument->what,
        .use_rth = instrument->use_rth, .deadline = deadline,
        .lane = ask->lane == WIRE_IB_BACKFILL ? PACING_BACKFILL : PACING_PERSON,
    };
}

/* ---- the plan ---- */

struct planning {
    const struct ib_source *source;
    struct wire_ib_plan *plan;
    struct pacing_request *requests;    /* owned */
};

static void add_segment(struct planning *planning, int64_t ask, int64_t start, int64_t end,
                        const struct gateway_bars *request)
{
    struct wire_ib_plan *plan = planning->plan;
    const size_t n = plan->n_segments++;

    if (!(n & (n - 1))) {           /* room doubles */
        const size_t room = n ? 2 * n : 1;

        plan->segments = mem_resize(plan->segments, room * sizeof(*plan->segments));
        planning->requests = mem_resize(planning->requests, room * sizeof(*planning->requests));
    }
    plan->segments[n] = (struct wire_ib_segment){ ask, start, end };
    planning->requests[n] = gateway_request_pacing(request);
}

static bool plan_one(struct planning *planning, const struct wire_ib_ask *ask, size_t i,
                     struct error *err)
{
    OWNED(ib_instrument_release) struct ib_instrument instrument = {0};
    OWNED(ib_plan_release) struct ib_plan plan = {0};
    const struct tws_bar_size *size = NULL;
    struct gateway_bars like;

    if (!read_size(ask, &size, err) || !ib_instrument_presume(ask, &instrument, err) ||
        !make_plan(planning->source, ask, size, instrument.what, &plan, err))
        return false;
    if (planning->plan->n_segments + plan.n > SEGMENTS_MOST)
        return error_set(err, ERROR_TOO_LARGE, "that takes more than %d requests", SEGMENTS_MOST);
    like = request_like(&instrument, ask, 0);
    for (size_t k = 0; k < plan.n; k++) {
        const struct gateway_bars request = ib_plan_request(&plan, k, &like);
        const int64_t end = plan.rows[k].until < ask->end ? plan.rows[k].until : ask->end;

        add_segment(planning, (int64_t)i, plan.rows[k].from, end, &request);
    }
    return true;
}

bool ib_bars_plan(const struct ib_source *source, const struct wire_ib_plan_ask *asks,
                  struct wire_ib_plan *ret_plan, struct error *err)
{
    OWNED(wire_ib_plan_release) struct wire_ib_plan plan = {0};
    struct planning planning = { source, &plan, NULL };
    bool ok = asks->n_asks <= ASKS_MOST ||
              error_set(err, ERROR_TOO_LARGE, "more than %d asks at once", ASKS_MOST);

    for (size_t i = 0; ok && i < asks->n_asks; i++)
        ok = plan_one(&planning, &asks->asks[i], i, err);
    if (ok && plan.n_segments)
        plan.seconds = (gateway_estimate(ib_source_look(source), planning.requests,
                                         plan.n_segments) + 999) / 1000;
    free(planning.requests);
    if (!ok)
        return false;
    *ret_plan = plan;
    plan = (struct wire_ib_plan){0};
    return true;
}

/* ---- the bars ---- */

/* Requests overlap: a duration reaches back in whole units. What is told twice is told alike, or
 * the later request is right. */
static void add_bars(struct bars *bars, const struct bars *more, int64_t from, int64_t until)
{
    const size_t begin = bars_lower_bound(more, from), end = bars_lower_bound(more, until);

    if (begin >= end)
        return;
    if (!bars->count) {
        *bars = bars_copy(more, begin, end - begin);
        return;
    }
    bars_reserve(bars, bars->count + end - begin);
    for (size_t i = begin; i < end; i++) {
        const double value[BARS_REQUIRED] = {
            more->column[BARS_OPEN][i], more->column[BARS_HIGH][i], more->column[BARS_LOW][i],
            more->column[BARS_CLOSE][i], more->column[BARS_VOLUME][i],
        };

        bars_append(bars, more->time[i], value);
        bars->column[BARS_WAP][bars->count - 1] = more->column[BARS_WAP][i];
        bars->column[BARS_TRADES][bars->count - 1] = more->column[BARS_TRADES][i];
    }
}

static bool fetch_segments(struct ib_source *source, const struct ib_plan *plan,
                           const struct gateway_bars *like, int64_t end, struct bars *bars,
                           struct error *err)
{
    for (size_t i = 0; i < plan->n; i++) {
        const struct gateway_bars request = ib_plan_request(plan, i, like);
        const struct ib_plan_segment *row = &plan->rows[i];
        OWNED(bars_release) struct bars more = {0};

        if (!gateway_request_bars(ib_source_gateway(source), &request, &more, err))
            return false;
        add_bars(bars, &more, row->from, row->until < end ? row->until : end);
    }
    return true;
}

bool ib_bars_fetch(struct ib_source *source, const struct wire_ib_ask *ask, int64_t deadline,
                   struct bars *ret_bars, struct error *err)
{
    OWNED(ib_instrument_release) struct ib_instrument instrument = {0};
    OWNED(ib_plan_release) struct ib_plan plan = {0};
    OWNED(bars_release) struct bars bars = {0};
    const struct tws_bar_size *size = NULL;
    struct gateway_bars like;

    if (!read_size(ask, &size, err) ||
        !ib_instrument_of(source, ask, deadline, &instrument, err) ||
        !make_plan(source, ask, size, instrument.what, &plan, err))
        return false;
    like = request_like(&instrument, ask, deadline);
    if (!fetch_segments(source, &plan, &like, ask->end, &bars, err))
        return false;
    *ret_bars = bars;
    bars = (struct bars){0};
    return true;
}

/* ---- the sessions ---- */

static void add_sessions(struct wire_ib_schedule *to, const struct gateway_schedule *from,
                         int64_t start, int64_t end)
{
    snprintf(to->zone, sizeof(to->zone), "%s", from->zone);
    to->sessions = mem_resize(to->sessions,
                              (to->n_sessions + from->n + 1) * sizeof(*to->sessions));
    for (size_t i = 0; i < from->n; i++)
        if (from->rows[i].date >= start && from->rows[i].date < end)
            to->sessions[to->n_sessions++] = (struct wire_ib_session){
                from->rows[i].date, from->rows[i].open, from->rows[i].close };
}

static bool fetch_schedule(struct ib_source *source, const struct ib_plan *plan,
                           const struct gateway_bars *like, int64_t end,
                           struct wire_ib_schedule *schedule, struct error *err)
{
    for (size_t i = 0; i < plan->n; i++) {
        const struct gateway_bars request = ib_plan_request(plan, i, like);
        const struct ib_plan_segment *row = &plan->rows[i];
        OWNED(gateway_request_release_schedule) struct gateway_schedule part = {0};

        if (!gateway_request_schedule(ib_source_gateway(source), &request, &part, err))
            return false;
        add_sessions(schedule, &part, row->from, row->until < end ? row->until : end);
    }
    return true;
}

bool ib_bars_schedule(struct ib_source *source, const struct wire_ib_ask *ask, int64_t deadline,
                      struct wire_ib_schedule *ret_schedule, struct error *err)
{
    OWNED(ib_instrument_release) struct ib_instrument instrument = {0};
    OWNED(wire_ib_schedule_release) struct wire_ib_schedule schedule = {0};
    OWNED(ib_plan_release) struct ib_plan plan = {0};
    struct gateway_bars like;

    if (!ib_instrument_of(source, ask, deadline, &instrument, err) ||
        !make_plan(source, ask, tws_bar_size_of(TIMEFRAME_1_DAY), "SCHEDULE", &plan, err))
        return false;
    like = request_like(&instrument, ask, deadline);
    like.what = "SCHEDULE";
    if (!fetch_schedule(source, &plan, &like, ask->end, &schedule, err))
        return false;
    *ret_schedule = schedule;
    schedule = (struct wire_ib_schedule){0};
    return true;
}
