#include "async/loop.h"
#include "async/task.h"
#include "ib/tws_frame.h"
#include "ib_peer.h"
#include "ibsim/sim_fault_door.h"
#include "test.h"

#include <string.h>

enum stage { GREETED = 1, GOT_ACCOUNTS = 2, GOT_ID = 4, GOT_326 = 8, GONE = 16, WRONG = 32 };

/* How far a client comes. */
static const struct {
    const char *fault;
    int stages;
} table[] = {
    { "accept-silent", 0 },
    { "hello-late=3000", GREETED | GOT_ACCOUNTS | GOT_ID },
    { "hello-none", 0 },
    { "hello-preceded=3", GREETED | GOT_ACCOUNTS | GOT_ID },
    { "hello-redirect", WRONG },
    { "hello-version=99", GREETED },
    { "hello-fields", 0 },
    { "hello-time", GREETED | GOT_ACCOUNTS | GOT_ID },
    { "start-ignored", GREETED },
    { "start-no-id", GREETED | GOT_ACCOUNTS },
    { "start-no-accounts", GREETED | GOT_ID },
    { "start-swapped", GREETED | GOT_ACCOUNTS | GOT_ID },
    { "start-late=4000", GREETED | GOT_ACCOUNTS | GOT_ID },
    { "id-taken", GREETED | GOT_326 | GONE },
    { "id-taken-silent", GREETED | GONE },
    { "id-taken-reset", GREETED | GONE },
};

static size_t at;

static int come_in(struct ib_peer *peer)
{
    struct error err = {0};
    int stages = 0;

    if (!ib_peer_greet(peer, 187, 187, &err))
        return err.code == ERROR_UNAVAILABLE ? WRONG : 0;
    stages |= GREETED;
    if (peer->version != 187 || !ib_peer_start(peer, 1, &err))
        return stages;
    while (ib_peer_next(peer, &err)) {
        if (peer->message.type == TWS_MANAGED_ACCOUNTS)
            stages |= GOT_ACCOUNTS;
        if (peer->message.type == TWS_NEXT_VALID_ID)
            stages |= GOT_ID;
        if (peer->message.type == TWS_ERROR && peer->message.error.code == 326)
            stages |= GOT_326;
    }
    return stages | (err.code == ERROR_UNAVAILABLE ? GONE : 0);
}

static bool try_one(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;
    int stages;

    CHECK(sim_add_fault(play->sim, table[at].fault, err));
    if (!ib_peer_open(play, &peer, err))
        return false;
    stages = come_in(&peer);
    test_expect(stages == table[at].stages, __FILE__, __LINE__, "%s: %d", table[at].fault, stages);
    ib_peer_close(&peer);
    sim_clear_faults(play->sim);
    if (!ib_peer_enter(play, &peer, 187, 1, err))       /* the next one is served */
        return false;
    ib_peer_close(&peer);
    return true;
}

TEST(each_fault_at_the_door_lets_a_client_come_so_far_and_the_next_one_in)
{
    for (at = 0; at < COUNT(table); at++)
        ib_peer_run(NULL, try_one);
}

TEST(each_fault_at_the_door_is_in_the_table_above)
{
    for (const struct sim_fault_kind *kind = sim_fault_door; kind->name; kind++) {
        bool is_there = false;

        for (size_t i = 0; i < COUNT(table); i++)
            is_there |= !strncmp(table[i].fault, kind->name, strlen(kind->name)) &&
                        !strchr("-abcdefghijklmnopqrstuvwxyz",
                                table[i].fault[strlen(kind->name)]);
        for (size_t i = 0; i < COUNT(table); i++)
            is_there |= !strcmp(table[i].fault, kind->name);
        test_expect(is_there, __FILE__, __LINE__, "%s is not tried", kind->name);
    }
}

static bool time_id(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;

    CHECK(sim_add_fault(play->sim, "start-late=4000", err));
    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(loop_now(play->loop) == 4000);
    ib_peer_close(&peer);
    if (!ib_peer_open(play, &peer, err) || !ib_peer_greet(&peer, 187, 187, err) ||
        !ib_peer_start(&peer, 2, err) || !ib_peer_wait_for(&peer, TWS_MANAGED_ACCOUNTS, err))
        return false;
    ib_peer_close(&peer);               /* before its id came */
    if (!ib_peer_enter(play, &peer, 187, 3, err))
        return false;
    CHECK(sim_count(play->sim)->handshakes_abandoned == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(who_leaves_before_its_id_came_has_abandoned_the_handshake)
{
    ib_peer_run(NULL, time_id);
}
