#include "base/date.h"
#include "ib_peer.h"
#include "ibsim/sim_fault_bars.h"
#include "sim_outcome.h"
#include "test.h"

#include <math.h>
#include <string.h>

static double volume(const struct tws_history *h, size_t i)
{
    return h->bars.column[BARS_VOLUME][i];
}

static bool is_sorted(const struct tws_history *h)
{
    for (size_t i = 1; i < h->bars.count; i++)
        if (h->bars.time[i] <= h->bars.time[i - 1])
            return false;
    return true;
}

/* The request is for the bars of 9:30 to 9:32 of 2024-06-03; they open at 253, 254, 255. */
static bool is_plain(const struct tws_history *h)
{
    return h->bars.count == 3 && is_sorted(h) && volume(h, 0) == 600;
}

static bool is_unsorted(const struct tws_history *h)
{
    return h->bars.count == 3 && h->bars.time[0] > h->bars.time[2];
}

static bool is_doubled(const struct tws_history *h)
{
    return h->bars.count == 4 && h->bars.time[3] == h->bars.time[2];
}

static bool overlaps(const struct tws_history *h)
{
    return h->bars.count == 4 && is_sorted(h) &&
           h->bars.time[0] == date_of(2024, 6, 3) + 13 * 3600 + 29 * 60;
}

static bool has_no_trades(const struct tws_history *h)
{
    return h->bars.count == 3 && volume(h, 0) == 0 && !isnan(h->bars.column[BARS_WAP][0]);
}

static bool has_no_volume(const struct tws_history *h)
{
    return h->bars.count == 3 && volume(h, 0) == 0 && isnan(h->bars.column[BARS_WAP][0]);
}

static bool has_fraction(const struct tws_history *h)
{
    return h->bars.count == 3 && volume(h, 2) == 600.25;
}

static bool has_gap(const struct tws_history *h)
{
    return h->bars.count == 2 && h->bars.time[1] - h->bars.time[0] == 120;
}

static bool is_twice_the_hour(const struct tws_history *h)
{
    return h->bars.count == 2 && h->form == TWS_TIME_ZONED &&
           h->bars.time[1] - h->bars.time[0] == 3600;
}

static bool is_unfinished(const struct tws_history *h)
{
    return h->bars.count == 3 && volume(h, 2) == 60 &&
           h->bars.column[BARS_CLOSE][2] == h->bars.column[BARS_OPEN][2];
}

static bool is_split(const struct tws_history *h)
{
    return h->bars.column[BARS_OPEN][0] == 126.5 && volume(h, 0) == 1200;
}

static bool is_revised(const struct tws_history *h)
{
    return h->bars.column[BARS_CLOSE][0] == 254;
}

static bool is_empty(const struct tws_history *h)
{
    return !h->bars.count;
}

static bool is_long(const struct tws_history *h)
{
    return h->bars.count == 50000 && is_sorted(h);
}

static bool is_utc(const struct tws_history *h)
{
    return is_plain(h) && h->form == TWS_TIME_UTC;
}

static bool is_naive(const struct tws_history *h)
{
    return is_plain(h) && h->form == TWS_TIME_NAIVE;
}

static bool is_epoch(const struct tws_history *h)
{
    return is_plain(h) && h->form == TWS_TIME_EPOCH;
}

static bool is_zoned(const struct tws_history *h)
{
    return is_plain(h) && h->form == TWS_TIME_ZONED;
}

static const struct {
    const char *fault;
    int64_t format;
    bool (*is_right)(const struct tws_history *history);
} table[] = {
    { "", 2, is_epoch },
    { "", 1, is_zoned },
    { "bars-unsorted", 2, is_unsorted },
    { "bars-duplicate", 2, is_doubled },
    { "bars-overlap", 2, overlaps },
    { "bars-zero-volume", 2, has_no_trades },
    { "bars-no-volume", 2, has_no_volume },
    { "bars-fraction", 2, has_fraction },
    { "bars-gap", 2, has_gap },
    { "bars-dst", 2, is_twice_the_hour },
    { "bars-unfinished", 2, is_unfinished },
    { "bars-split", 2, is_split },
    { "bars-revised", 2, is_revised },
    { "bars-empty", 2, is_empty },
    { "bars-many=50000", 2, is_long },
    { "contracts-many", 2, is_plain },
    { "date-epoch", 1, is_epoch },
    { "date-utc", 2, is_utc },
    { "date-two-spaces", 2, is_naive },
    { "date-no-zone", 1, is_naive },
    { "date-z", 2, is_plain },
};

static bool try_all(struct ib_peer_play *play, struct error *err)
{
    for (size_t i = 0; i < COUNT(table); i++) {
        struct tws_message message = ib_peer_history(5, "1 min", "180 S", "20240603-13:33:00");
        enum sim_outcome outcome;
        struct ib_peer peer;
        int before;

        message.history_request.format_date = table[i].format;
        if (!ib_peer_enter(play, &peer, 187, 1, err))
            return false;
        CHECK(!*table[i].fault || sim_add_fault(play->sim, table[i].fault, err));
        outcome = sim_outcome_ask(&peer, &message, TWS_HISTORICAL_DATA, &before);
        test_expect(outcome == ANSWERED && table[i].is_right(&peer.message.history), __FILE__,
                    __LINE__, "'%s': %s", table[i].fault, sim_outcome_name(outcome));
        ib_peer_close(&peer);
        sim_clear_faults(play->sim);
    }
    return true;
}

TEST(each_fault_of_bars_changes_what_it_says)
{
    ib_peer_run(NULL, try_all);
}

TEST(each_fault_of_bars_is_in_the_table_above)
{
    for (const struct sim_fault_kind *kind = sim_fault_bars; kind->name; kind++) {
        bool is_there = false;

        for (size_t i = 0; i < COUNT(table); i++)
            is_there |= !strncmp(table[i].fault, kind->name, strlen(kind->name));
        test_expect(is_there, __FILE__, __LINE__, "%s is not tried", kind->name);
    }
}

static bool ask_chain(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message message = ib_peer_details(4, "ES", "FUT");
    struct ib_peer peer;
    int n = 0;

    CHECK(sim_add_fault(play->sim, "contracts-many=3000", err));
    if (!ib_peer_enter(play, &peer, 187, 1, err) || !ib_peer_send(&peer, &message, err))
        return false;
    do {
        if (!ib_peer_next(&peer, err))
            return false;
        n += peer.message.type == TWS_CONTRACT_DATA;
    } while (peer.message.type != TWS_CONTRACT_DATA_END);
    CHECK(n == 3000);
    ib_peer_close(&peer);
    return true;
}

TEST(a_chain_of_contracts_is_as_long_as_it_is_told)
{
    ib_peer_run(NULL, ask_chain);
}

static bool ask_many_days(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message message = ib_peer_history(5, "1 day", "3 D", "20240529-00:00:00");
    struct ib_peer peer;
    int before;

    CHECK(sim_add_fault(play->sim, "bars-many=20000", err));
    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &message, TWS_HISTORICAL_DATA, &before) == ANSWERED);
    CHECK(is_sorted(&peer.message.history) && peer.message.history.bars.count == 20000);
    CHECK(peer.message.history.bars.time[19999] == date_of(2024, 5, 28));
    ib_peer_close(&peer);
    return true;
}

TEST(many_daily_bars_are_days_apart)
{
    ib_peer_run(NULL, ask_many_days);
}

/* A client that does not read holds nobody else up. */
static bool do_not_read(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message message = ib_peer_history(5, "1 min", "180 S", "20240603-13:33:00");
    struct ib_peer deaf, peer;
    int before;

    if (!ib_peer_enter(play, &deaf, 187, 1, err) || !ib_peer_enter(play, &peer, 187, 2, err))
        return false;
    CHECK(sim_add_fault(play->sim, "bars-many=100000@client=1", err));
    for (int i = 0; i < 4; i++) {
        const struct tws_message more = ib_peer_history(20 + i, "1 min", "180 S",
                                                        "20240603-13:33:00");

        CHECK(ib_peer_send(&deaf, &more, err));
    }
    CHECK(sim_outcome_ask(&peer, &message, TWS_HISTORICAL_DATA, &before) == ANSWERED);
    ib_peer_close(&peer);
    ib_peer_close(&deaf);
    return true;
}

TEST(a_client_that_does_not_read_holds_nobody_up)
{
    ib_peer_run(NULL, do_not_read);
}
