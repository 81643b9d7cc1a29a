#include "managers/manage_ib_check.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/bars.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { STEP_MS = 60000, STEPS_MOST = 8, SKEW_SECONDS = 5, SYMBOL_DAYS = 4, PAIR_DAYS = 10 };

struct walk {
    struct manage_ib *ib;
    struct wire_ib_check check;
    int64_t began;                  /* the present step, loop_now() */
};

static struct wire_ib_step *begin(struct walk *walk, const char *name)
{
    struct wire_ib_step *step = &walk->check.steps[walk->check.n_steps++];

    wire_clear(wire_ib_step_fields, step);
    snprintf(step->name, sizeof(step->name), "%s", name);
    walk->began = loop_now(walk->ib->loop);
    return step;
}

static int64_t deadline(const struct walk *walk)
{
    const int64_t mine = walk->began + STEP_MS, given = task_deadline();

    return given && given < mine ? given : mine;
}

/* Whether the walk goes on. */
static bool end(struct walk *walk, struct wire_ib_step *step, enum wire_ib_outcome outcome)
{
    step->outcome = outcome;
    step->milliseconds = (double)(loop_now(walk->ib->loop) - walk->began);
    if (outcome > walk->check.outcome)
        walk->check.outcome = outcome;
    return outcome != WIRE_IB_FAILED;
}

static bool end_failed(struct walk *walk, struct wire_ib_step *step, const struct error *why)
{
    snprintf(step->text, sizeof(step->text), "%s", why->text);
    snprintf(step->next, sizeof(step->next), "%s", why->suggestion);
    return end(walk, step, WIRE_IB_FAILED);
}

static const char *shown_hours(bool rth)
{
    return rth ? "regular hours" : "all hours";
}

static int64_t now_seconds(void)
{
    return date_now_ms() / 1000;
}

static void print_bars(const struct bars *bars, char *ret_text, size_t room)
{
    const size_t last = bars->count - 1;
    char when[DATE_TEXT];

    date_print_iso(bars->time[last], when);
    snprintf(ret_text, room, "%zu bars, the last of %s closed at %g", bars->count, when,
             bars->column[BARS_CLOSE][last]);
}

static bool end_bars(struct walk *walk, struct wire_ib_step *step, const struct bars *bars)
{
    if (bars->count) {
        print_bars(bars, step->text, sizeof(step->text));
        return end(walk, step, WIRE_IB_GOOD);
    }
    snprintf(step->text, sizeof(step->text), "ib has no bars of these days");
    snprintf(step->next, sizeof(step->next), "a holiday, or an instrument that does not trade: "
             "`ktrdr ib ranges` says since when there are data");
    return end(walk, step, WIRE_IB_WARNING);
}

/* ---- the connection ---- */

static bool tell_connection(struct walk *walk, struct wire_ib_step *step,
                            const struct wire_ib_gateway *gateway)
{
    snprintf(step->text, sizeof(step->text), "%.200s:%lld answers, server version %lld",
             gateway->host, (long long)gateway->port, (long long)gateway->server_version);
    return end(walk, step, WIRE_IB_GOOD);
}

static bool look_account(struct walk *walk, const struct wire_ib_gateway *gateway)
{
    struct wire_ib_step *step = begin(walk, "account");

    snprintf(step->text, sizeof(step->text), "%s, %s; nothing is ever ordered", gateway->account,
             gateway->is_paper ? "a paper account" : "a live account");
    return end(walk, step, WIRE_IB_GOOD);
}

static bool look_client(struct walk *walk, const struct wire_ib_gateway *gateway)
{
    struct wire_ib_step *step = begin(walk, "client id");
    const int64_t wanted = walk->ib->client_id;

    snprintf(step->text, sizeof(step->text), "%lld", (long long)gateway->client_id);
    if (gateway->client_id == wanted)
        return end(walk, step, WIRE_IB_GOOD);
    snprintf(step->text, sizeof(step->text), "%lld: another program has %lld",
             (long long)gateway->client_id, (long long)wanted);
    snprintf(step->next, sizeof(step->next), "set ib.client_id to a number of its own");
    return end(walk, step, WIRE_IB_WARNING);
}

static bool look_clock(struct walk *walk, const struct wire_ib_gateway *gateway)
{
    struct wire_ib_step *step = begin(walk, "clock");
    const double skew = gateway->clock_skew_seconds;

    snprintf(step->text, sizeof(step->text), "%.0f s between this machine's and the gateway's",
             fabs(skew));
    if (fabs(skew) < SKEW_SECONDS)
        return end(walk, step, WIRE_IB_GOOD);
    snprintf(step->next, sizeof(step->next), "set the clocks: `timedatectl set-ntp true`");
    return end(walk, step, WIRE_IB_WARNING);
}

static bool look_farms(struct walk *walk, const struct wire_ib_gateway *gateway)
{
    struct wire_ib_step *step = begin(walk, "data farms");
    size_t down = 0;

    for (size_t i = 0; i < gateway->n_farms; i++)
        down += !strcmp(gateway->farms[i].state, "down");
    snprintf(step->text, sizeof(step->text), "%zu known, %zu down%s%s", gateway->n_farms, down,
             *gateway->maintenance_until ? "; ib's planned maintenance lasts until " : "",
             gateway->maintenance_until);
    if (!down && !*gateway->maintenance_until)
        return end(walk, step, WIRE_IB_GOOD);
    snprintf(step->next, sizeof(step->next), "wait: this passes by itself, and until then data may "
             "be missing");
    return end(walk, step, WIRE_IB_WARNING);
}

static bool look_state(struct walk *walk, struct wire_ib_step *connection)
{
    OWNED(wire_ib_status_release) struct wire_ib_status status = {0};
    const struct wire_ib_gateway *gateway = &status.gateway;
    struct error why;

    if (!manage_ib_status(walk->ib, &status, &why))
        return end_failed(walk, connection, &why);
    return tell_connection(walk, connection, gateway) && look_account(walk, gateway)
        && look_client(walk, gateway) && look_clock(walk, gateway) && look_farms(walk, gateway);
}

static struct wire_ib_ask days_of(const struct wire_ib_contract *contract, const char *timeframe,
                                  int days)
{
    struct wire_ib_ask ask = adapt_ib_ask(contract);
    const int64_t now = now_seconds();

    snprintf(ask.timeframe, sizeof(ask.timeframe), "%s", timeframe);
    ask.start = now - (int64_t)days * DATE_DAY;
    ask.end = now;
    return ask;
}

/* The contract may be known from before, the bars are not: the connection is looked at. */
static bool walk_connection(struct walk *walk)
{
    OWNED(wire_ib_contract_release) struct wire_ib_contract pair = {0};
    OWNED(bars_release) struct bars bars = {0};
    struct wire_ib_query query = { .symbol = "EURUSD", .contract_id = WIRE_UNKNOWN };
    struct wire_ib_step *step = begin(walk, "connection");
    struct wire_ib_ask ask;
    struct error why;
    bool has_answer;

    if (!adapt_ib_resolve(walk->ib->adapter, &query, deadline(walk), &pair, NULL, &why))
        return end_failed(walk, step, &why);
    ask = days_of(&pair, "1d", PAIR_DAYS);
    has_answer = adapt_ib_bars(walk->ib->adapter, &ask, deadline(walk), &bars, &why);
    if (!has_answer && error_is_temporary(why.code))
        return end_failed(walk, step, &why);
    if (!look_state(walk, step))
        return false;
    step = begin(walk, "EURUSD daily bars");
    return has_answer ? end_bars(walk, step, &bars) : end_failed(walk, step, &why);
}

/* ---- a symbol ---- */

static bool look_contract(struct walk *walk, const struct wire_ib_query *query,
                          struct wire_ib_contract *ret_contract)
{
    struct wire_ib_step *step = begin(walk, "contract");
    struct wire_ib_contract contract;
    struct error why;

    if (!adapt_ib_resolve(walk->ib->adapter, query, deadline(walk), &contract, NULL, &why))
        return end_failed(walk, step, &why);
    snprintf(step->text, sizeof(step->text), "%s, %s on %s in %s, contract %lld", contract.name,
             contract.instrument_type,
             *contract.primary_exchange ? contract.primary_exchange : contract.exchange,
             contract.currency, (long long)contract.contract_id);
    *ret_contract = contract;
    return end(walk, step, WIRE_IB_GOOD);
}

static bool look_head(struct walk *walk, const struct wire_ib_contract *contract)
{
    struct wire_ib_step *step = begin(walk, "first bar");
    const struct wire_ib_ask ask = adapt_ib_ask(contract);
    char when[DATE_TEXT];
    struct error why;
    int64_t first;

    if (!adapt_ib_head(walk->ib->adapter, &ask, deadline(walk), &first, &why))
        return end_failed(walk, step, &why);
    date_print_iso(first, when);
    snprintf(step->text, sizeof(step->text), "%s since %s, %s", ask.what_to_show, when,
             shown_hours(ask.rth));
    return end(walk, step, WIRE_IB_GOOD);
}

static bool walk_symbol(struct walk *walk, const struct wire_ib_query *query)
{
    OWNED(wire_ib_contract_release) struct wire_ib_contract contract = {0};
    OWNED(bars_release) struct bars bars = {0};
    struct wire_ib_step *step;
    struct wire_ib_ask ask;
    struct error why;

    if (!look_contract(walk, query, &contract) || !look_head(walk, &contract))
        return false;
    ask = days_of(&contract, "1h", SYMBOL_DAYS);
    step = begin(walk, "bars");
    return adapt_ib_bars(walk->ib->adapter, &ask, deadline(walk), &bars, &why)
         ? end_bars(walk, step, &bars) : end_failed(walk, step, &why);
}

bool manage_ib_check_run(struct manage_ib *ib, const struct wire_ib_query *query,
                         struct wire_ib_check *ret_check, struct error *err)
{
    struct walk walk = { .ib = ib };
    const bool has_symbol = *query->symbol || query->contract_id != WIRE_UNKNOWN;

    wire_clear(wire_ib_check_fields, &walk.check);
    memcpy(walk.check.symbol, query->symbol, sizeof(walk.check.symbol));
    walk.check.steps = mem_alloc(STEPS_MOST * sizeof(*walk.check.steps));
    (void)(has_symbol ? walk_symbol(&walk, query) : walk_connection(&walk));   /* told in steps */
    if (!task_check(err)) {
        wire_ib_check_release(&walk.check);
        return false;
    }
    *ret_check = walk.check;
    return true;
}
