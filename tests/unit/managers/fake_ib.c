#include "fake_ib.h"

#include "async/timer.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fake_ib fake;

static int64_t head(void)
{
    return date_of(2020, 1, 2);
}

bool adapt_ib_resolve(struct adapt_ib *ib, const struct wire_ib_query *query, int64_t deadline,
                      struct wire_ib_contract *ret_contract,
                      struct wire_ib_contracts *ret_candidates, struct error *err)
{
    (void)ib, (void)deadline, (void)ret_candidates;
    if (strcmp(query->symbol, "AAA") != 0)
        return error_set(err, ERROR_NOT_FOUND, "ib knows no '%s'", query->symbol);
    wire_clear(wire_ib_contract_fields, ret_contract);
    ret_contract->contract_id = 77;
    snprintf(ret_contract->symbol, sizeof(ret_contract->symbol), "AAA");
    snprintf(ret_contract->instrument_type, sizeof(ret_contract->instrument_type), "STK");
    snprintf(ret_contract->exchange, sizeof(ret_contract->exchange), "SMART");
    snprintf(ret_contract->currency, sizeof(ret_contract->currency), "USD");
    snprintf(ret_contract->zone, sizeof(ret_contract->zone), "%s",
             fake.zone ? fake.zone : "US/Eastern");
    return true;
}

struct wire_ib_ask adapt_ib_ask(const struct wire_ib_contract *contract)
{
    struct wire_ib_ask ask;

    wire_clear(wire_ib_ask_fields, &ask);
    ask.contract_id = contract->contract_id;
    snprintf(ask.what_to_show, sizeof(ask.what_to_show), "TRADES");
    ask.rth = true;
    return ask;
}

bool adapt_ib_head(struct adapt_ib *ib, const struct wire_ib_ask *ask, int64_t deadline,
                   int64_t *ret_first, struct error *err)
{
    (void)ib, (void)ask, (void)deadline, (void)err;
    *ret_first = head();
    return true;
}

static void add_segment(struct wire_ib_plan *plan, size_t ask, int64_t start, int64_t end)
{
    plan->segments = mem_resize(plan->segments, (plan->n_segments + 1) * sizeof(*plan->segments));
    plan->segments[plan->n_segments++] = (struct wire_ib_segment){ (int64_t)ask, start, end };
}

bool adapt_ib_plan(struct adapt_ib *ib, const struct wire_ib_plan_ask *asks, int64_t deadline,
                   struct wire_ib_plan *ret_plan, struct error *err)
{
    const int64_t step = FAKE_IB_SEGMENT_DAYS * (int64_t)DATE_DAY;

    (void)ib, (void)deadline, (void)err;
    *ret_plan = (struct wire_ib_plan){0};
    for (size_t i = 0; i < asks->n_asks; i++)
        for (int64_t at = asks->asks[i].start; at < asks->asks[i].end; at += step)
            add_segment(ret_plan, i, at,
                        at + step < asks->asks[i].end ? at + step : asks->asks[i].end);
    ret_plan->seconds = (int64_t)ret_plan->n_segments;
    return true;
}

static void add_bar(const struct wire_ib_ask *ask, int64_t date, struct bars *bars)
{
    double close = (100 + (double)(date / DATE_DAY % 50)) * (fake.factor > 0 ? fake.factor : 1);

    if (date == fake.differs_at)
        close += 1;
    if (!strcmp(ask->what_to_show, "ADJUSTED_LAST") && date < fake.dividend_at)
        close *= 0.9;
    bars_append(bars, date, (const double[]){ close, close * 1.02, close * 0.98, close, 1000 });
}

/* The last one may be unfinished, as at IB. */
static void give(const struct wire_ib_ask *ask, struct bars *bars)
{
    const struct calendar *calendar = calendar_find("nyse");
    int64_t date = ask->start < head() ? head() : ask->start;

    for (;; date += DATE_DAY) {
        const struct calendar_session session = calendar_session_from(calendar, date);

        date = session.date;
        if (date >= ask->end || session.open > fake.now)
            return;
        if (date < fake.lacks_from || date >= fake.lacks_until)
            add_bar(ask, date, bars);
    }
}

bool adapt_ib_bars(struct adapt_ib *ib, const struct wire_ib_ask *ask, int64_t deadline,
                   struct bars *ret_bars, struct error *err)
{
    bool ok;

    (void)ib;
    if (fake.n_asks < FAKE_IB_ASKS)
        fake.asks[fake.n_asks++] = *ask;
    fake.at_once++;
    fake.at_once_most = fake.at_once > fake.at_once_most ? fake.at_once : fake.at_once_most;
    ok = timer_sleep(10, deadline, err);
    fake.at_once--;
    if (!ok)
        return false;
    if (fake.fails_with && ask->start == fake.fails_at)
        return error_set(err, fake.fails_with, "as it was told");
    *ret_bars = (struct bars){0};
    give(ask, ret_bars);
    return true;
}

bool adapt_ib_schedule(struct adapt_ib *ib, const struct wire_ib_ask *ask, int64_t deadline,
                       struct wire_ib_schedule *ret_schedule, struct error *err)
{
    const struct calendar *calendar = calendar_find("nyse");
    struct calendar_session session = calendar_session_from(calendar, ask->start);

    (void)ib, (void)deadline, (void)err;
    fake.is_asleep = false;
    if (fake.n_schedules < COUNT(fake.schedules))
        fake.schedules[fake.n_schedules++] = *ask;
    wire_clear(wire_ib_schedule_fields, ret_schedule);
    ret_schedule->sessions = mem_alloc((size_t)((ask->end - ask->start) / DATE_DAY + 1) *
                                       sizeof(*ret_schedule->sessions));
    while (session.date < ask->end) {
        ret_schedule->sessions[ret_schedule->n_sessions++] = (struct wire_ib_session){
            session.date, session.open, session.close };
        session = calendar_session_from(calendar, session.date + DATE_DAY);
    }
    return true;
}

bool adapt_ib_status(struct adapt_ib *ib, int64_t deadline, struct wire_ib_status *ret_status,
                     struct error *err)
{
    (void)ib, (void)deadline, (void)err;
    wire_clear(wire_ib_status_fields, ret_status);
    snprintf(ret_status->gateway.state, sizeof(ret_status->gateway.state), "%s",
             fake.is_asleep ? "closed" : "ready");
    ret_status->gateway.clock_skew_seconds = (double)(fake.now - date_now_ms() / 1000);
    return true;
}
