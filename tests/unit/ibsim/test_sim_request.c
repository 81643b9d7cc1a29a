#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/date.h"
#include "ib_peer.h"
#include "sim_outcome.h"
#include "test.h"

#include <string.h>

enum { OPEN = 1717421400 };             /* 2024-06-03T13:30:00Z: 9:30 in New York */

/* ---- contracts ---- */

static bool ask_details(struct ib_peer_play *play, struct error *err)
{
    static const int versions[] = { 157, 163, 164, 176, 182, 186, 200 };

    for (size_t i = 0; i < COUNT(versions); i++) {
        const struct tws_message future = ib_peer_details(8, "ES", "FUT");
        struct ib_peer peer;
        int before;

        if (!ib_peer_enter(play, &peer, versions[i], 1, err))
            return false;
        CHECK(sim_outcome_ask(&peer, &future, TWS_CONTRACT_DATA, &before) == ANSWERED);
        CHECK(peer.message.contract.con_id == 495512563 && peer.message.details.min_tick == 0.25);
        CHECK_TEXT(peer.message.contract.multiplier, "50");
        CHECK_TEXT(peer.message.details.time_zone, "US/Central");
        CHECK(sim_outcome_next(&peer, 8, TWS_CONTRACT_DATA, &before) == ANSWERED);
        CHECK(sim_outcome_next(&peer, 8, TWS_CONTRACT_DATA_END, &before) == ANSWERED);
        ib_peer_close(&peer);
    }
    return true;
}

TEST(contract_details_are_there_at_every_layout)
{
    ib_peer_run(&(struct sim_settings){ .server_version = 200 }, ask_details);
}

static bool see_hours(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message stock = ib_peer_details(8, "AAA", "STK");
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &stock, TWS_CONTRACT_DATA, &before) == ANSWERED);
    CHECK_TEXT(peer.message.details.liquid_hours,
               "20240603:0930-20240603:1600;20240604:0930-20240604:1600;"
               "20240605:0930-20240605:1600;20240606:0930-20240606:1600;"
               "20240607:0930-20240607:1600;20240608:CLOSED;20240609:CLOSED");
    CHECK(!strncmp(peer.message.details.trading_hours, "20240603:0400-20240603:2000;", 28));
    ib_peer_close(&peer);
    return true;
}

TEST(hours_are_those_of_the_exchange)
{
    ib_peer_run(NULL, see_hours);
}

static bool ask_wrongly(struct ib_peer_play *play, struct error *err)
{
    struct tws_message asked = ib_peer_details(8, "NOPE", "STK");
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &asked, TWS_CONTRACT_DATA, &before) == REFUSED);
    CHECK(peer.message.error.code == 200);
    asked = ib_peer_details(9, "AAA", "FUT");
    CHECK(sim_outcome_ask(&peer, &asked, TWS_CONTRACT_DATA, &before) == REFUSED);
    asked = ib_peer_details(10, "AAA", "");
    CHECK(sim_outcome_ask(&peer, &asked, TWS_CONTRACT_DATA, &before) == REFUSED);
    CHECK(peer.message.error.code == 321);
    asked.contract = (struct tws_contract){ .con_id = 495512563, .exchange = "CME" };
    CHECK(sim_outcome_ask(&peer, &asked, TWS_CONTRACT_DATA, &before) == ANSWERED);
    ib_peer_close(&peer);
    return true;
}

TEST(what_is_not_known_is_200)
{
    ib_peer_run(NULL, ask_wrongly);
}

static bool be_ambiguous(struct ib_peer_play *play, struct error *err)
{
    struct tws_message head = ib_peer_head(8);
    struct ib_peer peer;
    int before;

    head.contract = (struct tws_contract){ .symbol = "ES", .sec_type = "FUT", .exchange = "CME" };
    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &head, TWS_HEAD_TIMESTAMP, &before) == REFUSED);
    CHECK(peer.message.error.code == 200 && strstr(peer.message.error.text, "ambiguous"));
    head.contract.last_trade = "202409";
    head.id = 9;
    CHECK(sim_outcome_ask(&peer, &head, TWS_HEAD_TIMESTAMP, &before) == REFUSED);
    CHECK(peer.message.error.code == 162 && strstr(peer.message.error.text, "No head time"));
    ib_peer_close(&peer);
    return true;
}

TEST(two_months_of_a_future_are_ambiguous_until_one_is_named)
{
    ib_peer_run(NULL, be_ambiguous);
}

/* ---- head timestamps, schedules, ticks ---- */

static bool ask_heads(struct ib_peer_play *play, struct error *err)
{
    struct tws_message head = ib_peer_head(8);
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &head, TWS_HEAD_TIMESTAMP, &before) == ANSWERED);
    CHECK(peer.message.head.form == TWS_TIME_EPOCH);
    CHECK(peer.message.head.clock == date_of(2024, 1, 2) + 14 * 3600 + 1800);
    head.id = 9;
    head.history_request.what = "MIDPOINT";
    head.history_request.format_date = 1;
    CHECK(sim_outcome_ask(&peer, &head, TWS_HEAD_TIMESTAMP, &before) == ANSWERED);
    CHECK(peer.message.head.form == TWS_TIME_UTC);
    ib_peer_close(&peer);
    return true;
}

TEST(the_first_bar_is_told_in_both_ways)
{
    ib_peer_run(NULL, ask_heads);
}

static bool ask_schedule(struct ib_peer_play *play, struct error *err)
{
    struct tws_message message = ib_peer_history(8, "1 day", "3 D", "20240529-00:00:00");
    struct ib_peer peer;
    int before;

    message.history_request.what = "SCHEDULE";
    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &message, TWS_HISTORICAL_SCHEDULE, &before) == ANSWERED);
    CHECK(peer.message.schedule.n_days == 3);
    CHECK_TEXT(peer.message.schedule.zone, "US/Eastern");
    CHECK_TEXT(peer.message.schedule.days[0].date, "20240523");
    CHECK_TEXT(peer.message.schedule.days[2].start, "20240528-09:30:00");
    CHECK_TEXT(peer.message.schedule.days[2].end, "20240528-16:00:00");
    message = ib_peer_history(9, "1 hour", "3 D", "");
    message.history_request.what = "SCHEDULE";
    CHECK(sim_outcome_ask(&peer, &message, TWS_HISTORICAL_SCHEDULE, &before) == REFUSED);
    CHECK(peer.message.error.code == 10295);
    ib_peer_close(&peer);
    return true;
}

TEST(a_schedule_has_the_sessions_and_only_daily)
{
    ib_peer_run(NULL, ask_schedule);
}

static bool ask_ticks(struct ib_peer_play *play, struct error *err)
{
    static const struct {
        const char *start, *end, *what;
        enum tws_type type;
        int64_t first;
    } cases[] = {
        { "20240603-13:30:00", "", "TRADES", TWS_HISTORICAL_TICKS_LAST, OPEN },
        { "", "20240603-13:31:40", "BID_ASK", TWS_HISTORICAL_TICKS_BID_ASK, OPEN },
        { "20240603-13:30:00", "", "MIDPOINT", TWS_HISTORICAL_TICKS, OPEN },
    };
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct tws_message message = {
            .type = TWS_REQ_HISTORICAL_TICKS, .id = 20 + (int64_t)i,
            .contract = ib_peer_history(1, "", "", "").contract,
            .ticks_request = { cases[i].start, cases[i].end, 100, cases[i].what, true, true, "" } };

        CHECK(sim_outcome_ask(&peer, &message, cases[i].type, &before) == ANSWERED);
        CHECK(peer.message.ticks.n_rows == 100 && peer.message.ticks.is_done);
        CHECK(peer.message.ticks.rows[0].time == cases[i].first);
        CHECK(peer.message.ticks.rows[99].time == cases[i].first + 99);
    }
    ib_peer_close(&peer);
    return true;
}

TEST(ticks_come_forwards_and_backwards)
{
    ib_peer_run(NULL, ask_ticks);
}

/* ---- live ---- */

static bool follow_bars(struct ib_peer_play *play, struct error *err)
{
    struct tws_message message = ib_peer_history(8, "1 min", "1 D", "");
    const struct tws_message cancel = { .type = TWS_CANCEL_HISTORICAL_DATA, .id = 8 };
    struct ib_peer peer;
    int before;
    size_t n;

    message.history_request.keep_up_to_date = true;
    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &message, TWS_HISTORICAL_DATA, &before) == ANSWERED);
    n = peer.message.history.bars.count;
    CHECK(n == 90);                     /* 9:30 to 11:00; the next one has just begun */
    for (int i = 1; i <= 13; i++) {
        CHECK(sim_outcome_next(&peer, 8, TWS_HISTORICAL_DATA_UPDATE, &before) == ANSWERED);
        CHECK(peer.message.update.time.clock == OPEN + 90 * 60 + (i > 12 ? 60 : 0));
        CHECK(peer.message.update.low <= peer.message.update.close);
        CHECK(peer.message.update.volume == (i == 12 ? 600 : i % 12 * 50));
    }
    CHECK(ib_peer_send(&peer, &cancel, err));
    CHECK(sim_outcome_next(&peer, 8, TWS_HISTORICAL_DATA, &before) == REFUSED);
    CHECK(strstr(peer.message.error.text, "query cancelled: 8"));
    CHECK(sim_outcome_next(&peer, 8, TWS_HISTORICAL_DATA, &before) == SILENT);
    ib_peer_close(&peer);
    return true;
}

TEST(bars_kept_up_to_date_are_updated_every_five_seconds_until_cancelled)
{
    ib_peer_run(NULL, follow_bars);
}

static bool lose_updates(struct ib_peer_play *play, struct error *err)
{
    struct tws_message message = ib_peer_history(8, "1 min", "1 D", "");
    struct ib_peer peer;
    int before;

    message.history_request.keep_up_to_date = true;
    CHECK(sim_add_fault(play->sim, "updates-lost=10225@nth=3", err));
    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &message, TWS_HISTORICAL_DATA, &before) == ANSWERED);
    for (int i = 0; i < 2; i++)
        CHECK(sim_outcome_next(&peer, 8, TWS_HISTORICAL_DATA_UPDATE, &before) == ANSWERED);
    CHECK(sim_outcome_next(&peer, 8, TWS_HISTORICAL_DATA_UPDATE, &before) == REFUSED);
    CHECK(peer.message.error.code == 10225);
    CHECK(sim_outcome_next(&peer, 8, TWS_HISTORICAL_DATA_UPDATE, &before) == SILENT);
    ib_peer_close(&peer);
    return true;
}

TEST(updates_may_be_lost_in_the_middle)
{
    ib_peer_run(NULL, lose_updates);
}

static bool watch_bars(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message live = { .type = TWS_REQ_REAL_TIME_BARS, .id = 4,
                                      .contract = ib_peer_history(1, "", "", "").contract,
                                      .live_request = { 5, "TRADES", true, "" } };
    const struct tws_message cancel = { .type = TWS_CANCEL_REAL_TIME_BARS, .id = 4 };
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &live, TWS_REAL_TIME_BAR, &before) == ANSWERED);
    CHECK(peer.message.live_bar.time == OPEN + 90 * 60);
    CHECK(peer.message.live_bar.volume == 50);
    CHECK(sim_outcome_next(&peer, 4, TWS_REAL_TIME_BAR, &before) == ANSWERED);
    CHECK(peer.message.live_bar.time == OPEN + 90 * 60 + 5);
    CHECK(ib_peer_send(&peer, &cancel, err));
    CHECK(sim_outcome_next(&peer, 4, TWS_REAL_TIME_BAR, &before) == SILENT);
    ib_peer_close(&peer);
    return true;
}

TEST(real_time_bars_come_every_five_seconds_until_cancelled)
{
    ib_peer_run(NULL, watch_bars);
}

static bool take_snapshot(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message market = { .type = TWS_REQ_MARKET_DATA, .id = 4,
                                        .contract = ib_peer_history(1, "", "", "").contract,
                                        .market_request = { .generic_ticks = "", .snapshot = true,
                                                            .options = "" } };
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err) || !ib_peer_send(&peer, &market, err) ||
        !ib_peer_wait_for(&peer, TWS_TICK_PARAMS, err) ||
        !ib_peer_wait_for(&peer, TWS_TICK_PRICE, err))
        return false;
    CHECK(peer.message.tick.type == 1 && peer.message.tick.price > 252);
    CHECK(ib_peer_wait_for(&peer, TWS_TICK_SNAPSHOT_END, err));
    CHECK(loop_now(play->loop) >= 11000);
    ib_peer_close(&peer);
    return true;
}

TEST(a_snapshot_ends_by_itself)
{
    ib_peer_run(NULL, take_snapshot);
}

/* ---- the account ---- */

static bool ask_account(struct ib_peer_play *play, struct error *err)
{
    struct tws_message summary = { .type = TWS_REQ_ACCOUNT_SUMMARY, .id = 4,
                                   .summary_request = { "All", "NetLiquidation,TotalCashValue" } };
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(sim_outcome_ask(&peer, &summary, TWS_ACCOUNT_SUMMARY, &before) == ANSWERED);
    CHECK_TEXT(peer.message.account.key, "NetLiquidation");
    CHECK(ib_peer_wait_for(&peer, TWS_ACCOUNT_SUMMARY_END, err));
    summary.id = 5;
    CHECK(sim_outcome_ask(&peer, &summary, TWS_ACCOUNT_SUMMARY, &before) == ANSWERED);
    CHECK(ib_peer_wait_for(&peer, TWS_ACCOUNT_SUMMARY_END, err));
    summary.id = 6;
    CHECK(sim_outcome_ask(&peer, &summary, TWS_ACCOUNT_SUMMARY, &before) == REFUSED);
    CHECK(peer.message.error.code == 322);
    CHECK(ib_peer_send(&peer, &(struct tws_message){ .type = TWS_REQ_POSITIONS }, err) &&
          ib_peer_wait_for(&peer, TWS_POSITION_END, err));
    ib_peer_close(&peer);
    return true;
}

TEST(the_account_holds_cash_and_nothing_else)
{
    ib_peer_run(NULL, ask_account);
}

/* ---- what is not served ---- */

static bool send_raw(struct ib_peer *peer, const char *fields, size_t length, struct error *err)
{
    const char head[4] = { 0, 0, 0, (char)length };

    return stream_write(peer->stream, head, 4, 0, err) &&
           stream_write(peer->stream, fields, length, 0, err);
}

#define RAW(peer, text, err) send_raw(peer, text, sizeof(text) - 1, err)

static bool send_others(struct ib_peer_play *play, struct error *err)
{
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    CHECK(RAW(&peer, "3\0" "77\0" "0\0", err) && ib_peer_wait_error(&peer, 321, err));
    CHECK(peer.message.id == 77 && strstr(peer.message.error.text, "Read-Only"));
    CHECK(RAW(&peer, "16\0" "1\0", err) && ib_peer_wait_for(&peer, TWS_UNKNOWN, err));
    CHECK(peer.message.id == 53);
    CHECK(RAW(&peer, "99\0" "0\0", err) && ib_peer_wait_for(&peer, TWS_UNKNOWN, err));
    CHECK(peer.message.id == 102);
    CHECK(RAW(&peer, "8888\0", err) && ib_peer_wait_error(&peer, 320, err));
    CHECK(RAW(&peer, "49\0", err) && ib_peer_wait_error(&peer, 320, err));
    CHECK(RAW(&peer, "49\0" "1\0", err) && ib_peer_wait_for(&peer, TWS_CURRENT_TIME, err));
    CHECK(sim_count(play->sim)->orders_refused == 1);
    CHECK(sim_count(play->sim)->messages_bad == 1 && sim_count(play->sim)->messages_unknown == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(orders_are_refused_and_bad_messages_cost_one_message)
{
    ib_peer_run(NULL, send_others);
}
