/* A connection that is ready: everything that can become of it. */
#include "ib/gateway.h"

#include "async/loop.h"
#include "async/timer.h"
#include "peer.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static bool wait_an_hour(struct peers *peers, struct error *err)
{
    (void)peers;
    return timer_sleep(3600000, 0, err);
}

static bool hang_up(struct peer *peer, struct error *err)
{
    return error_set(err, ERROR_CANCELLED, "hangs up on %d", peer->number);
}

/* ---- farms and links ---- */

static bool flap(struct peer *peer, struct error *err)
{
    return peer_ready(peer, err) &&
           peer_say(peer, err, "4|2|-1|2106|HMDS data farm connection is OK:ushmds||") &&
           timer_sleep(2000, 0, err) &&
           peer_say(peer, err, "4|2|-1|2105|HMDS data farm connection is broken:ushmds||") &&
           peer_say(peer, err, "4|2|-1|2103|Market data farm connection is broken:usfarm||") &&
           timer_sleep(2000, 0, err) &&
           peer_say(peer, err, "4|2|-1|2107|HMDS data farm connection is inactive but should be "
                    "available upon demand.ushmds||") &&
           peer_say(peer, err, "4|2|-1|2108|Market data farm connection is inactive but should be "
                    "available upon demand.usfarm||") &&
           peer_say(peer, err, "4|2|-1|2158|Sec-def data farm connection is OK:secdefil||") &&
           peer_idle(peer, err);
}

static bool watch_farms(struct peers *peers, struct error *err)
{
    struct farms farms;

    if (!timer_sleep(3000, 0, err))
        return false;
    farms = peers_look(peers).farms;
    CHECK(peer_state(peers) == GATEWAY_READY && farms.n == 2 && !farm_has_history(&farms));
    if (!timer_sleep(2000, 0, err))
        return false;
    farms = peers_look(peers).farms;
    CHECK(peer_state(peers) == GATEWAY_READY && farms.n == 3 && farm_has_history(&farms));
    CHECK(farms.rows[0].state == FARM_IDLE && farms.rows[0].flaps == 1);
    CHECK(farms.rows[1].state == FARM_IDLE && farms.rows[2].state == FARM_UP);
    CHECK(!farms.link_lost && !peers_look(peers).last_error.code);
    return true;
}

TEST(farms_that_flap_are_told_and_are_no_loss_of_the_connection)
{
    struct peers peers = { .scripts = { flap }, .client = watch_farms };

    peer_run(&peers);
    CHECK(peers.n == 1);
}

static bool lose_link(struct peer *peer, struct error *err)
{
    return peer_ready(peer, err) && peer_pause(peer, 2000, err) &&
           peer_say(peer, err, "4|2|-1|1100|Connectivity between IBKR and TWS has been lost.||") &&
           peer_pause(peer, 60000, err) &&
           peer_say(peer, err, "4|2|-1|1102|Connectivity has been restored - data maintained.||") &&
           peer_pause(peer, 60000, err) &&
           peer_say(peer, err, "4|2|-1|2110|Connectivity between TWS and server is broken.||") &&
           peer_idle(peer, err);
}

static bool watch_link(struct peers *peers, struct error *err)
{
    if (!timer_sleep(4000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_DEGRADED && peers_look(peers).farms.link_lost);
    CHECK(peers_look(peers).connected_since_ms && peers_look(peers).last_error.code == ERROR_UNAVAILABLE);
    if (!timer_sleep(60000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_READY && !peers_look(peers).farms.link_lost);
    if (!timer_sleep(60000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_DEGRADED && peers->n == 1);
    return timer_sleep(15 * 60000 + 20000, 0, err);
}

TEST(a_lost_link_keeps_the_socket_for_15_minutes)
{
    struct peers peers = { .scripts = { lose_link, peer_serve }, .client = watch_link };

    peer_run(&peers);
    CHECK(peers.n == 2);
}

/* ---- silence ---- */

static bool fall_silent(struct peer *peer, struct error *err)
{
    return peer_ready(peer, err) && peer_wait(peer, 49, err) &&
           peer_say(peer, err, "49|1|1800000000|") && timer_sleep(1000000, 0, err);
}

static bool watch_silence(struct peers *peers, struct error *err)
{
    if (!timer_sleep(50000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_READY);
    if (!peer_wait_for_state(peers, GATEWAY_BACKING_OFF, 6000, err))
        return false;
    CHECK(strstr(peers_look(peers).last_error.text, "silent"));
    CHECK(peers_look(peers).reconnects == 1);
    return peer_wait_for_state(peers, GATEWAY_READY, 60000, err);
}

TEST(silence_is_found_by_two_heartbeats_without_an_answer)
{
    struct peers peers = { .scripts = { fall_silent, peer_serve }, .client = watch_silence };

    peer_run(&peers);
    CHECK(peers.n == 2);
}

static bool half_a_frame(struct peer *peer, struct error *err)
{
    return peer_ready(peer, err) && timer_sleep(2000, 0, err) &&
           peer_say_bytes(peer, "\0\0\0\x50" "17", 6, err) && timer_sleep(1000000, 0, err);
}

TEST(half_a_frame_and_then_nothing_is_silence_too)
{
    struct peers peers = { .scripts = { half_a_frame, peer_serve }, .client = watch_silence };

    peers.client = peers_wait_ready;
    peer_run(&peers);
    CHECK(peers.n == 1);
    peers = (struct peers){ .scripts = { half_a_frame, peer_serve }, .client = wait_an_hour };
    peer_run(&peers);
    CHECK(peers.n == 2 && peers.at[1] < 70000);
}

static bool trickle(struct peer *peer, struct error *err)
{
    if (!peer_ready(peer, err) || !peer_say_bytes(peer, "\0\0\0\x78", 4, err))
        return false;
    for (int i = 0; i < 120; i++)
        if (!timer_sleep(5000, 0, err) || !peer_say_bytes(peer, i % 2 ? "" : "1", i % 2 ? 1 : 1, err))
            return false;
    return peer_idle(peer, err);
}

TEST(bytes_that_trickle_are_a_sign_of_life)
{
    struct peers peers = { .scripts = { trickle, peer_serve }, .client = wait_an_hour };

    peer_run(&peers);
    CHECK(peers.n == 1);
}

static bool stay_idle(struct peers *peers, struct error *err)
{
    if (!peer_wait_for_state(peers, GATEWAY_READY, 5000, err) || !timer_sleep(3600000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_READY && !peers_look(peers).clock_skew_ms);
    return true;
}

TEST(one_connection_lives_on_with_a_heartbeat_each_half_minute)
{
    struct peers peers = { .scripts = { peer_serve }, .client = stay_idle };

    peer_run(&peers);
    CHECK(peers.n == 1 && peers.beats > 110 && peers.beats < 122);
}

static bool sleep_and_wake(struct peers *peers, struct error *err)
{
    int beats;

    if (!peer_wait_for_state(peers, GATEWAY_READY, 5000, err) || !timer_sleep(10000, 0, err))
        return false;
    beats = peers->beats;
    peers->clock_jump_ms = 3600000;
    if (!timer_sleep(3000, 0, err))
        return false;
    CHECK(peers_look(peers).clock_jumps == 1 && peers->beats == beats + 1);
    peers->clock_jump_ms = 0;
    if (!timer_sleep(3000, 0, err))
        return false;
    CHECK(peers_look(peers).clock_jumps == 2 && peer_state(peers) == GATEWAY_READY);
    return true;
}

TEST(a_machine_that_slept_asks_at_once_whether_the_gateway_is_there)
{
    struct peers peers = { .scripts = { peer_serve }, .client = sleep_and_wake };

    peer_run(&peers);
    CHECK(peers.n == 1);
}

/* ---- nonsense ---- */

static const char bad_heads[][4] = { { 0, 0, 0, 0 }, { 1, 0, 0, 0 }, { 0x7f, -1, -1, -1 },
                                     { -128, 0, 0, 0 }, { -1, -1, -1, -1 } };
static int bad_head;

static bool lie_about_length(struct peer *peer, struct error *err)
{
    return peer_ready(peer, err) && timer_sleep(2000, 0, err) &&
           peer_say_bytes(peer, bad_heads[bad_head], 4, err) && peer_idle(peer, err);
}

static bool see_bad_length(struct peers *peers, struct error *err)
{
    if (!timer_sleep(5000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_BACKING_OFF);
    CHECK(peers_look(peers).last_error.code == ERROR_BAD_DATA);
    return true;
}

TEST(a_length_that_cannot_be_costs_the_session)
{
    for (bad_head = 0; bad_head < (int)COUNT(bad_heads); bad_head++) {
        struct peers peers = { .scripts = { lie_about_length }, .client = see_bad_length };

        peer_run(&peers);
        CHECK(peers.n == 1);
    }
}

static bool talk_nonsense(struct peer *peer, struct error *err)
{
    return peer_ready(peer, err) && peer_say(peer, err, "150|nothing|") &&
           peer_say(peer, err, "-1|") && peer_say(peer, err, "0|1|2|3|") &&
           peer_say(peer, err, "17|5|x|y|-3|") && peer_say(peer, err, "88|99999|345479400|") &&
           peer_say(peer, err, "4|2|abc|") && peer_say(peer, err, "HTTP/1.1 400 Bad|") &&
           peer_idle(peer, err);
}

static bool survive(struct peers *peers, struct error *err)
{
    if (!peer_wait_for_state(peers, GATEWAY_READY, 5000, err) || !timer_sleep(60000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_READY);
    CHECK(peers_look(peers).bad_frames >= 2 && peers_look(peers).late_messages == 1);
    return true;
}

TEST(frames_that_mean_nothing_cost_nothing)
{
    struct peers peers = { .scripts = { talk_nonsense }, .client = survive };

    peer_run(&peers);
    CHECK(peers.n == 1);
}

static bool change_port(struct peer *peer, struct error *err)
{
    return peer_ready(peer, err) && timer_sleep(2000, 0, err) &&
           peer_say(peer, err, "4|2|-1|1300|TWS socket port has been reset||") &&
           peer_idle(peer, err);
}

static bool see_port(struct peers *peers, struct error *err)
{
    if (!timer_sleep(4000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_BACKING_OFF);
    CHECK(strstr(peers_look(peers).last_error.suggestion, "port"));
    return true;
}

TEST(a_port_that_was_changed_ends_the_session_and_says_so)
{
    struct peers peers = { .scripts = { change_port }, .client = see_port };

    peer_run(&peers);
}

/* ---- maintenance ---- */

static bool see_maintenance(struct peers *peers, struct error *err)
{
    if (!peer_wait_for_state(peers, GATEWAY_BACKING_OFF, 60000, err))
        return false;
    CHECK_TEXT(peers_look(peers).maintenance_until, "04:00 America/New_York");
    CHECK(strstr(peers_look(peers).last_error.suggestion, "04:00 America/New_York"));
    CHECK(peers_look(peers).retry_after_ms >= 59000);
    return true;
}

TEST(in_maintenance_a_lost_connection_is_expected_and_not_fought)
{
    struct peers peers = { .scripts = { hang_up }, .client = see_maintenance,
                           .maintenance = "Fri 02:45-04:00 America/New_York" };

    peer_run(&peers);
}
