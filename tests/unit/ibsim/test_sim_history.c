#include "base/date.h"
#include "ib_peer.h"
#include "test.h"

#include <string.h>

/* Sends, and reads the answer that ends it: bars, their end message too, or an error. */
static bool ask(struct ib_peer *peer, const struct tws_message *message, struct error *err)
{
    if (!ib_peer_send(peer, message, err))
        return false;
    do
        if (!ib_peer_next(peer, err))
            return false;
    while (peer->message.id != message->id ||
           (peer->message.type == TWS_ERROR && peer->message.error.code / 100 == 21));
    return true;
}

static bool ask_days(struct ib_peer_play *play, struct error *err)
{
    static const int versions[] = { 157, 163, 164, 174, 175, 176, 182, 187, 194, 196, 200 };

    for (size_t i = 0; i < COUNT(versions); i++) {
        const struct tws_message message = ib_peer_history(5, "1 day", "3 D",
                                                           "20240529-00:00:00");
        struct ib_peer peer;

        if (!ib_peer_enter(play, &peer, versions[i], 1, err) || !ask(&peer, &message, err))
            return false;
        CHECK(peer.message.type == TWS_HISTORICAL_DATA && peer.message.history.bars.count == 3);
        /* Monday the 27th was Memorial Day. */
        CHECK(peer.message.history.bars.time[0] == date_of(2024, 5, 23));
        CHECK(peer.message.history.bars.time[2] == date_of(2024, 5, 28));
        CHECK(peer.message.history.bars.column[BARS_VOLUME][0] ==
              (versions[i] < 175 ? 10000 : 1000000));
        if (versions[i] >= 196)
            CHECK(ib_peer_next(&peer, err) && peer.message.type == TWS_HISTORICAL_DATA_END);
        ib_peer_close(&peer);
    }
    return true;
}

TEST(three_days_are_answered_at_every_layout)
{
    ib_peer_run(&(struct sim_settings){ .server_version = 200 }, ask_days);
}

/* ---- what is refused ---- */

static bool refuse(struct ib_peer_play *play, struct error *err)
{
    static const struct {
        const char *size, *duration, *end, *what, *type;
        int64_t format;
        bool keeps;
        int64_t code;
        const char *part;       /* of the text */
    } cases[] = {
        { "1 sec", "60 S", "", "TRADES", "STK", 2, false, 321, "Legal ones are: 1 secs, 5 secs" },
        { "7 mins", "1 D", "", "TRADES", "STK", 2, false, 321, "bar size" },
        { "1 day", "3", "", "TRADES", "STK", 2, false, 321, "duration" },
        { "1 day", "0 D", "", "TRADES", "STK", 2, false, 321, "duration" },
        { "1 day", "366 D", "", "TRADES", "STK", 2, false, 321, "365 days" },
        { "1 secs", "1 D", "", "TRADES", "STK", 2, false, 162, "invalid step: 1" },
        { "1 secs", "2001 S", "", "TRADES", "STK", 2, false, 162, "invalid step" },
        { "1 min", "60 M", "", "TRADES", "STK", 2, false, 321, "duration" },
        { "5 secs", "365 D", "", "TRADES", "STK", 2, false, 162, "Time length" },
        { "1 day", "3 D", "", "TRADE", "STK", 2, false, 321, "TRADE" },
        { "1 day", "3 D", "", "TRADES", "STK", 0, false, 321, "selection of 0 rejected" },
        { "1 day", "3 D", "", "TRADES", "STK", 3, false, 321, "selection of 3 rejected" },
        { "1 day", "3 D", "20240529-00:00:00", "ADJUSTED_LAST", "STK", 2, false, 10339, "end" },
        { "1 day", "3 D", "20240529-00:00:00", "TRADES", "STK", 2, true, 321, "End Date" },
        { "1 day", "3 D", "yesterday", "TRADES", "STK", 2, false, 10314, "End Date" },
        { "1 day", "3 D", "20240529 00:00:00 GMT", "TRADES", "STK", 2, false, 10314, "End" },
        { "1 day", "3 D", "20240529", "TRADES", "STK", 2, false, 10314, "End Date" },
        { "1 day", "3 D", "", "TRADES", "CRYPTO", 2, false, 10299, "AGGTRADES" },
        { "1 day", "3 D", "", "TRADES", "IND", 2, false, 200, "No security" },
        { "1 day", "3 D", "", "FEE_RATE", "STK", 2, false, 162, "no data: AAA@SMART Fee" },
        { "1 day", "3 D", "20200101-00:00:00", "TRADES", "STK", 2, false, 162, "returned no data" },
        { "1 hour", "1 D", "20240501-00:00:00", "TRADES", "STK", 2, false, 162, "no data" },
    };
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tws_message m = ib_peer_history(10 + (int64_t)i, cases[i].size, cases[i].duration,
                                               cases[i].end);

        m.contract.sec_type = cases[i].type;
        m.history_request.what = cases[i].what;
        m.history_request.format_date = cases[i].format;
        m.history_request.keep_up_to_date = cases[i].keeps;
        if (!ask(&peer, &m, err))
            return false;
        test_expect(peer.message.type == TWS_ERROR && peer.message.error.code == cases[i].code &&
                    strstr(peer.message.error.text, cases[i].part), __FILE__, __LINE__,
                    "%zu: %s", i, peer.message.type == TWS_ERROR ? peer.message.error.text : "");
    }
    CHECK(sim_count(play->sim)->violations == 0);
    ib_peer_close(&peer);
    return true;
}

TEST(a_request_that_the_real_gateway_refuses_is_refused_with_its_code)
{
    ib_peer_run(NULL, refuse);
}

/* ---- end times, kinds, hours ---- */

static bool say_when(struct ib_peer_play *play, struct error *err)
{
    static const char *const ends[] = { "20240603-14:00:00", "20240603 10:00:00 US/Eastern",
                                        "20240603 10:00:00 America/New_York",
                                        "20240603 09:00:00 US/Central" };
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    for (size_t i = 0; i < COUNT(ends); i++) {
        const struct tws_message m = ib_peer_history(10 + (int64_t)i, "1 min", "1 D", ends[i]);

        if (!ask(&peer, &m, err))
            return false;
        CHECK(peer.message.type == TWS_HISTORICAL_DATA);
        CHECK(peer.message.history.bars.count == 30);       /* 9:30 to 9:59 */
        CHECK(peer.message.history.bars.time[29] == date_of(2024, 6, 3) + 13 * 3600 + 59 * 60);
        CHECK_TEXT(peer.message.history.end, "20240603 10:00:00 US/Eastern");
    }
    ib_peer_close(&peer);
    return true;
}

TEST(the_end_may_be_said_in_several_ways_and_is_not_included)
{
    ib_peer_run(NULL, say_when);
}

static bool say_no_zone(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message m = ib_peer_history(9, "1 min", "1 D", "20240603 10:00:00");
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err) || !ib_peer_send(&peer, &m, err) ||
        !ib_peer_wait_error(&peer, 2174, err) ||
        !ib_peer_wait_for(&peer, TWS_HISTORICAL_DATA, err))
        return false;
    CHECK(peer.message.history.bars.count == 30);
    ib_peer_close(&peer);
    return true;
}

TEST(an_end_without_a_zone_is_warned_about_and_served)
{
    ib_peer_run(NULL, say_no_zone);
}

static bool ask_kinds(struct ib_peer_play *play, struct error *err)
{
    static const struct {
        const char *what;
        double open, high, low, close, volume;
    } cases[] = {
        { "TRADES", 253, 254, 252, 253.5, 600 },
        { "MIDPOINT", 253, 254, 252, 253.5, 0 },
        { "BID", 252.99, 253.99, 251.99, 253.49, 0 },
        { "ASK", 253.01, 254.01, 252.01, 253.51, 0 },
        { "BID_ASK", 253.12, 254.01, 251.99, 253.14, 0 },      /* 253.125, a tick less and more */
    };
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err))
        return false;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tws_message m = ib_peer_history(10 + (int64_t)i, "1 min", "60 S",
                                               "20240603-13:31:00");
        const struct bars *bars = &peer.message.history.bars;

        m.history_request.what = cases[i].what;
        if (!ask(&peer, &m, err))
            return false;
        CHECK(peer.message.type == TWS_HISTORICAL_DATA && bars->count == 1);
        CHECK_NEAR(bars->column[BARS_OPEN][0], cases[i].open, 0.011);
        CHECK(bars->column[BARS_HIGH][0] == cases[i].high);
        CHECK(bars->column[BARS_LOW][0] == cases[i].low);
        CHECK_NEAR(bars->column[BARS_CLOSE][0], cases[i].close, 0.011);
        CHECK(bars->column[BARS_VOLUME][0] == cases[i].volume);
        CHECK(isnan(bars->column[BARS_WAP][0]) == (i > 0));
    }
    ib_peer_close(&peer);
    return true;
}

TEST(each_kind_of_data_is_made_of_the_same_bars)
{
    ib_peer_run(NULL, ask_kinds);
}

static bool count_hours(struct ib_peer_play *play, struct error *err)
{
    struct tws_message m = ib_peer_history(9, "1 min", "1 D", "");
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err) || !ask(&peer, &m, err))
        return false;
    CHECK(peer.message.history.bars.count == 90);           /* since 9:30, it is 11:00 */
    m.id++;
    m.history_request.use_rth = false;
    CHECK(ask(&peer, &m, err) && peer.message.history.bars.count == 420);   /* since 4:00 */
    m = ib_peer_history(11, "1 hour", "1 D", "");
    CHECK(ask(&peer, &m, err) && peer.message.history.bars.count == 2);
    CHECK(peer.message.history.bars.time[1] == date_of(2024, 6, 3) + 14 * 3600);
    m = ib_peer_history(12, "5 secs", "60 S", "20240603-13:31:00");
    CHECK(ask(&peer, &m, err) && peer.message.history.bars.count == 12);
    ib_peer_close(&peer);
    return true;
}

TEST(regular_hours_are_those_of_the_exchange)
{
    ib_peer_run(NULL, count_hours);
}

static bool ask_pair(struct ib_peer_play *play, struct error *err)
{
    struct tws_message m = ib_peer_history(9, "1 hour", "1 D", "");
    struct ib_peer peer;

    m.contract = (struct tws_contract){ .symbol = "EUR", .sec_type = "CASH",
                                        .exchange = "IDEALPRO", .currency = "USD" };
    if (!ib_peer_enter(play, &peer, 187, 1, err) || !ask(&peer, &m, err))
        return false;
    CHECK(peer.message.type == TWS_ERROR && peer.message.error.code == 162);    /* no TRADES */
    m.id++;
    m.history_request.what = "MIDPOINT";
    CHECK(ask(&peer, &m, err) && peer.message.type == TWS_HISTORICAL_DATA);
    CHECK(peer.message.history.bars.count >= 17);           /* since Sunday evening */
    m.id++;
    m.history_request.bar_size = "1 day";
    m.history_request.duration = "2 D";
    CHECK(ask(&peer, &m, err) && peer.message.history.form == TWS_TIME_DATE);
    CHECK(peer.message.history.bars.time[peer.message.history.bars.count - 1] ==
          date_of(2024, 6, 3));
    ib_peer_close(&peer);
    return true;
}

TEST(a_pair_has_no_trades_but_a_midpoint)
{
    ib_peer_run(NULL, ask_pair);
}

static bool cancel_one(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message m = ib_peer_history(9, "1 day", "3 D", "");
    const struct tws_message cancel = { .type = TWS_CANCEL_HISTORICAL_DATA, .id = 9 };
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err) || !ib_peer_send(&peer, &m, err) ||
        !ib_peer_send(&peer, &cancel, err) || !ib_peer_wait_error(&peer, 162, err))
        return false;
    CHECK(strstr(peer.message.error.text, "API historical data query cancelled: 9"));
    CHECK(ask(&peer, &m, err) && peer.message.type == TWS_HISTORICAL_DATA);
    CHECK(ib_peer_send(&peer, &cancel, err) && ib_peer_wait_error(&peer, 366, err));
    ib_peer_close(&peer);
    return true;
}

TEST(an_early_cancel_is_162_and_a_late_one_366)
{
    ib_peer_run(NULL, cancel_one);
}

static bool use_number_twice(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message m = ib_peer_history(9, "1 day", "3 D", "");
    struct ib_peer peer;

    if (!ib_peer_enter(play, &peer, 187, 1, err) || !ib_peer_send(&peer, &m, err) ||
        !ib_peer_send(&peer, &m, err) || !ib_peer_wait_error(&peer, 386, err) ||
        !ib_peer_wait_for(&peer, TWS_HISTORICAL_DATA, err))
        return false;
    CHECK(sim_count(play->sim)->violations_id == 1);
    ib_peer_close(&peer);
    return true;
}

TEST(a_number_that_is_open_is_not_taken_again)
{
    ib_peer_run(NULL, use_number_twice);
}
