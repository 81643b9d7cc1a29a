/* What ends a request, and what is asked again. */
#include "ib/gateway_request.h"

#include "async/loop.h"
#include "async/timer.h"
#include "peer.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

enum { HISTORY = 20 };

static int asked;

static bool answer_pacing_twice(struct peer *peer, int kind, struct error *err)
{
    if (kind != HISTORY)
        return true;
    if (asked++ < 2)
        return peer_say(peer, err, "4|2|%lld|162|Historical Market Data Service error message:"
                        "Historical data request pacing violation||", (long long)peer->id);
    return peer_answer_bars(peer, kind, err);
}

static bool give_pacing(struct peer *peer, struct error *err)
{
    peer->answers = answer_pacing_twice;
    return peer_serve(peer, err);
}

static bool get_paced(struct peers *peers, struct error *err)
{
    struct gateway_snapshot snapshot;
    int64_t before;

    if (!peer_wait_for_state(peers, GATEWAY_READY, 5000, err))
        return false;
    before = loop_now(peers->loop);
    if (!peers_ask(peers, 1759968000, 0, err))
        return false;
    gateway_snapshot(peers->gateway, &snapshot);
    CHECK(loop_now(peers->loop) - before >= 75000 && loop_now(peers->loop) - before < 80000);
    CHECK(snapshot.complaints == 2 && snapshot.budget < 60);
    return true;
}

TEST(a_pacing_violation_is_waited_out_and_shrinks_the_budget)
{
    struct peers peers = { .scripts = { give_pacing }, .client = get_paced };

    asked = 0;
    peer_run(&peers);
    CHECK(asked == 3);
}

/* ---- deadlines and cancels ---- */

static bool answer_second(struct peer *peer, int kind, struct error *err)
{
    return asked++ || kind != HISTORY ? peer_answer_bars(peer, kind, err) : true;
}

static bool ignore_first(struct peer *peer, struct error *err)
{
    peer->answers = answer_second;
    return peer_serve(peer, err);
}

static bool get_other(void *arg, struct error *err)
{
    struct peers *peers = arg;
    const int64_t before = loop_now(peers->loop);

    if (!timer_sleep(100, 0, err) || !peers_ask(peers, 1759881600, 0, err))
        return false;
    CHECK(loop_now(peers->loop) - before < 1000);
    return true;
}

static bool get_black_holed(struct peers *peers, struct error *err)
{
    struct error why = {0};
    struct task *other;
    int64_t before;

    if (!peer_wait_for_state(peers, GATEWAY_READY, 5000, err))
        return false;
    before = loop_now(peers->loop);
    other = task_spawn(peers->loop, get_other, peers);
    CHECK(!peers_ask(peers, 1759968000, 7000, &why) && why.code == ERROR_TIMEOUT);
    CHECK(strstr(why.text, "AAPL 1 min TRADES"));
    CHECK(loop_now(peers->loop) - before <= 7100);
    return task_join(other, err) && timer_sleep(10, 0, err);
}

TEST(a_black_holed_request_fails_at_its_deadline_and_tells_ib_and_others_go_on)
{
    struct peers peers = { .scripts = { ignore_first }, .client = get_black_holed };

    asked = 0;
    peer_run(&peers);
    CHECK(peers.n == 1 && peers.cancels == 1);
}

static bool ask_for_ever(void *arg, struct error *err)
{
    return peers_ask(arg, 1759968000, 0, err);
}

static bool cancel_one(struct peers *peers, struct error *err)
{
    struct error why = {0};
    struct task *task;

    if (!peer_wait_for_state(peers, GATEWAY_READY, 5000, err))
        return false;
    task = task_spawn(peers->loop, ask_for_ever, peers);
    if (!timer_sleep(2000, 0, err))
        return false;
    task_cancel(task);
    CHECK(!task_join(task, &why) && why.code == ERROR_CANCELLED);
    return timer_sleep(10, 0, err);
}

TEST(a_cancelled_request_tells_ib)
{
    struct peers peers = { .scripts = { peer_serve }, .client = cancel_one };

    peer_run(&peers);
    CHECK(peers.n == 1 && peers.cancels == 1);
}

static bool be_stuck(struct peers *peers, struct error *err)
{
    struct gateway_snapshot snapshot;
    struct error why;

    for (int i = 0; i < 3; i++)
        CHECK(!peers_ask(peers, 1759968000 + 86400 * i, 0, &why) && why.code == ERROR_TIMEOUT);
    if (!timer_sleep(3000, 0, err))
        return false;
    gateway_snapshot(peers->gateway, &snapshot);
    CHECK(strstr(snapshot.last_error.text, "had no answer"));
    return peer_wait_for_state(peers, GATEWAY_READY, 60000, err);
}

TEST(three_requests_in_a_row_without_an_answer_are_a_stuck_gateway)
{
    struct peers peers = { .scripts = { peer_serve }, .client = be_stuck };

    peer_run(&peers);
    test_expect(peers.n == 2 && peers.cancels == 3, __FILE__, __LINE__, "%d connections, %d cancels",
                peers.n, peers.cancels);
}

/* ---- lost and found ---- */

static bool reset_when_asked(struct peer *peer, struct error *err)
{
    return peer_ready(peer, err) && peer_wait(peer, HISTORY, err) && false;
}

static bool get_after_reset(struct peers *peers, struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    struct gateway_bars what = peer_minutes(1759968000);

    what.lane = PACING_BACKFILL;
    if (!gateway_request_bars(peers->gateway, &what, &bars, err))
        return false;
    CHECK(bars.count == 2 && peers->n == 2);
    return true;
}

TEST(a_backfill_waits_for_the_next_connection_and_asks_again)
{
    struct peers peers = { .scripts = { reset_when_asked, peer_give_bars },
                           .client = get_after_reset };

    peer_run(&peers);
    CHECK(peers.at[1] - peers.at[0] >= 5000);
}

static bool ask_small(void *arg, struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    struct peers *peers = arg;
    struct gateway_bars what = peer_minutes(1759968000 + 86400 * asked++);

    what.contract.con_id += asked;
    what.size = tws_bar_size_find("30 secs");
    what.duration = "3600 S";
    what.lane = PACING_BACKFILL;
    return gateway_request_bars(peers->gateway, &what, &bars, err);
}

static bool ask_many(struct peers *peers, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = peers->loop };
    struct gateway_snapshot snapshot;

    for (int i = 0; i < 12; i++)
        scope_spawn(&scope, ask_small, peers);
    if (!scope_wait(&scope, err))
        return false;
    gateway_snapshot(peers->gateway, &snapshot);
    CHECK(peers->n == 2 && snapshot.used == 6 + 12);
    return true;
}

TEST(who_waits_for_a_turn_uses_up_nothing_while_there_is_no_connection)
{
    struct peers peers = { .scripts = { reset_when_asked, peer_give_bars }, .client = ask_many };

    asked = 0;
    peer_run(&peers);
}

static bool fail_after_reset(struct peers *peers, struct error *err)
{
    struct gateway_snapshot snapshot;
    struct error why;

    (void)err;
    CHECK(!peers_ask(peers, 1759968000, 0, &why) && why.code == ERROR_UNAVAILABLE);
    CHECK(strstr(why.text, "next attempt in") && strstr(why.text, "gateway.test:4002"));
    gateway_snapshot(peers->gateway, &snapshot);
    CHECK(snapshot.state == GATEWAY_BACKING_OFF && snapshot.retry_after_ms > 4000);
    CHECK(!peers_ask(peers, 1759968000, 0, &why) && why.code == ERROR_UNAVAILABLE);
    return true;
}

TEST(a_person_is_told_at_once_that_there_is_no_connection_and_when_to_come_again)
{
    struct peers peers = { .scripts = { reset_when_asked, peer_give_bars },
                           .client = fail_after_reset };

    peer_run(&peers);
}

static bool lose_link_when_asked(struct peer *peer, struct error *err)
{
    if (!peer_ready(peer, err) || !peer_wait(peer, HISTORY, err) ||
        !peer_say(peer, err, "4|2|-1|1100|Connectivity has been lost||") ||
        !peer_pause(peer, 20000, err) ||
        !peer_say(peer, err, "4|2|-1|1101|Connectivity has been restored - data lost.||"))
        return false;
    peer->answers = peer_answer_bars;
    return peer_idle(peer, err);
}

static bool get_over_link(struct peers *peers, struct error *err)
{
    return peers_ask(peers, 1759968000, 0, err);
}

TEST(what_was_open_when_the_link_was_lost_is_asked_again_when_it_is_back)
{
    struct peers peers = { .scripts = { lose_link_when_asked }, .client = get_over_link };

    peer_run(&peers);
    CHECK(peers.n == 1 && peers.cancels == 1);
}

/* ---- what is not believed ---- */

static bool answer_nothing_then_bars(struct peer *peer, int kind, struct error *err)
{
    if (kind != HISTORY)
        return true;
    if (!asked++)
        return peer_say(peer, err, "4|2|%lld|162|HMDS query returned no data: AAPL||",
                        (long long)peer->id);
    return peer_answer_bars(peer, kind, err);
}

static bool give_nothing_then_bars(struct peer *peer, struct error *err)
{
    peer->answers = answer_nothing_then_bars;
    return peer_serve(peer, err);
}

static bool get_in_maintenance(struct peers *peers, struct error *err)
{
    struct error why;

    CHECK(!peers_ask(peers, 1759968000, 60000, &why) && why.code == ERROR_UNAVAILABLE);
    CHECK(strstr(why.text, "not believed") && strstr(why.suggestion, "04:00"));
    asked = 0;
    if (!peers_ask(peers, 1759968000, 0, err))
        return false;
    CHECK(loop_now(peers->loop) >= 3600000 && asked == 2);
    return true;
}

TEST(no_data_in_maintenance_is_not_believed_but_asked_again_after_it)
{
    struct peers peers = { .scripts = { give_nothing_then_bars }, .client = get_in_maintenance,
                           .maintenance = "Fri 02:45-04:00 America/New_York" };

    asked = 0;
    peer_run(&peers);
}

/* ---- the end ---- */

static bool stop_while_open(struct peers *peers, struct error *err)
{
    if (!peer_wait_for_state(peers, GATEWAY_READY, 5000, err))
        return false;
    task_detach(task_spawn(peers->loop, ask_for_ever, peers));
    return timer_sleep(1000, 0, err);
}

TEST(a_stop_cancels_what_is_open_and_ends_the_connection_in_order)
{
    struct peers peers = { .scripts = { peer_serve }, .client = stop_while_open };

    peer_run(&peers);
    CHECK(peers.n == 1 && peers.cancels == 1 && peers.was_ended);
}
