/* The session: how it comes up, and how often. What becomes of it: test_gateway_serve.c. */
#include "ib/gateway.h"

#include "async/loop.h"
#include "async/timer.h"
#include "ib/ledger.h"
#include "peer.h"
#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- coming up ---- */

static bool slowly(struct peer *peer, struct error *err)
{
    return peer_hello(peer, err) && timer_sleep(2000, 0, err) && peer_say(peer, err, "9|1|1|") &&
           timer_sleep(3000, 0, err) && peer_say(peer, err, "15|1|DU12345,|") &&
           peer_say(peer, err, "4|2|-1|2104|Market data farm connection is OK:usfarm||") &&
           peer_idle(peer, err);
}

static bool watch_stages(struct peers *peers, struct error *err)
{
    struct gateway_snapshot snapshot;

    if (!timer_sleep(1000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_STARTING);
    if (!timer_sleep(2000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_SYNCING && !peers_look(peers).connected_since_ms);
    if (!timer_sleep(2300, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_SYNCING);
    if (!timer_sleep(300, 0, err))
        return false;
    snapshot = peers_look(peers);
    CHECK(snapshot.state == GATEWAY_READY && snapshot.server_version == 187);
    CHECK(snapshot.client_id == 11 && snapshot.connected_since_ms > PEER_START * 1000);
    CHECK_TEXT(snapshot.account, "DU12345");
    CHECK(snapshot.farms.n == 1 && snapshot.farms.rows[0].state == FARM_UP);
    CHECK_TEXT(snapshot.farms.rows[0].name, "usfarm");
    return true;
}

TEST(ready_is_both_messages_in_either_order_and_a_settle_time)
{
    struct peers peers = { .scripts = { slowly }, .client = watch_stages };

    peer_run(&peers);
    CHECK(peers.n == 1 && peers.was_ended);
}

TEST(every_version_from_163_to_200_is_spoken)
{
    for (int version = 163; version <= 200; version++) {
        struct peers peers = { .scripts = { peer_serve }, .client = peers_wait_ready, .version = version };

        peer_run(&peers);
        CHECK(peers.n == 1 && peers.was_ended);
    }
}

static bool see_version_refused(struct peers *peers, struct error *err)
{
    const bool is_old = peers->version < 163;

    if (!timer_sleep(1000, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_BACKING_OFF);
    CHECK(strstr(peers_look(peers).last_error.text, is_old ? "cut fractions" : "beyond"));
    CHECK(!is_old || strstr(peers_look(peers).last_error.suggestion, "update"));
    return true;
}

TEST(a_gateway_too_old_or_too_new_is_refused_with_the_reason)
{
    static const int versions[] = { 157, 162, 201 };

    for (size_t i = 0; i < COUNT(versions); i++) {
        struct peers peers = { .scripts = { peer_serve }, .client = see_version_refused,
                               .version = versions[i] };

        peer_run(&peers);
        CHECK(peers.n == 1 && !peers.client_ids[0]);
    }
}

/* ---- stages that do not end ---- */

static bool never_start(struct peer *peer, struct error *err)
{
    return peer_hello(peer, err) && peer_idle(peer, err);
}

static bool never_sync(struct peer *peer, struct error *err)
{
    return peer_hello(peer, err) && peer_say(peer, err, "15|1|DU1,|") && peer_idle(peer, err);
}

struct stage {
    peer_fn *script;
    int64_t ms;
    const char *why;
};

static struct stage stage;

static bool see_stage_late(struct peers *peers, struct error *err)
{
    if (!timer_sleep(stage.ms - 200, 0, err))
        return false;
    CHECK(gateway_state_is_coming(peer_state(peers)));
    if (!timer_sleep(400, 0, err))
        return false;
    CHECK(peer_state(peers) == GATEWAY_BACKING_OFF);
    test_expect(strstr(peers_look(peers).last_error.text, stage.why), __FILE__, __LINE__, "'%s' says %s",
                peers_look(peers).last_error.text, stage.why);
    CHECK(*peers_look(peers).last_error.suggestion && peers_look(peers).retry_after_ms > 0);
    return true;
}

TEST(every_stage_has_its_deadline_and_says_what_it_means)
{
    static const struct stage stages[] = {
        { peer_ignore, 10000, "takes connections and does not answer" },
        { never_start, 15000, "does not begin" },
        { never_sync, 15000, "no accounts or no order id" },
    };

    for (size_t i = 0; i < COUNT(stages); i++) {
        struct peers peers = { .scripts = { stages[i].script }, .client = see_stage_late };

        stage = stages[i];
        peer_run(&peers);
        CHECK(peers.n == 1 && peers.was_ended);
    }
}

/* ---- the connect rule ---- */

static bool wait_an_hour(struct peers *peers, struct error *err)
{
    if (!timer_sleep(3600000, 0, err))
        return false;
    CHECK(strstr(peers_look(peers).last_error.suggestion, "15 minutes"));
    return true;
}

static void hold_rule(const struct peers *peers)
{
    for (int i = 1; i < peers->n; i++) {
        test_expect(peers->at[i] - peers->at[i - 1] >= 5000, __FILE__, __LINE__, "pause %d", i);
        test_expect(i < 6 || peers->at[i] - peers->at[i - 6] > 600000, __FILE__, __LINE__,
                    "connect %d at %lld", i, (long long)peers->at[i]);
    }
}

static bool hang_up(struct peer *peer, struct error *err)
{
    return error_set(err, ERROR_CANCELLED, "hangs up on %d", peer->number);
}

TEST(a_gateway_that_hangs_up_sees_at_most_six_connects_in_ten_minutes)
{
    struct peers peers = { .scripts = { hang_up }, .client = wait_an_hour };

    peer_run(&peers);
    CHECK(peers.n > 20 && peers.n <= 37);
    hold_rule(&peers);
}

static bool see_login(struct peers *peers, struct error *err)
{
    if (!timer_sleep(60000, 0, err))
        return false;
    CHECK(strstr(peers_look(peers).last_error.suggestion, "weekly login"));
    return true;
}

TEST(on_sundays_the_weekly_login_is_named)
{
    struct peers peers = { .scripts = { hang_up }, .client = see_login,
                           .first_at_ms = (PEER_START + (int64_t)2 * 86400) * 1000 };

    peer_run(&peers);
}

static bool crash(struct peers *peers, struct error *err)
{
    (void)peers;
    return timer_sleep(1500, 0, err);
}

TEST(a_loop_of_restarts_cannot_hammer_the_gateway)
{
    const char *folder = test_folder();
    int64_t wall = PEER_START * 1000, at[200];
    int n = 0;

    for (int i = 0; i < 400; i++, wall += 1500) {
        struct peers peers = { .scripts = { peer_serve }, .client = crash, .folder = folder,
                               .first_at_ms = wall };

        peer_run(&peers);
        for (int k = 0; k < peers.n && n < 200; k++)
            at[n++] = wall + peers.at[k];
    }
    CHECK(n == 6);
    for (int i = 1; i < n; i++)
        CHECK(at[i] - at[i - 1] >= 5000);
}

static bool die_and_leave(struct peers *peers, struct error *err)
{
    (void)peers;
    return timer_sleep(9500, 0, err) && !kill(getpid(), SIGKILL);
}

TEST(a_process_that_dies_amid_a_handshake_has_said_when_it_was_last_connected)
{
    const char *folder = test_folder();
    struct connect_rule rule = connect_rule_new();
    struct pacing pacing = pacing_new();
    struct loop *loop = loop_new();
    struct ledger *ledger = NULL;
    struct error err = {0};
    int status = 0;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (!child) {
        struct peers peers = { .scripts = { peer_ignore }, .client = die_and_leave,
                               .folder = folder };

        peer_run(&peers);
        _exit(1);
    }
    CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
    CHECK(ledger_open(loop, folder, &ledger, &err) &&
          ledger_remember(ledger, PEER_START * 1000 + 9600, &pacing, &rule, &err));
    CHECK(rule.n == 1 && rule.last_alive == PEER_START * 1000 + 9000);
    ledger_close(ledger);
    loop_free(loop);
}

static bool see_refused(struct peers *peers, struct error *err)
{
    if (!timer_sleep(100, 0, err))
        return false;
    CHECK(strstr(peers_look(peers).last_error.suggestion, "start TWS"));
    return peer_wait_for_state(peers, GATEWAY_READY, 15 * 60000, err);
}

TEST(a_refused_connect_reached_nobody_and_is_tried_again_each_minute)
{
    struct peers peers = { .scripts = { peer_serve }, .client = see_refused, .refuses = 12 };

    peer_run(&peers);
    CHECK(peers.n == 1 && peers.at[0] > 500000 && peers.at[0] < 800000);
}

/* ---- the client id ---- */

static bool take_id(struct peer *peer, struct error *err)
{
    return peer_hello(peer, err) &&
           peer_say(peer, err, "4|2|-1|326|Unable to connect as the client id is already in use.||")
           && false;
}

static bool hang_up_after_start(struct peer *peer, struct error *err)
{
    return peer_hello(peer, err) && false;
}

TEST(a_client_id_that_is_taken_is_tried_again_and_then_the_next_one)
{
    struct peers peers = { .scripts = { take_id, take_id, take_id, peer_serve },
                           .client = peers_wait_ready };

    peer_run(&peers);
    CHECK(peers.n == 4 && peers.client_ids[0] == 11 && peers.client_ids[1] == 11);
    CHECK(peers.client_ids[2] == 12 && peers.client_ids[3] == 12);
    hold_rule(&peers);
}

TEST(who_hangs_up_after_startapi_without_a_word_has_given_the_id_away)
{
    struct peers peers = { .scripts = { hang_up_after_start, hang_up_after_start, peer_serve },
                           .client = peers_wait_ready };

    peer_run(&peers);
    CHECK(peers.n == 3 && peers.client_ids[1] == 11 && peers.client_ids[2] == 12);
}
