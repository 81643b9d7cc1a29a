#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "ib_peer.h"
#include "ibsim/sim_fault_link.h"
#include "sim_outcome.h"
#include "test.h"

#include <string.h>

enum { GONE = -1 };

/* What everybody is told, and whether bars come meanwhile. */
static const struct {
    const char *fault;
    int64_t first, then;        /* codes; 0: none, GONE: hung up */
    bool has_bars;
} table[] = {
    { "accept-never=30", 0, 0, true },
    { "link-lost=70", 1100, 1102, false },
    { "link-reset=70", 1100, 1101, false },
    { "link-weak=70", 2110, 1102, false },
    { "farm-down=30", 2103, 2104, true },
    { "history-farm-down=70", 2105, 2106, false },
    { "notice=2108", 2108, 0, true },
    { "port-changed", 1300, GONE, false },
    { "drop-all", GONE, 0, false },
    { "restart=10", GONE, 0, false },
    { "mute=10", 0, 0, true },
};

static size_t at;

static bool wait_for_word(struct ib_peer *peer, int64_t code, struct error *err)
{
    return code == GONE ? ib_peer_wait_closed(peer, err)
                        : !code || ib_peer_wait_error(peer, code, err);
}

static bool try_one(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message bars = ib_peer_history(5, "1 day", "3 D", "20240529-00:00:00");
    const struct tws_message more = ib_peer_history(6, "1 day", "4 D", "20240529-00:00:00");
    enum sim_outcome outcome;
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err) || !ib_peer_wait_error(&peer, 2158, err))
        return false;
    CHECK(sim_add_fault(play->sim, table[at].fault, err));
    if (!wait_for_word(&peer, table[at].first, err))
        return false;
    if (table[at].first != GONE && table[at].then != GONE) {
        outcome = sim_outcome_ask(&peer, &bars, TWS_HISTORICAL_DATA, &before);
        test_expect((outcome == ANSWERED) == table[at].has_bars, __FILE__, __LINE__, "%s: %s",
                    table[at].fault, sim_outcome_name(outcome));
    }
    CHECK(wait_for_word(&peer, table[at].then, err));
    if (table[at].first != GONE && table[at].then != GONE) {
        outcome = sim_outcome_ask(&peer, &more, TWS_HISTORICAL_DATA, &before);
        test_expect(outcome == ANSWERED, __FILE__, __LINE__, "%s, afterwards: %s",
                    table[at].fault, sim_outcome_name(outcome));
    }
    ib_peer_close(&peer);
    return true;
}

TEST(each_fault_of_the_link_is_told_and_bars_come_again)
{
    for (at = 0; at < COUNT(table); at++)
        ib_peer_run(NULL, try_one);
}

TEST(each_fault_of_the_link_is_in_the_table_above)
{
    for (const struct sim_fault_kind *kind = sim_fault_link; kind->name; kind++) {
        bool is_there = false;

        for (size_t i = 0; i < COUNT(table); i++)
            is_there |= !strncmp(table[i].fault, kind->name, strlen(kind->name));
        test_expect(is_there, __FILE__, __LINE__, "%s is not tried", kind->name);
    }
}

static bool survive_restart(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err) || !sim_add_fault(play->sim, "restart=10", err) ||
        !ib_peer_wait_closed(&peer, err))
        return false;
    ib_peer_close(&peer);
    CHECK(!ib_peer_enter(play, &peer, 187, 1, err) && err->code == ERROR_UNAVAILABLE);
    if (!timer_sleep(10500, 0, err) || !ib_peer_open(play, &peer, err))
        return false;
    CHECK(!ib_peer_greet(&peer, 187, 187, err) && err->code == ERROR_TIMEOUT);
    ib_peer_close(&peer);
    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    ib_peer_close(&peer);
    return true;
}

TEST(a_restart_refuses_then_is_silent_then_serves)
{
    ib_peer_run(NULL, survive_restart);
}
