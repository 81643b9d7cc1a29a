#include "base/date.h"
#include "ib_peer.h"
#include "ibsim/sim_counts.h"
#include "test.h"

#include <string.h>

static bool greet_all(struct ib_peer_play *play, struct error *err)
{
    for (int version = TWS_OLDEST; version <= TWS_NEWEST; version++) {
        struct ib_peer peer;

        if (!ib_peer_enter(play, &peer, version, version, err))
            return false;
        CHECK(peer.version == version);
        ib_peer_close(&peer);
    }
    return true;
}

TEST(a_client_gets_in_at_every_version)
{
    ib_peer_run(&(struct sim_settings){ .server_version = 200 }, greet_all);
}

static bool see_order(struct ib_peer_play *play, struct error *err)
{
    static const int64_t codes[] = { 2104, 2106, 2158 };
    struct ib_peer peer;

    if (!ib_peer_open(play, &peer, err) || !ib_peer_greet(&peer, 157, 200, err) ||
        !ib_peer_start(&peer, 1, err))
        return false;
    CHECK(peer.version == 187);
    CHECK(ib_peer_next(&peer, err) && peer.message.type == TWS_MANAGED_ACCOUNTS);
    CHECK_TEXT(peer.message.text, "DU1000001,");
    CHECK(ib_peer_next(&peer, err) && peer.message.type == TWS_NEXT_VALID_ID);
    for (size_t i = 0; i < COUNT(codes); i++)
        CHECK(ib_peer_next(&peer, err) && peer.message.error.code == codes[i]);
    ib_peer_close(&peer);
    return true;
}

TEST(accounts_then_the_id_then_the_farms_and_the_lower_of_both_versions)
{
    ib_peer_run(NULL, see_order);
}

static bool refuse_range(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;

    if (!ib_peer_open(play, &peer, err))
        return false;
    CHECK(!ib_peer_greet(&peer, 201, 225, err) && err->code == ERROR_UNAVAILABLE);
    ib_peer_close(&peer);
    CHECK(sim_count(play->sim)->handshakes_abandoned == 0);
    return true;
}

TEST(ranges_that_do_not_meet_end_the_connection)
{
    ib_peer_run(NULL, refuse_range);
}

static bool use_id_twice(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer first, second;
    bool ok;

    if (!ib_peer_enter(play, &first, 187, 7, err))
        return false;
    ok = ib_peer_open(play, &second, err) && ib_peer_greet(&second, 157, 200, err) &&
         ib_peer_start(&second, 7, err) && ib_peer_wait_error(&second, 326, err) &&
         ib_peer_wait_closed(&second, err);
    ib_peer_close(&second);
    ib_peer_close(&first);
    CHECK(sim_count(play->sim)->connections_most == 2);
    return ok;
}

TEST(a_client_id_that_is_taken_is_326_and_the_end)
{
    ib_peer_run(NULL, use_id_twice);
}

static bool free_id(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;

    for (int i = 0; i < 3; i++) {
        if (!ib_peer_enter(play, &peer, 187, 7, err))
            return false;
        ib_peer_close(&peer);
        if (!ib_peer_open(play, &peer, err) || !ib_peer_greet(&peer, 187, 187, err))
            return false;
        ib_peer_close(&peer);           /* it gave up before it was let in */
    }
    return true;
}

static bool free_id_and_look(struct ib_peer_play *play, struct error *err)
{
    const struct sim_counts *counts = sim_count(play->sim);

    if (!free_id(play, err))
        return false;
    sim_stop(play->sim);
    CHECK(counts->connects == 6 && counts->connects_10min_most == 6);
    CHECK(counts->sessions == 3);
    CHECK(counts->connections == 0);
    return true;
}

TEST(an_id_is_free_again_and_who_gives_up_is_counted)
{
    ib_peer_run(NULL, free_id_and_look);
}

static bool say_http(struct ib_peer_play *play, struct error *err)
{
    static const char http[] = "GET / HTTP/1.1\r\n\r\n";
    struct ib_peer peer;

    if (!ib_peer_open(play, &peer, err) ||
        !stream_write(peer.stream, http, strlen(http), 0, err))
        return false;
    CHECK(!ib_peer_next(&peer, err) && err->code == ERROR_TIMEOUT);
    CHECK(sim_count(play->sim)->greetings_bad == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(http_is_answered_by_silence)
{
    ib_peer_run(NULL, say_http);
}

static bool ask_clock(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err) ||
        !ib_peer_send(&peer, &(struct tws_message){ .type = TWS_REQ_CURRENT_TIME }, err) ||
        !ib_peer_wait_for(&peer, TWS_CURRENT_TIME, err))
        return false;
    CHECK(peer.message.number == date_of(2024, 6, 3) + 15 * 3600);
    ib_peer_close(&peer);
    return true;
}

TEST(the_clock_is_the_one_it_was_given)
{
    ib_peer_run(NULL, ask_clock);
}
