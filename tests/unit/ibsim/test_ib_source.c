/* What is asked of a gateway through ib_source.h, against the simulated one, on a virtual clock. */
#include "ib/ib_source.h"

#include "async/loop.h"
#include "async/scope.h"
#include "async/timer.h"
#include "base/date.h"
#include "ib/ib_bars.h"
#include "ib/ib_instrument.h"
#include "ib/ib_state.h"
#include "ib_peer.h"
#include "log/log.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static const int64_t june = 1717200000;     /* 2024-06-01T00:00:00Z */

struct meeting {
    struct ib_peer_play *play;
    struct ib_source *source;
    const char *data_dir;
};

static bool (*act)(struct meeting *meeting, struct error *err);

static bool open_source(struct meeting *meeting, const char *host, struct ib_source **ret_source,
                        struct error *err)
{
    return ib_source_open(meeting->play->loop, &(struct ib_source_settings){
        .data_dir = meeting->data_dir, .host = host, .port = 4002, .client_id = 5,
        .maintenance = "", .dial = ib_peer_dial, .dial_arg = meeting->play, .wall = ib_peer_wall,
        .wall_arg = meeting->play, .seed = 1,
    }, ret_source, err);
}

static bool meet(struct ib_peer_play *play, struct error *err)
{
    struct meeting meeting = { play, NULL, test_folder() };
    bool ok;

    log_start("test", LOG_ERROR, LOG_TEXT);
    if (!open_source(&meeting, "LocalHost", &meeting.source, err))
        return false;
    ok = act(&meeting, err);
    ib_source_stop(meeting.source, loop_now(play->loop) + 10000);
    ib_source_free(meeting.source);
    return ok;
}

static void run(bool (*fn)(struct meeting *, struct error *))
{
    const struct sim_settings settings = sim_usual_settings();

    act = fn;
    ib_peer_run(&settings, meet);
}

static struct wire_ib_ask ask_for(const char *symbol, const char *timeframe, int64_t start,
                                  int64_t end)
{
    struct wire_ib_ask ask;

    wire_clear(wire_ib_ask_fields, &ask);
    snprintf(ask.symbol, sizeof(ask.symbol), "%s", symbol);
    snprintf(ask.timeframe, sizeof(ask.timeframe), "%s", timeframe);
    ask.start = start;
    ask.end = end;
    return ask;
}

/* ---- the folder and the first connect ---- */

static bool look_then_ask(struct meeting *meeting, struct error *err)
{
    const struct wire_ib_ask ask = ask_for("AAA", "1d", june - 9 * DATE_DAY, june);
    OWNED(wire_ib_status_release) struct wire_ib_status before = {0};
    OWNED(wire_ib_status_release) struct wire_ib_status after = {0};
    OWNED(bars_release) struct bars bars = {0};

    ib_state_fill(meeting->source, &before);
    CHECK_TEXT(before.gateway.host, "127.0.0.1");
    CHECK_TEXT(before.gateway.state, "closed");
    CHECK(before.status == WIRE_HEALTH_OK && *before.reason);
    CHECK(!sim_count(meeting->play->sim)->connects);
    if (!ib_bars_fetch(meeting->source, &ask, 0, &bars, err))
        return false;
    ib_state_fill(meeting->source, &after);
    CHECK_TEXT(after.gateway.state, "ready");
    CHECK(after.gateway.is_paper && !*after.reason && after.gateway.server_version == 187);
    CHECK(after.pacing.answers == 2 && sim_count(meeting->play->sim)->connects == 1);
    CHECK(bars.count == 6 && bars.time[0] == june - 9 * DATE_DAY);     /* Memorial Day */
    return true;
}

TEST(the_first_who_asks_connects_and_who_looks_does_not)
{
    run(look_then_ask);
}

static bool open_again(struct meeting *meeting, struct error *err)
{
    struct ib_source *second = NULL;
    struct error why = {0};

    (void)err;
    CHECK(!open_source(meeting, "127.0.0.1", &second, &why));
    CHECK(why.code == ERROR_CONFLICT);
    CHECK(!open_source(meeting, "::1", &second, &why));
    return true;
}

TEST(one_gateway_has_one_folder_whatever_its_host_is_called)
{
    run(open_again);
}

/* ---- bars ---- */

static bool refuse_all(struct meeting *meeting, struct error *err)
{
    struct wire_ib_ask asks[] = {
        ask_for("AAA", "4h", june, june + DATE_DAY), ask_for("AAA", "1w", june, june + DATE_DAY),
        ask_for("AAA", "1d", june, june), ask_for("AAA", "2m", june, june + DATE_DAY),
        ask_for("AAA", "1d", june, june + DATE_DAY), ask_for("AAA", "1d", june, june + DATE_DAY),
    };

    (void)err;
    asks[4].rth = asks[4].all_hours = true;
    snprintf(asks[5].what_to_show, sizeof(asks[5].what_to_show), "GOSSIP");
    for (size_t i = 0; i < COUNT(asks); i++) {
        const struct wire_ib_plan_ask list = { 1, &asks[i] };
        struct wire_ib_plan plan;
        struct bars bars;
        struct error why = {0};

        CHECK(!ib_bars_fetch(meeting->source, &asks[i], 0, &bars, &why));
        CHECK(why.code == ERROR_INVALID);
        CHECK(!ib_bars_plan(meeting->source, &list, &plan, &why) && why.code == ERROR_INVALID);
    }
    CHECK(!sim_count(meeting->play->sim)->history_requests);
    return true;
}

TEST(what_cannot_be_asked_is_refused_before_ib_hears_of_it)
{
    run(refuse_all);
}

static bool plan_many(struct meeting *meeting, struct error *err)
{
    struct wire_ib_ask asks[] = {
        ask_for("AAA", "1m", june - 10 * DATE_DAY, june),
        ask_for("EURUSD", "1h", june - 40 * DATE_DAY, june),
        ask_for("AAA", "1d", june + 100 * DATE_DAY, june + 200 * DATE_DAY),
    };
    const struct wire_ib_plan_ask list = { COUNT(asks), asks };
    OWNED(wire_ib_plan_release) struct wire_ib_plan plan = {0};

    if (!ib_bars_plan(meeting->source, &list, &plan, err))
        return false;
    CHECK(plan.n_segments == 12);           /* a day each; 28 and 12 days; none lies ahead */
    for (size_t i = 1; i < plan.n_segments; i++)
        CHECK(plan.segments[i].ask > plan.segments[i - 1].ask ||
              plan.segments[i].start == plan.segments[i - 1].end);
    CHECK(plan.segments[0].start == asks[0].start && plan.segments[11].end == june);
    CHECK(plan.seconds == 12 / 6 * 2);      /* two rounds of six, 2 s each */
    CHECK(!sim_count(meeting->play->sim)->connects);
    return true;
}

TEST(a_plan_lists_the_requests_of_all_asks_and_connects_nothing)
{
    run(plan_many);
}

/* ADJUSTED_LAST comes up to now, and is cut to what was asked for. */
static bool fetch_kinds(struct meeting *meeting, struct error *err)
{
    struct wire_ib_ask ask = ask_for("AAA", "1d", june - 30 * DATE_DAY, june - 10 * DATE_DAY);
    OWNED(bars_release) struct bars trades = {0};
    OWNED(bars_release) struct bars adjusted = {0};
    OWNED(bars_release) struct bars none = {0};

    if (!ib_bars_fetch(meeting->source, &ask, 0, &trades, err))
        return false;
    snprintf(ask.what_to_show, sizeof(ask.what_to_show), "adjusted_last");
    if (!ib_bars_fetch(meeting->source, &ask, 0, &adjusted, err))
        return false;
    CHECK(trades.count == 14 && adjusted.count == trades.count);
    CHECK(!memcmp(adjusted.time, trades.time, trades.count * sizeof(*trades.time)));
    CHECK(sim_count(meeting->play->sim)->history_requests == 2);
    ask = ask_for("AAA", "1m", june, june + 3600);      /* a Saturday */
    return ib_bars_fetch(meeting->source, &ask, 0, &none, err) && (CHECK(!none.count), true);
}

TEST(bars_are_cut_to_the_range_and_none_is_an_answer)
{
    run(fetch_kinds);
}

/* ---- a request that is never answered ---- */

struct question {
    struct meeting *meeting;
    const char *symbol;
    int64_t deadline;
    struct error error;
    int64_t ended;
    size_t count;
};

static bool ask_one(void *arg, struct error *err)
{
    struct question *question = arg;
    const struct wire_ib_ask ask = ask_for(question->symbol, "1d", june - 30 * DATE_DAY, june);
    OWNED(bars_release) struct bars bars = {0};

    (void)err;
    if (!ib_bars_fetch(question->meeting->source, &ask, question->deadline, &bars,
                       &question->error))
        bars.count = 0;
    question->count = bars.count;
    question->ended = loop_now(question->meeting->play->loop);
    return true;
}

static bool fall_into_hole(struct meeting *meeting, struct error *err)
{
    struct question lost = { .meeting = meeting, .symbol = "AAA" };
    struct question other = { .meeting = meeting, .symbol = "EURUSD" };
    OWNED(scope_release) struct scope scope = { .loop = meeting->play->loop };
    struct wire_ib_ask first = ask_for("AAA", "1d", june - 5 * DATE_DAY, june);
    OWNED(bars_release) struct bars bars = {0};

    if (!ib_bars_fetch(meeting->source, &first, 0, &bars, err) ||
        !sim_add_fault(meeting->play->sim, "no-reply@kind=history,symbol=AAA", err))
        return false;
    lost.deadline = loop_now(meeting->play->loop) + 20000;
    scope_spawn(&scope, ask_one, &lost);
    scope_spawn(&scope, ask_one, &other);
    if (!scope_wait(&scope, err))
        return false;
    CHECK(lost.error.code == ERROR_TIMEOUT);
    CHECK(lost.ended >= lost.deadline && lost.ended <= lost.deadline + 100);
    CHECK(other.error.code == ERROR_NONE && other.ended < lost.deadline - 15000);
    if (!timer_sleep(1000, 0, err))
        return false;
    CHECK(!sim_count(meeting->play->sim)->open_history_now);      /* ib was told */
    return true;
}

TEST(a_request_without_an_answer_ends_at_its_deadline_and_holds_up_nobody)
{
    run(fall_into_hole);
}

/* ---- the connection, anew ---- */

static bool reconnect(struct meeting *meeting, struct error *err)
{
    const struct wire_ib_ask ask = ask_for("AAA", "1d", june - 5 * DATE_DAY, june);
    OWNED(bars_release) struct bars first = {0};
    OWNED(bars_release) struct bars second = {0};
    struct wire_ib_ask patient = ask;
    int64_t began;

    patient.lane = WIRE_IB_BACKFILL;
    if (!ib_bars_fetch(meeting->source, &ask, 0, &first, err) ||
        !ib_source_reconnect(meeting->source, 0, err))
        return false;
    began = loop_now(meeting->play->loop);
    if (!ib_bars_fetch(meeting->source, &patient, 0, &second, err))
        return false;
    CHECK(loop_now(meeting->play->loop) - began >= 5000);         /* the rule of connects */
    CHECK(second.count == first.count && sim_count(meeting->play->sim)->connects == 2);
    CHECK(sim_count(meeting->play->sim)->ends_orderly == 1);
    return true;
}

TEST(a_connection_made_anew_ends_in_order_and_keeps_the_rule_of_connects)
{
    run(reconnect);
}

/* ---- instruments ---- */

static bool instruments(struct meeting *meeting, struct error *err)
{
    OWNED(wire_ib_contract_release) struct wire_ib_contract pair = {0};
    OWNED(wire_ib_contracts_release) struct wire_ib_contracts none = {0};
    const struct wire_ib_query query = { .symbol = "EUR/USD", .contract_id = WIRE_UNKNOWN };
    struct wire_ib_ask ask = ask_for("AAA", "1d", june, june);
    int64_t first, asked;

    if (!ib_instrument_resolve(meeting->source, &query, 0, &pair, &none, err) ||
        !ib_instrument_head(meeting->source, &ask, 0, &first, err))
        return false;
    CHECK_TEXT(pair.instrument_type, "CASH");
    CHECK(!none.n_items && pair.contract_id > 0 && pair.n_liquid && !*pair.hours_note);
    CHECK(first > 1704067200 && first < 1704326400);        /* 2024-01-01, -04 */
    asked = sim_count(meeting->play->sim)->requests;
    if (!ib_instrument_head(meeting->source, &ask, 0, &first, err))
        return false;
    CHECK(sim_count(meeting->play->sim)->requests == asked);      /* known */
    CHECK_TEXT(ib_instrument_usual_what("CASH"), "MIDPOINT");
    CHECK_TEXT(ib_instrument_usual_what("CRYPTO"), "AGGTRADES");
    CHECK(ib_instrument_usual_rth("IND") && !ib_instrument_usual_rth("FUT"));
    return true;
}

TEST(instruments_and_first_bars_are_asked_for_once)
{
    run(instruments);
}
