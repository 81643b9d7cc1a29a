#include "async/loop.h"
#include "async/task.h"
#include "ib_peer.h"
#include "ibsim/sim_fault_error.h"
#include "ibsim/sim_fault_frame.h"
#include "ibsim/sim_fault_reply.h"
#include "sim_outcome.h"
#include "test.h"

#include <string.h>

/* What a client sees of a request for bars at a fault; and whether the connection lives on. */
static const struct seen {
    const char *fault;
    enum sim_outcome outcome;
    int64_t code;               /* of the error */
    int before;                 /* other messages first; -1: any number */
    bool lives;
    int64_t least_ms;           /* it takes */
} table[] = {
    { "no-reply", SILENT, 0, -1, true, 0 },
    { "slow-reply=5000", ANSWERED, 0, 0, true, 5200 },
    { "trickle=100", ANSWERED, 0, 0, true, 1000 },
    { "one-byte", ANSWERED, 0, 0, true, 200 },
    { "close-before", CLOSED, 0, 0, false, 0 },
    { "close-middle", CLOSED, 0, 0, false, 0 },
    { "close-between", ANSWERED, 0, 0, false, 0 },
    { "reset-before", CLOSED, 0, 0, false, 0 },
    { "reset-middle", CLOSED, 0, 0, false, 0 },
    { "half-frame", SILENT, 0, 0, false, 0 },
    { "unknown-message", ANSWERED, 0, 1, true, 0 },
    { "unknown-request", ANSWERED, 0, 1, true, 0 },
    { "other-kind", OTHERWISE, 0, 0, true, 0 },
    { "duplicate-reply", ANSWERED, 0, 0, true, 0 },
    { "late-reply=1000", ANSWERED, 0, 0, true, 1200 },
    { "bad-length=0", BROKEN, 0, 0, false, 0 },
    { "bad-length=1", UNREADABLE, 0, 0, false, 0 },
    { "bad-length=0x00fffffe", SILENT, 0, 0, false, 0 },
    { "bad-length=0x01000000", BROKEN, 0, 0, false, 0 },
    { "bad-length", BROKEN, 0, 0, false, 0 },
    { "bad-length=0x80000000", BROKEN, 0, 0, false, 0 },
    { "bad-length=0xffffffff", BROKEN, 0, 0, false, 0 },
    { "garbage-bytes", BROKEN, 0, 0, false, 0 },
    { "garbage-http", BROKEN, 0, 0, false, 0 },
    { "no-nul", UNREADABLE, 0, 0, true, 0 },
    { "id-text", UNREADABLE, 0, 0, true, 0 },
    { "fields-few", UNREADABLE, 0, 0, true, 0 },
    { "fields-many=3", UNREADABLE, 0, 0, true, 0 },
    { "count", UNREADABLE, 0, 0, true, 0 },
    { "count=1000000000", UNREADABLE, 0, 0, true, 0 },
    { "price-nan", UNREADABLE, 0, 0, true, 0 },
    { "price-overflow", UNREADABLE, 0, 0, true, 0 },
    { "field-long", UNREADABLE, 0, 0, true, 0 },
    { "error", REFUSED, 321, 0, true, 0 },
    { "error=200", REFUSED, 200, 0, true, 0 },
    { "error=354", REFUSED, 354, 0, true, 0 },
    { "error=420", REFUSED, 420, 0, true, 0 },
    { "error=10197", REFUSED, 10197, 0, true, 0 },
    { "error=10314", REFUSED, 10314, 0, true, 0 },
    { "error=200@times=1", REFUSED, 200, 0, true, 0 },
    { "error-no-data", REFUSED, 162, 0, true, 0 },
    { "error-pacing", REFUSED, 162, 0, true, 0 },
    { "error-elsewhere", REFUSED, 162, 0, true, 0 },
    { "error-permission", REFUSED, 162, 0, true, 0 },
    { "error-open", REFUSED, 322, 0, true, 0 },
    { "warning", ANSWERED, 0, 1, true, 0 },
    { "warning=10167", ANSWERED, 0, 1, true, 0 },
    { "updates-lost", ANSWERED, 0, 0, true, 0 },
    { "text-foreign", ANSWERED, 0, 0, true, 0 },
    { "text-escaped", ANSWERED, 0, 0, true, 0 },
    { "text-raw", ANSWERED, 0, 0, true, 0 },
};

static const struct seen *row;

static bool see_row(struct ib_peer_play *play, struct error *err)
{
    const struct tws_message message = ib_peer_history(5, "1 day", "3 D", "20240529-00:00:00");
    const struct tws_message clock = { .type = TWS_REQ_CURRENT_TIME };
    enum sim_outcome outcome;
    struct ib_peer peer;
    int64_t began;
    int before;

    if (!ib_peer_enter(play, &peer, 200, 1, err) ||
        !ib_peer_wait_error(&peer, 2158, err))
        return false;
    CHECK(sim_add_fault(play->sim, row->fault, err));
    began = loop_now(play->loop);
    outcome = sim_outcome_ask(&peer, &message, TWS_HISTORICAL_DATA, &before);
    test_expect(outcome == row->outcome, __FILE__, __LINE__, "%s: %s", row->fault,
                sim_outcome_name(outcome));
    test_expect(row->outcome != REFUSED || peer.message.error.code == row->code, __FILE__,
                __LINE__, "%s: code %lld", row->fault, (long long)peer.message.error.code);
    test_expect(row->before < 0 || before == row->before, __FILE__, __LINE__,
                "%s: %d messages before", row->fault, before);
    test_expect(loop_now(play->loop) - began >= row->least_ms, __FILE__, __LINE__,
                "%s: too soon", row->fault);
    sim_clear_faults(play->sim);
    if (row->lives)
        CHECK(ib_peer_send(&peer, &clock, err) && ib_peer_wait_for(&peer, TWS_CURRENT_TIME, err));
    ib_peer_close(&peer);
    return ib_peer_enter(play, &peer, 200, 2, err) ? ib_peer_close(&peer), true : false;
}

TEST(each_fault_of_an_answer_looks_as_it_should_and_the_next_client_is_served)
{
    for (size_t i = 0; i < COUNT(table); i++) {
        row = &table[i];
        ib_peer_run(&(struct sim_settings){ .server_version = 200, .delay_ms = 200 }, see_row);
    }
}

static bool is_tried(const char *name)
{
    for (size_t i = 0; i < COUNT(table); i++)
        if (!strncmp(table[i].fault, name, strlen(name)) &&
            !strchr("-abcdefghijklmnopqrstuvwxyz", table[i].fault[strlen(name)]))
            return true;
    for (size_t i = 0; i < COUNT(table); i++)
        if (!strcmp(table[i].fault, name))
            return true;
    return false;
}

TEST(each_fault_of_an_answer_is_in_the_table_above)
{
    const struct sim_fault_kind *const kinds[] = { sim_fault_reply, sim_fault_frame,
                                                   sim_fault_error };

    for (size_t t = 0; t < COUNT(kinds); t++)
        for (const struct sim_fault_kind *kind = kinds[t]; kind->name; kind++)
            test_expect(is_tried(kind->name), __FILE__, __LINE__, "%s is not tried", kind->name);
}

/* ---- when ---- */

static bool ask_five(struct ib_peer_play *play, const char *fault, char ret_seen[6],
                     struct error *err)
{
    struct ib_peer peer;
    int before;

    if (!ib_peer_enter(play, &peer, 187, 3, err) || !sim_add_fault(play->sim, fault, err))
        return false;
    for (int i = 0; i < 5; i++) {
        const struct tws_message message = ib_peer_history(10 + i, "1 day", "3 D",
                                                           "20240529-00:00:00");

        ret_seen[i] = sim_outcome_ask(&peer, &message, TWS_HISTORICAL_DATA, &before) == REFUSED
            ? 'x' : '.';
    }
    ret_seen[5] = '\0';
    sim_clear_faults(play->sim);
    ib_peer_close(&peer);
    return true;
}

static bool try_conditions(struct ib_peer_play *play, struct error *err)
{
    static const struct {
        const char *fault, *seen;
    } cases[] = {
        { "error", "xxxxx" },
        { "error@nth=3", "..x.." },
        { "error@every=2", ".x.x." },
        { "error@times=2", "xx..." },
        { "error@client=4", "....." },
        { "error@client=3,symbol=AAA,kind=history,nth=1", "x...." },
        { "error@kind=head", "....." },
        { "error@symbol=BBB", "....." },
        { "error@id=12", "..x.." },
        { "error@p=0", "....." },
        { "error@after=1", "....x" },
        { "error@for=1", "xxxx." },         /* an answer takes 0.26 s */
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        char seen[6] = "";

        if (!ask_five(play, cases[i].fault, seen, err))
            return false;
        CHECK_TEXT(seen, cases[i].seen);
    }
    return true;
}

TEST(conditions_choose_when_a_fault_fires)
{
    struct sim_settings settings = sim_usual_settings();

    settings.delay_ms = 260;
    settings.delay_1000_bars_ms = 0;
    ib_peer_run(&settings, try_conditions);
}

TEST(what_is_no_fault_is_refused_with_the_reason)
{
    static const char *const wrong[] = {
        "", "nothing", "no-reply=", "no-reply=x", "no-reply@", "no-reply@when=1",
        "no-reply@nth=", "no-reply@nth=x", "no-reply@p=2", "no-reply@kind=", "bad-length=0x",
        "bad-length=0x1ffffffff", "no-reply@kind=123456789012345678901234567890",
    };
    struct sim_fault fault;

    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error err = {0};
        const bool ok = sim_fault_parse(wrong[i], &fault, &err);

        test_expect(i == 4 ? ok : !ok && err.code == ERROR_INVALID && *err.text, __FILE__,
                    __LINE__, "'%s' is taken", wrong[i]);
    }
}
