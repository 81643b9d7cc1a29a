/* Requests and their answers. What ends them otherwise: test_gateway_ask.c. */
#include "ib/gateway_request.h"

#include "async/loop.h"
#include "async/timer.h"
#include "base/date.h"
#include "ib/tws_code.h"
#include "peer.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

enum { DETAILS = 9, HISTORY = 20, HEAD = 87, SYMBOLS = 81 };

/* ---- answers ---- */

static bool get_bars(struct peers *peers, struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    const struct gateway_bars what = peer_minutes(1759968000);

    if (!gateway_request_bars(peers->gateway, &what, &bars, err))
        return false;
    CHECK(bars.count == 2 && bars.time[0] == 1759930200 && bars.time[1] == 1759930260);
    CHECK_NEAR(bars.column[BARS_VOLUME][1], 10219.25, 0);
    CHECK_NEAR(bars.column[BARS_TRADES][0], 6213, 0);
    return true;
}

TEST(bars_come_in_one_message_before_196_and_end_with_another_from_then_on)
{
    static const int versions[] = { 163, 187, 195, 196, 200 };

    for (size_t i = 0; i < COUNT(versions); i++) {
        struct peers peers = { .scripts = { peer_give_bars }, .client = get_bars,
                               .version = versions[i] };

        peer_run(&peers);
        CHECK(peers.n == 1 && !peers.cancels);
    }
}

static bool answer_other(struct peer *peer, int kind, struct error *err)
{
    const long long id = (long long)peer->id;

    switch (kind) {
    case HEAD: return peer_say(peer, err, "88|%lld|345479400|", id);
    case SYMBOLS:
        return peer_say(peer, err, "79|%lld|2|265598|AAPL|STK|NASDAQ|USD|1|OPT|APPLE INC||"
                        "-1||BOND|||0|Apple Inc|e1|", id);
    case HISTORY:
        return peer_say(peer, err, "106|%lld|20251006-09:30:00|20251007-16:00:00|US/Eastern|2|"
                        "20251006-09:30:00|20251006-16:00:00|20251006|"
                        "20251007-09:30:00|20251007-16:00:00|20251007|", id);
    case DETAILS:
        return peer_say(peer, err, "10|%lld|ES|FUT|20251219 08:30:00 US/Central||0||CME|USD|ESZ5|ES|"
                        "ES|495512563|0.25|50|LMT|CME|1|11004968|E-mini|||||| US/Central|"
                        "20251009:1700-20251010:1600|20251010:0830-20251010:1500||0|0|1|ES|IND|67|"
                        "20251219||1|1|1|0|", id) &&
               peer_say(peer, err, "52|1|%lld|", id);
    default: return true;
    }
}

static bool give_other(struct peer *peer, struct error *err)
{
    peer->answers = answer_other;
    return peer_serve(peer, err);
}

static bool get_head(struct peers *peers, struct error *err)
{
    struct gateway_bars what = peer_minutes(0);
    int64_t first = 0;

    if (!gateway_request_head_timestamp(peers->gateway, &what, &first, err))
        return false;
    CHECK(first == 345479400);
    return true;
}

TEST(a_head_timestamp_is_cancelled_after_its_answer)
{
    struct peers peers = { .scripts = { give_other }, .client = get_head };

    peer_run(&peers);
    CHECK(peers.cancels == 1);
}

static bool get_symbols(struct peers *peers, struct error *err)
{
    struct gateway_matches matches;

    if (!gateway_request_matching(peers->gateway, "AAPL", 0, &matches, err))
        return false;
    CHECK(matches.n == 1 && matches.rows[0].con_id == 265598);
    CHECK_TEXT(matches.rows[0].name, "APPLE INC");
    gateway_request_release_matches(&matches);
    return true;
}

TEST(symbols_are_found_and_issuers_of_bonds_left_out)
{
    struct peers peers = { .scripts = { give_other }, .client = get_symbols };

    peer_run(&peers);
}

static bool get_schedule(struct peers *peers, struct error *err)
{
    struct gateway_bars what = peer_minutes(0);
    struct gateway_schedule schedule;

    what.duration = "2 D";
    if (!gateway_request_schedule(peers->gateway, &what, &schedule, err))
        return false;
    CHECK(schedule.n == 2 && schedule.rows[1].date == date_of(2025, 10, 7));
    CHECK(schedule.rows[0].open == date_of(2025, 10, 6) + 13 * 3600 + 1800);
    CHECK(schedule.rows[0].close == date_of(2025, 10, 6) + 20 * 3600);
    gateway_request_release_schedule(&schedule);
    return true;
}

TEST(a_schedule_is_read_by_the_clock_of_its_zone)
{
    struct peers peers = { .scripts = { give_other }, .client = get_schedule };

    peer_run(&peers);
}

static bool get_contract(struct peers *peers, struct error *err)
{
    OWNED(contract_list_release) struct contract_list list = {0};
    const struct tws_contract like = { .symbol = "ES", .sec_type = "FUT", .exchange = "CME" };

    if (!gateway_request_contract(peers->gateway, &like, 0, &list, err))
        return false;
    CHECK(list.n == 1 && list.rows[0].con_id == 495512563);
    CHECK_TEXT(list.rows[0].local_symbol, "ESZ5");
    CHECK_TEXT(list.rows[0].last_trade, "20251219");
    CHECK_NEAR(list.rows[0].multiplier, 50, 0);
    CHECK_TEXT(list.rows[0].liquid_hours, "20251010:0830-20251010:1500");
    return true;
}

TEST(contracts_come_until_their_end_message)
{
    struct peers peers = { .scripts = { give_other }, .client = get_contract };

    peer_run(&peers);
}

/* ---- every code ---- */

static const struct tws_code *code;

static bool answer_code(struct peer *peer, int kind, struct error *err)
{
    if (kind != HISTORY)
        return true;
    return peer_say(peer, err, "4|2|%lld|%d|Some text: %s||", (long long)peer->id, code->code,
                    code->part ? code->part : "x") &&
           (tws_code_ends_request(code) ||
            peer_say(peer, err, "17|%lld|a|b|2|" PEER_BARS, (long long)peer->id));
}

static bool give_code(struct peer *peer, struct error *err)
{
    peer->answers = answer_code;
    return peer_serve(peer, err);
}

static bool get_code(struct peers *peers, struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    const struct gateway_bars what = peer_minutes(1759968000);
    struct error why = {0};
    const bool ok = gateway_request_bars(peers->gateway, &what, &bars, &why);

    (void)err;
    if (code->kind == TWS_CODE_NO_DATA)
        test_expect(ok && !bars.count, __FILE__, __LINE__, "%d is no data", code->code);
    else if (tws_code_ends_request(code))
        test_expect(!ok && why.code == code->error && strstr(why.text, code->text), __FILE__,
                    __LINE__, "%d: %s", code->code, why.text);
    else
        test_expect(ok && bars.count == 2, __FILE__, __LINE__, "%d only warns", code->code);
    return true;
}

TEST(every_code_of_ibs_ends_a_request_as_the_table_says)
{
    for (size_t i = 0; (code = tws_code_at(i)); i++) {
        struct peers peers = { .scripts = { give_code }, .client = get_code };

        peer_run(&peers);
        CHECK(peers.n == 1);
    }
}

/* ---- nonsense ---- */

static int asked;

static bool answer_nonsense(struct peer *peer, int kind, struct error *err)
{
    const long long id = (long long)peer->id;

    if (kind != HISTORY)
        return true;
    switch (asked++) {
    case 0: return peer_say(peer, err, "17|%lld|a|b|1|1759930200|x|2|3|4|5|6|7|", id);
    case 1: return peer_say(peer, err, "88|%lld|345479400|", id);
    case 2: return peer_say(peer, err, "17|%lld|a|b|2|1759930260|1|2|1|2|5|6|7|"
                            "1759930200|1|2|1|2|5|6|7|", id);
    case 3: return peer_say(peer, err, "17|%lld|a|b|1|1759930200|1|0.5|1|1|5|6|7|", id);
    default: return peer_answer_bars(peer, kind, err);
    }
}

static bool give_nonsense(struct peer *peer, struct error *err)
{
    peer->answers = answer_nonsense;
    return peer_serve(peer, err);
}

static bool get_nonsense(struct peers *peers, struct error *err)
{
    struct error why;

    for (int i = 0; i < 4; i++)
        test_expect(!peers_ask(peers, 1759968000 + i * 86400, 0, &why) &&
                    why.code == ERROR_BAD_DATA, __FILE__, __LINE__, "nonsense %d: %s", i, why.text);
    return peers_ask(peers, 1759968000, 0, err);
}

TEST(an_answer_that_makes_no_sense_costs_one_request)
{
    struct peers peers = { .scripts = { give_nonsense }, .client = get_nonsense };

    asked = 0;
    peer_run(&peers);
    CHECK(peers.n == 1);
}

static bool ask_the_impossible(struct peers *peers, struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    struct gateway_bars what = peer_minutes(1759968000);
    struct error why;

    (void)err;
    what.duration = "1 D";
    what.size = tws_bar_size_find("1 secs");
    CHECK(!gateway_request_bars(peers->gateway, &what, &bars, &why) && why.code == ERROR_INVALID);
    what = peer_minutes(1759968000);
    what.what = "ADJUSTED_LAST";
    CHECK(!gateway_request_bars(peers->gateway, &what, &bars, &why) && why.code == ERROR_INVALID);
    return true;
}

TEST(a_request_that_ib_would_refuse_is_not_sent)
{
    struct peers peers = { .scripts = { peer_serve }, .client = ask_the_impossible };

    peer_run(&peers);
}
