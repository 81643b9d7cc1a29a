#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "ib_peer.h"
#include "ibsim/sim_pacing.h"
#include "sim_outcome.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

/* ---- the books alone ---- */

TEST(fifty_messages_a_second_are_fine_and_one_more_is_not)
{
    struct sim_rate rate = {0};

    for (int i = 0; i < SIM_RATE_MOST; i++)
        CHECK(sim_pacing_message(&rate, 1000 + i) == 0);
    CHECK(sim_pacing_message(&rate, 1500) == 500);
    CHECK(sim_pacing_message(&rate, 2001) == 0);
}

static enum sim_verdict ask_small(struct sim_pacing *books, int64_t ms, uint64_t same,
                                  uint64_t group, int weight)
{
    return sim_pacing_small(books, &(struct sim_small){ ms, same, group, weight });
}

TEST(the_same_within_fifteen_seconds_is_a_violation)
{
    struct sim_pacing books = {0};

    CHECK(ask_small(&books, 0, 1, 1, 1) == SIM_FINE);
    CHECK(ask_small(&books, 14999, 1, 1, 1) == SIM_IDENTICAL);
    CHECK(ask_small(&books, 29998, 1, 1, 1) == SIM_IDENTICAL);
    CHECK(ask_small(&books, 44998, 1, 1, 1) == SIM_FINE);
}

TEST(six_of_one_contract_within_two_seconds_are_a_violation)
{
    struct sim_pacing books = {0};

    for (uint64_t i = 1; i <= 5; i++)
        CHECK(ask_small(&books, (int64_t)i, i, 1, 1) == SIM_FINE);
    CHECK(ask_small(&books, 10, 7, 2, 1) == SIM_FINE);
    CHECK(ask_small(&books, 11, 8, 1, 1) == SIM_BURST);
    CHECK(ask_small(&books, 2011, 9, 1, 1) == SIM_FINE);
}

TEST(bid_ask_counts_twice)
{
    struct sim_pacing books = {0};

    CHECK(ask_small(&books, 1, 1, 1, 2) == SIM_FINE);
    CHECK(ask_small(&books, 2, 2, 1, 2) == SIM_FINE);
    CHECK(ask_small(&books, 3, 3, 1, 2) == SIM_BURST);
}

TEST(sixty_in_ten_minutes_are_fine_and_one_more_is_not)
{
    struct sim_pacing books = {0};

    for (uint64_t i = 0; i < SIM_SMALL_MOST; i++)
        CHECK(ask_small(&books, (int64_t)i * 1000, i, i, 1) == SIM_FINE);
    CHECK(ask_small(&books, 599999, 61, 61, 1) == SIM_WINDOW);
    CHECK(ask_small(&books, 601000, 62, 62, 1) == SIM_FINE);
}

/* ---- over the wire ---- */

static bool send_many(struct ib_peer *peer, int n, struct error *err)
{
    const struct tws_message clock = { .type = TWS_REQ_CURRENT_TIME };

    for (int i = 0; i < n; i++)
        if (!ib_peer_send(peer, &clock, err))
            return false;
    return true;
}

static bool be_too_fast(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;
    int errors = 0, n = 0;

    if (!ib_peer_enter(play, &peer, 187, 1, err) || !send_many(&peer, 60, err))
        return false;
    while (ib_peer_next(&peer, err)) {
        errors += peer.message.type == TWS_ERROR && peer.message.error.code == 100;
        n += peer.message.type == TWS_CURRENT_TIME;
    }
    CHECK(err->code == ERROR_UNAVAILABLE);
    CHECK(errors >= 1 && n <= 50);
    CHECK(sim_count(play->sim)->violations_rate >= 3);
    CHECK(sim_count(play->sim)->disconnects_paced == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(the_third_breach_of_the_rate_ends_the_connection)
{
    ib_peer_run(NULL, be_too_fast);
}

static bool be_slowed_down(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;
    int n = 0;

    if (!ib_peer_enter(play, &peer, 187, 1, err) || !send_many(&peer, 120, err))
        return false;
    for (; n < 120 && ib_peer_wait_for(&peer, TWS_CURRENT_TIME, err); n++)
        ;
    CHECK(n == 120);
    CHECK(loop_now(play->loop) >= 2000);
    ib_peer_close(&peer);
    return true;
}

TEST(in_the_other_mode_it_reads_on_when_the_rate_is_back)
{
    ib_peer_run(&(struct sim_settings){ .rate_mode = SIM_RATE_PACE }, be_slowed_down);
}

static bool ask_again(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    for (int i = 0; i < 3; i++) {
        const struct tws_message message = ib_peer_history(10 + i, "5 secs", "60 S",
                                                           "20240603-14:00:00");
        const enum sim_outcome outcome = sim_outcome_ask(&peer, &message, TWS_HISTORICAL_DATA,
                                                         &before);

        CHECK(outcome == (i == 1 ? REFUSED : ANSWERED));
        if (i == 1)
            CHECK(strstr(peer.message.error.text, "pacing violation"));
        if (i == 1 && !timer_sleep(15000, 0, err))
            return false;
    }
    CHECK(sim_count(play->sim)->violations_identical == 1);
    CHECK(sim_count(play->sim)->violations == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(small_bars_asked_twice_are_a_pacing_violation)
{
    ib_peer_run(NULL, ask_again);
}

static bool ask_long_bars(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    for (int i = 0; i < 100; i++) {
        const struct tws_message message = ib_peer_history(10 + i, "1 min", "180 S",
                                                           "20240603-14:00:00");

        CHECK(sim_outcome_ask(&peer, &message, TWS_HISTORICAL_DATA, &before) == ANSWERED);
    }
    CHECK(sim_count(play->sim)->violations == 0);
    ib_peer_close(&peer);
    return true;
}

TEST(bars_of_a_minute_have_no_such_rule)
{
    ib_peer_run(NULL, ask_long_bars);
}

static bool open_fifty(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_add_fault(play->sim, "no-reply@kind=history", err));
    for (int i = 0; i < 50; i++) {
        const struct tws_message message = ib_peer_history(100 + i, "1 min", "180 S",
                                                           "20240603-14:00:00");

        if (!ib_peer_send(&peer, &message, err) || !timer_sleep(50, 0, err))
            return false;
    }
    CHECK(sim_count(play->sim)->open_history_most == 50);
    CHECK(sim_outcome_ask(&peer, &(struct tws_message){ .type = TWS_REQ_CURRENT_TIME }, TWS_UNKNOWN,
                          &before) != REFUSED);
    sim_clear_faults(play->sim);
    {
        const struct tws_message more = ib_peer_history(200, "1 day", "3 D", "");
        const struct tws_message cancel = { .type = TWS_CANCEL_HISTORICAL_DATA, .id = 100 };

        CHECK(sim_outcome_ask(&peer, &more, TWS_HISTORICAL_DATA, &before) == REFUSED);
        CHECK(peer.message.error.code == 322 &&
              strstr(peer.message.error.text, "simultaneous"));
        CHECK(ib_peer_send(&peer, &cancel, err));
        CHECK(sim_outcome_ask(&peer, &more, TWS_HISTORICAL_DATA, &before) == ANSWERED);
    }
    CHECK(sim_count(play->sim)->violations_open == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(the_fifty_first_open_request_is_refused_until_one_is_cancelled)
{
    ib_peer_run(NULL, open_fifty);
}

static bool keep_heads_open(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message head = ib_peer_head(5);
    const struct tws_message cancel = { .type = TWS_CANCEL_HEAD_TIMESTAMP, .id = 5 };
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &head, TWS_HEAD_TIMESTAMP, &before) == ANSWERED);
    CHECK(sim_count(play->sim)->open_history_now == 1);
    CHECK(ib_peer_send(&peer, &cancel, err) && timer_sleep(100, 0, err));
    CHECK(sim_count(play->sim)->open_history_now == 0);
    CHECK(sim_outcome_ask(&peer, &head, TWS_HEAD_TIMESTAMP, &before) == REFUSED);
    CHECK(sim_count(play->sim)->violations_identical == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(a_head_timestamp_stays_open_until_it_is_cancelled_and_counts_as_small)
{
    ib_peer_run(NULL, keep_heads_open);
}

static bool break_rules(struct ib_peer_play *play, struct error *err)
{
    enum sim_outcome outcome = ANSWERED;
    struct ib_peer peer;
    int before, refused = 0;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    for (int i = 0; i < 10 && outcome != CLOSED; i++) {
        const struct tws_message message = ib_peer_history(10 + i, "5 secs", "60 S",
                                                           "20240603-14:00:00");

        outcome = sim_outcome_ask(&peer, &message, TWS_HISTORICAL_DATA, &before);
        refused += outcome == REFUSED;
    }
    CHECK(outcome == CLOSED && refused == 3);
    CHECK(sim_count(play->sim)->disconnects_paced == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(who_goes_on_breaking_the_rules_is_disconnected)
{
    ib_peer_run(&(struct sim_settings){ .history_violations_most = 3 }, break_rules);
}

static bool search_twice(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message search = { .type = TWS_REQ_MATCHING_SYMBOLS, .id = 3,
                                        .symbols = { "AA", 0, NULL } };
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &search, TWS_SYMBOL_SAMPLES, &before) == ANSWERED);
    CHECK(peer.message.symbols.n_rows == 1);
    CHECK_TEXT(peer.message.symbols.rows[0].symbol, "AAA");
    CHECK(sim_outcome_ask(&peer, &search, TWS_SYMBOL_SAMPLES, &before) == SILENT);
    CHECK(sim_outcome_ask(&peer, &search, TWS_SYMBOL_SAMPLES, &before) == ANSWERED);
    CHECK(sim_count(play->sim)->violations_symbols == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(searches_are_a_second_apart_or_ignored)
{
    ib_peer_run(NULL, search_twice);
}

static bool start_live_bars(struct ib_peer_play *play, struct error *err)
{
    static const char *const whats[] = { "TRADES", "MIDPOINT", "BID", "ASK" };
    struct tws_message live = { .type = TWS_REQ_REAL_TIME_BARS,
                                .contract = ib_peer_history(1, "", "", "").contract,
                                .live_request = { 5, "", true, "" } };
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    for (int i = 0; i < 61; i++) {
        const struct tws_message cancel = { .type = TWS_CANCEL_REAL_TIME_BARS, .id = 300 + i };

        live.id = 300 + i;
        live.live_request.what = whats[i % 4];
        if (!ib_peer_send(&peer, &live, err) || !timer_sleep(100, 0, err) ||
            !ib_peer_send(&peer, &cancel, err))
            return false;
    }
    CHECK(ib_peer_wait_error(&peer, 420, err));
    CHECK(peer.message.id == 360);
    CHECK(sim_count(play->sim)->violations_live == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(the_sixty_first_start_of_real_time_bars_is_420)
{
    ib_peer_run(NULL, start_live_bars);
}
