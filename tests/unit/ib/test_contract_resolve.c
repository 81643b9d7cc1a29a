#include "ib/contract_resolve.h"

#include "ib/trading_hours.h"
#include "peer.h"
#include "test.h"

#include <string.h>

enum { DETAILS = 9, SYMBOLS = 81, HEAD = 87 };

static int asked, rows, hangs_up_at;

static bool say_row(struct peer *peer, int row, struct error *err)
{
    return peer_say(peer, err, "10|%lld|SAP|STK|||0||SMART|%s|SAP|NMS|NMS|%d|0.01||LMT|SMART|1|0|"
                    "SAP SE|%s||Tech|Comp|Comp|MET|20270115:0900-20270115:1730|"
                    "20270115:0900-20270115:1730||0|0|1|||26||COMMON|0.0001|0.0001|100|0|",
                    (long long)peer->id, row ? "USD" : "EUR", 100 + row, row ? "NYSE" : "IBIS");
}

static bool answer(struct peer *peer, int kind, struct error *err)
{
    const long long id = (long long)peer->id;

    asked += kind == DETAILS || kind == HEAD;
    if (hangs_up_at && asked == hangs_up_at)
        return false;
    if (kind == SYMBOLS)
        return peer_say(peer, err, "79|%lld|1|29612269|SAPG|STK|IBIS|EUR|0|SAP SE||", id);
    if (kind == HEAD)
        return peer_say(peer, err, "88|%lld|345479400|", id);
    if (kind != DETAILS)
        return true;
    if (!rows)
        return peer_say(peer, err, "4|2|%lld|200|No security definition||", id);
    for (int i = 0; i < rows; i++)
        if (!say_row(peer, i, err))
            return false;
    return say_row(peer, 0, err) && peer_say(peer, err, "52|1|%lld|", id);
}

static bool serve(struct peer *peer, struct error *err)
{
    peer->answers = answer;
    return peer_ready(peer, err) && peer_idle(peer, err);
}

static const struct contract_ask sap = { .symbol = "SAP@IBIS" };

static bool resolve_twice(struct peers *peers, struct error *err)
{
    OWNED(contract_release) struct contract first = {0};
    OWNED(contract_release) struct contract second = {0};
    OWNED(trading_hours_release) struct trading_hours hours = {0};

    if (!contract_resolve(peers->gateway, &sap, 0, &first, NULL, err) ||
        !contract_resolve(peers->gateway, &sap, 0, &second, NULL, err) ||
        !trading_hours_read(second.liquid_hours, second.zone, &hours, err))
        return false;
    CHECK(first.con_id == 100 && second.con_id == 100 && asked == 1);
    CHECK_TEXT(second.primary_exchange, "IBIS");
    CHECK_TEXT(second.name, "SAP SE");
    CHECK_TEXT(second.currency, "EUR");
    CHECK_NEAR(second.min_tick, 0.01, 0);
    CHECK_NEAR(second.multiplier, 1, 0);
    CHECK(hours.n == 1 && hours.rows[0].open == PEER_START);
    return true;
}

TEST(an_instrument_is_asked_for_once_and_then_known)
{
    struct peers peers = { .scripts = { serve }, .client = resolve_twice };

    asked = 0;
    rows = 1;
    peer_run(&peers);
}

static bool resolve_next_day(struct peers *peers, struct error *err)
{
    OWNED(contract_release) struct contract first = {0};
    OWNED(contract_release) struct contract second = {0};
    OWNED(contract_release) struct contract third = {0};

    if (!contract_resolve(peers->gateway, &sap, 0, &first, NULL, err))
        return false;
    peers->clock_jump_ms = (int64_t)25 * 3600 * 1000;
    if (!contract_resolve(peers->gateway, &sap, 0, &second, NULL, err))
        return false;
    CHECK(asked == 2);
    peers->clock_jump_ms *= 2;
    peers->refuses = 1000;
    hangs_up_at = 3;
    if (!contract_resolve(peers->gateway, &sap, 0, &third, NULL, err))
        return false;
    CHECK(third.con_id == 100 && asked == 3);
    return true;
}

TEST(what_is_older_than_a_day_is_asked_again_but_used_while_nobody_answers)
{
    struct peers peers = { .scripts = { serve }, .client = resolve_next_day };

    asked = 0;
    rows = 1;
    peer_run(&peers);
    hangs_up_at = 0;
}

static bool resolve_ambiguous(struct peers *peers, struct error *err)
{
    OWNED(contract_list_release) struct contract_list candidates = {0};
    struct contract contract;
    struct error why = {0};

    (void)err;
    CHECK(!contract_resolve(peers->gateway, &sap, 0, &contract, &candidates, &why));
    CHECK(why.code == ERROR_INVALID && candidates.n == 6);
    CHECK(strstr(why.text, "SAP STK IBIS EUR (contract 100)"));
    CHECK(strstr(why.text, "SAP STK NYSE USD (contract 101)"));
    CHECK(strstr(why.suggestion, "SYMBOL@EXCHANGE"));
    return true;
}

TEST(several_that_fit_are_named_and_none_is_chosen)
{
    struct peers peers = { .scripts = { serve }, .client = resolve_ambiguous };

    rows = 5;
    peer_run(&peers);
}

static bool resolve_unknown(struct peers *peers, struct error *err)
{
    struct contract contract;
    struct error why = {0};

    (void)err;
    CHECK(!contract_resolve(peers->gateway, &sap, 0, &contract, NULL, &why));
    CHECK(why.code == ERROR_NOT_FOUND && strstr(why.text, "SAPG STK on IBIS in EUR"));
    return true;
}

TEST(none_that_fits_names_what_is_like_it)
{
    struct peers peers = { .scripts = { serve }, .client = resolve_unknown };

    rows = 0;
    peer_run(&peers);
}

static bool ask_head(struct peers *peers, struct error *err)
{
    OWNED(contract_release) struct contract contract = {0};
    struct contract_resolve_head_ask ask = { &contract, "TRADES", true, 0 };
    int64_t first = 0;

    if (!contract_resolve(peers->gateway, &sap, 0, &contract, NULL, err))
        return false;
    for (int i = 0; i < 3; i++)
        if (!contract_resolve_head(peers->gateway, &ask, &first, err))
            return false;
    CHECK(first == 345479400 && asked == 2 && peers->cancels == 1);
    ask.use_rth = false;
    if (!contract_resolve_head(peers->gateway, &ask, &first, err))
        return false;
    CHECK(asked == 3);
    return true;
}

TEST(the_first_bar_is_asked_once_for_each_kind_of_data)
{
    struct peers peers = { .scripts = { serve }, .client = ask_head };

    asked = 0;
    rows = 1;
    peer_run(&peers);
}
