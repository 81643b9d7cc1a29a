/* Our session against the simulated gateway: both ends in one process, on a virtual clock. */
#include "ib/contract_resolve.h"
#include "ib/gateway.h"
#include "ib/ib_plan.h"
#include "ib_peer.h"

#include "async/loop.h"
#include "async/scope.h"
#include "async/timer.h"
#include "base/date.h"
#include "ibsim/sim_fault.h"
#include "log/log.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

struct meeting {
    struct loop *loop;
    struct sim *sim;
    struct gateway *gateway;
};

static bool (*act)(struct meeting *meeting, struct error *err);

static bool meet(struct ib_peer_play *play, struct error *err)
{
    struct meeting meeting = { play->loop, play->sim, NULL };
    const struct gateway_settings settings = {
        .host = "sim", .port = 4002, .client_id = 5, .folder = test_folder(), .maintenance = "",
        .dial = ib_peer_dial, .dial_arg = play, .wall = ib_peer_wall, .wall_arg = play, .seed = 1,
    };
    bool ok;

    log_start("test", LOG_ERROR, LOG_TEXT);
    if (!gateway_new(play->loop, &settings, &meeting.gateway, err))
        return false;
    gateway_start(meeting.gateway);
    ok = act(&meeting, err);
    gateway_stop(meeting.gateway, loop_now(play->loop) + 10000);
    gateway_free(meeting.gateway);
    return ok;
}

static void run(int version, bool (*fn)(struct meeting *, struct error *))
{
    struct sim_settings settings = sim_usual_settings();

    settings.server_version = version;
    act = fn;
    ib_peer_run(&settings, meet);
}

/* ---- what it serves ---- */

static bool load(struct meeting *meeting, const struct contract *contract, const char *size,
                 int64_t from, int64_t until, struct bars *ret_bars, struct error *err)
{
    OWNED(ib_plan_release) struct ib_plan plan = {0};
    const struct ib_plan_range range = { tws_bar_size_find(size), "TRADES", from, until,
                                         sim_now_ms(meeting->sim) / 1000 };
    const struct gateway_bars like = { .contract = contract_named(contract), .what = "TRADES",
                                       .use_rth = true, .lane = PACING_BACKFILL };

    if (!ib_plan_make(&range, &plan, err))
        return false;
    for (size_t i = 0; i < plan.n; i++) {
        OWNED(bars_release) struct bars bars = {0};
        const struct gateway_bars ask = ib_plan_request(&plan, i, &like);

        if (!gateway_request_bars(meeting->gateway, &ask, &bars, err))
            return false;
        for (size_t k = bars_lower_bound(&bars, plan.rows[i].from); k < bars.count; k++)
            if (bars.time[k] < plan.rows[i].until)
                bars_append(ret_bars, bars.time[k], (double[]){
                    bars.column[BARS_OPEN][k], bars.column[BARS_HIGH][k], bars.column[BARS_LOW][k],
                    bars.column[BARS_CLOSE][k], bars.column[BARS_VOLUME][k] });
    }
    return bars_check(ret_bars, err);
}

static bool load_days(struct meeting *meeting, struct error *err)
{
    OWNED(contract_release) struct contract contract = {0};
    OWNED(bars_release) struct bars days = {0};
    OWNED(bars_release) struct bars minutes = {0};
    const struct contract_ask ask = { .symbol = "AAA" };
    struct contract_resolve_head_ask head = { &contract, "TRADES", true, 0 };
    struct gateway_snapshot snapshot;
    int64_t first = 0;

    if (!contract_resolve(meeting->gateway, &ask, 0, &contract, NULL, err) ||
        !contract_resolve_head(meeting->gateway, &head, &first, err) ||
        !load(meeting, &contract, "1 day", date_of(2024, 1, 1), date_of(2024, 6, 1), &days, err) ||
        !load(meeting, &contract, "1 min", date_of(2024, 6, 3), date_of(2024, 6, 4), &minutes, err))
        return false;
    gateway_snapshot(meeting->gateway, &snapshot);
    CHECK(first <= date_of(2024, 1, 2) + DATE_DAY);
    CHECK(days.count == 105 && days.time[0] == date_of(2024, 1, 2));
    CHECK_NEAR(days.column[BARS_OPEN][1], 101, 0);
    CHECK(minutes.count > 80 && minutes.time[0] == date_of(2024, 6, 3) + 13 * 3600 + 1800);
    CHECK(!sim_count(meeting->sim)->violations && !sim_count(meeting->sim)->messages_bad);
    CHECK(snapshot.state == GATEWAY_READY && !snapshot.bad_frames && !snapshot.last_error.code);
    return true;
}

TEST(contract_first_bar_days_and_minutes_come_through_at_every_layout)
{
    static const int versions[] = { 163, 164, 176, 182, 187, 193, 194, 196, 200 };

    for (size_t i = 0; i < COUNT(versions); i++)
        run(versions[i], load_days);
}

/* ---- what goes wrong ---- */

static const struct sim_fault_kind *fault;

static bool ask_days(struct meeting *meeting, enum pacing_lane lane, int64_t deadline_ms,
                     struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    const struct gateway_bars ask = {
        .contract = { .symbol = "AAA", .sec_type = "STK", .exchange = "SMART", .currency = "USD" },
        .size = tws_bar_size_find("1 day"), .duration = "10 D", .what = "TRADES", .use_rth = true,
        .lane = lane, .deadline = loop_now(meeting->loop) + deadline_ms };

    return gateway_request_bars(meeting->gateway, &ask, &bars, err);
}

/* Those of the handshake want one. */
static bool begin_fault(struct meeting *meeting, struct error *err)
{
    if (!sim_add_fault(meeting->sim, fault->name, err))
        return false;
    return fault->stage > SIM_AT_START || sim_add_fault(meeting->sim, "drop-all", err);
}

/* Whatever it is, a request ends at its deadline, and a backfill's goes through soon after. */
static bool survive(struct meeting *meeting, struct error *err)
{
    const struct sim_counts *counts = sim_count(meeting->sim);
    struct error why = {0}, last = {0};
    int64_t at;
    bool ok;

    if (!ask_days(meeting, PACING_BACKFILL, 60000, err) || !begin_fault(meeting, err))
        return false;
    at = loop_now(meeting->loop);
    ok = timer_sleep(50, 0, err) && ask_days(meeting, PACING_PERSON, 20000, &why);
    test_expect(loop_now(meeting->loop) - at <= 20150, __FILE__, __LINE__, "'%s' took %d ms",
                fault->name, (int)(loop_now(meeting->loop) - at));
    if (!timer_sleep(40000, 0, err))
        return false;
    sim_clear_faults(meeting->sim);
    at = loop_now(meeting->loop);
    test_expect(ask_days(meeting, PACING_BACKFILL, 15 * 60000, &last), __FILE__, __LINE__,
                "'%s' for ever: %s", fault->name, last.text);
    printf("%-20s %-60.60s works again after %4d s\n", fault->name, ok ? "answered" : why.text,
           (int)(loop_now(meeting->loop) - at) / 1000);
    CHECK(counts->connects_10min_most <= 6 && counts->connections_most == 1);
    CHECK(!counts->greetings_bad && !counts->messages_bad && !counts->orders_refused);
    return true;
}

TEST(no_fault_wedges_the_session_or_the_gateway)
{
    for (size_t i = 0; (fault = sim_fault_at(i)); i++)
        run(187, survive);
}
