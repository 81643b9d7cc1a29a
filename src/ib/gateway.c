#include "ib/gateway.h"

#include "async/loop.h"
#include "async/timer.h"
#include "base/mem.h"
#include "ib/gateway_connect.h"
#include "ib/gateway_core.h"
#include "ib/gateway_serve.h"
#include "log/log.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    FIRST_ID = 1000,                /* of requests: no order of a person's has such a number */
    BACK_OFF_MS = 5000, BACK_OFF_MOST_MS = 60000,
    END_MS = 2000, TOUCH_MS = 1000,
    GIVE_UP_MS = 15 * 60000,        /* a restart takes no longer; now a person is wanted */
    STEADY_MS = 60000,              /* ready for so long: what failed before is forgotten */
};

/* ---- made and freed ---- */

static void fill(struct gateway *gateway, struct loop *loop,
                 const struct gateway_settings *settings)
{
    snprintf(gateway->host, sizeof(gateway->host), "%s", settings->host);
    gateway->loop = loop;
    gateway->port = settings->port;
    gateway->client_id = settings->client_id;
    gateway->dial = settings->dial;
    gateway->dial_arg = settings->dial_arg;
    gateway->clock = wall_clock_start(loop, settings->wall, settings->wall_arg);
    gateway->connects = connect_rule_new();
    gateway->queue = (struct pacing_queue){ .clock = &gateway->clock, .pacing = pacing_new(),
                                            .is_shut = true };
    gateway->random = random_seed(settings->seed);
    gateway->background.loop = loop;
    gateway->flights.last_id = FIRST_ID;
    gateway->state_since = gateway->last_ready = wall_clock_steady(&gateway->clock);
}

bool gateway_new(struct loop *loop, const struct gateway_settings *settings,
                 struct gateway **ret_gateway, struct error *err)
{
    struct gateway *gateway = MEM_NEW(struct gateway);

    fill(gateway, loop, settings);
    if (!maintenance_parse(settings->maintenance, &gateway->maintenance, err) ||
        !ledger_open(loop, settings->folder, &gateway->ledger, err) ||
        !ledger_remember(gateway->ledger, wall_clock_utc(&gateway->clock), &gateway->queue.pacing,
                         &gateway->connects, err)) {
        gateway_free(gateway);
        return false;
    }
    gateway->queue.ledger = gateway->ledger;
    *ret_gateway = gateway;
    return true;
}

void gateway_free(struct gateway *gateway)
{
    if (!gateway)
        return;
    assert(!gateway->task && !gateway->flights.count && !gateway->queue.waiting);
    ledger_close(gateway->ledger);
    maintenance_release(&gateway->maintenance);
    free(gateway);
}

/* ---- states ---- */

static bool is_news(enum gateway_state state)
{
    return state == GATEWAY_READY || state == GATEWAY_DEGRADED || state == GATEWAY_CLOSED;
}

void gateway_enter_state(struct gateway *gateway, enum gateway_state state)
{
    const int64_t utc = wall_clock_utc(&gateway->clock);
    const bool was_ready = gateway->shown.connected_since_ms;

    if (state == gateway->state)
        return;
    gateway->state = state;
    if (gateway_state_is_up(state))
        pacing_queue_open(&gateway->queue);
    else
        pacing_queue_shut(&gateway->queue);
    gateway->state_since = wall_clock_steady(&gateway->clock);
    gateway->shown.state_since_ms = utc;
    if ((state == GATEWAY_READY || state == GATEWAY_DEGRADED) && !was_ready)
        gateway->shown.connected_since_ms = utc;
    log_write(is_news(state) ? LOG_INFO : LOG_DEBUG, "gateway", (struct log_field[]){
        LOG_T("state", gateway_state_name(state)), LOG_T("host", gateway->host),
        LOG_I("port", gateway->port), LOG_END });
    event_raise(&gateway->changed);
}

void gateway_note_error(struct gateway *gateway, const struct error *why)
{
    gateway->shown.last_error = *why;
    gateway->shown.last_error_ms = wall_clock_utc(&gateway->clock);
    log_write(LOG_WARNING, "gateway", (struct log_field[]){
        LOG_T("code", error_name(why->code)), LOG_T("detail", why->text),
        LOG_T("next", why->suggestion), LOG_END });
}

/* ---- one connection after the other ---- */

/* What comes after a failure: 5, 10, 20, 40, 60 s and up to a quarter more, so that many clients
 * do not come at once; in maintenance always 60; and never before the rule of connects allows. */
static int64_t next_attempt(struct gateway *gateway)
{
    const int64_t now = wall_clock_steady(&gateway->clock);
    const int64_t utc = wall_clock_utc(&gateway->clock) / 1000;
    int64_t pause = BACK_OFF_MS;

    for (int i = 1; i < gateway->failures && pause < BACK_OFF_MOST_MS; i++)
        pause *= 2;
    if (pause > BACK_OFF_MOST_MS || maintenance_until(&gateway->maintenance, utc))
        pause = BACK_OFF_MOST_MS;
    if (!gateway->failures)
        pause = 0;
    pause += (int64_t)random_below(&gateway->random, (uint64_t)pause / 4 + 1);
    return connect_rule_when(&gateway->connects, now + pause);
}

/* False once it is to stop. */
static bool back_off(struct gateway *gateway)
{
    struct error why = {0};
    int64_t left;

    gateway->next_attempt = next_attempt(gateway);
    while (!gateway->is_stopping &&
           (left = gateway->next_attempt - wall_clock_steady(&gateway->clock)) > 0) {
        gateway_enter_state(gateway, GATEWAY_BACKING_OFF);
        if (!event_wait(&gateway->stop, loop_now(gateway->loop) + left, &why) &&
            why.code != ERROR_TIMEOUT)
            return false;
    }
    return !gateway->is_stopping;
}

/* The gateway sees an end, not a connection that falls silent; and who waits is told at once. */
static void end_session(struct gateway *gateway, struct tws_link *link, const struct error *why)
{
    const bool was_open = gateway->link;
    struct error late;

    gateway->link = NULL;
    flight_fail_all(&gateway->flights, why);
    pacing_queue_turn_away(&gateway->queue, PACING_PERSON, why);
    if (!was_open)
        return;
    tws_link_end(link, loop_now(gateway->loop) + END_MS);
    tws_link_release(link);
    connect_rule_alive(&gateway->connects, wall_clock_steady(&gateway->clock));
    if (!ledger_end_connect(gateway->ledger, LEDGER_ENDED, wall_clock_utc(&gateway->clock), &late))
        gateway_note_error(gateway, &late);
}

static void explain(struct gateway *gateway, struct error *why)
{
    const int64_t utc = wall_clock_utc(&gateway->clock) / 1000;
    char until[MAINTENANCE_TEXT];

    maintenance_print(&gateway->maintenance, utc, until);
    if (*until)
        error_suggest(why, "ib's planned maintenance lasts until %s; nothing need be done", until);
    else if (maintenance_wants_login(utc) && gateway->failures > 1)
        error_suggest(why, "the weekly login is due: log in to the gateway by hand");
    else if (wall_clock_steady(&gateway->clock) - gateway->last_ready >= GIVE_UP_MS)
        error_suggest(why, "it has been away for 15 minutes: look at the gateway, and log in");
}

static void count_failure(struct gateway *gateway, struct error *why)
{
    const int64_t utc = wall_clock_utc(&gateway->clock);
    const int64_t since = gateway->shown.connected_since_ms;

    if (since) {
        gateway->shown.reconnects++;
        gateway->last_ready = wall_clock_steady(&gateway->clock);
    }
    if (since && utc - since >= STEADY_MS)
        gateway->failures = 0;
    gateway->failures++;
    explain(gateway, why);
    gateway_note_error(gateway, why);
}

static void forget_session(struct gateway *gateway)
{
    gateway->has_order_id = gateway->has_accounts = gateway->is_taken = false;
    gateway->shown.farms = (struct farms){0};
    gateway->shown.connected_since_ms = 0;
    gateway->shown.server_version = gateway->shown.client_id = 0;
}

/* From the first byte to the last, so that a process that dies at any moment has left behind when
 * it was last connected. */
static bool touch(void *arg, struct error *err)
{
    struct gateway *gateway = arg;

    while (timer_sleep(TOUCH_MS, 0, err)) {
        connect_rule_alive(&gateway->connects, wall_clock_steady(&gateway->clock));
        if (!ledger_touch(gateway->ledger, wall_clock_utc(&gateway->clock), err)) {
            gateway_note_error(gateway, err);
            return false;
        }
    }
    return false;
}

/* From the attempt to the end; a stop is no failure. */
static void run_session(struct gateway *gateway)
{
    struct tws_link link = {0};
    struct error why = {0};
    OWNED(scope_release) struct scope scope = { .loop = gateway->loop };

    forget_session(gateway);
    scope_spawn(&scope, touch, gateway);
    if (gateway_connect(gateway, &link, &why))
        gateway_serve(gateway, &why);
    gateway_connect_learn(gateway);
    if (!gateway->is_stopping)
        count_failure(gateway, &why);
    gateway->next_attempt = next_attempt(gateway);
    if (gateway->state != GATEWAY_DRAINING)
        gateway_enter_state(gateway, GATEWAY_BACKING_OFF);
    end_session(gateway, &link, &why);
    forget_session(gateway);
}

static bool run(void *arg, struct error *err)
{
    struct gateway *gateway = arg;

    while (back_off(gateway)) {
        if (!task_check(err))
            break;
        run_session(gateway);
    }
    gateway_enter_state(gateway, GATEWAY_CLOSED);
    return true;
}

void gateway_start(struct gateway *gateway)
{
    assert(!gateway->task);
    gateway->is_stopping = false;
    gateway->failures = 0;
    gateway->task = task_spawn(gateway->loop, run, gateway);
}

struct limit {
    struct task *task;
    struct loop_timer *timer;       /* NULL: it rang, or there is none */
};

static void cut_short(void *arg)
{
    struct limit *limit = arg;

    limit->timer = NULL;
    task_cancel(limit->task);
}

static void turn_all_away(struct gateway *gateway)
{
    struct error why;

    error_set(&why, ERROR_INTERRUPTED, "the gateway's connection is being closed");
    for (enum pacing_lane lane = 0; lane < PACING_LANES; lane++)
        pacing_queue_turn_away(&gateway->queue, lane, &why);
}

void gateway_stop(struct gateway *gateway, int64_t deadline)
{
    struct limit limit = { gateway->task, NULL };
    struct error why;

    if (!gateway->task)
        return;
    gateway->is_stopping = true;
    turn_all_away(gateway);
    event_raise(&gateway->stop);
    if (deadline)
        limit.timer = loop_timer_start(gateway->loop, deadline - loop_now(gateway->loop), cut_short,
                                       &limit);
    if (!task_join(gateway->task, &why))
        gateway_note_error(gateway, &why);
    if (limit.timer)
        loop_timer_stop(limit.timer);
    if (!scope_wait(&gateway->background, &why))
        gateway_note_error(gateway, &why);
    gateway->task = NULL;
}

/* ---- for others to see ---- */

static int64_t next_free(const struct pacing *pacing, int64_t now)
{
    const struct pacing_request any = { .kind = PACING_SMALL, .lane = PACING_PERSON, .weight = 1 };
    const int64_t at = pacing_when(pacing, &any, now);

    return at == PACING_NEVER ? -1 : at - now;
}

void gateway_snapshot(const struct gateway *gateway, struct gateway_snapshot *ret_snapshot)
{
    const struct pacing *pacing = &gateway->queue.pacing;
    const int64_t now = wall_clock_steady(&gateway->clock);

    *ret_snapshot = gateway->shown;
    ret_snapshot->state = gateway->state;
    if (gateway->state == GATEWAY_BACKING_OFF && gateway->next_attempt > now)
        ret_snapshot->retry_after_ms = gateway->next_attempt - now;
    maintenance_print(&gateway->maintenance, wall_clock_utc(&gateway->clock) / 1000,
                      ret_snapshot->maintenance_until);
    ret_snapshot->in_flight = gateway->flights.count;
    ret_snapshot->waiting = gateway->queue.waiting;
    ret_snapshot->cap = pacing->cap;
    ret_snapshot->budget = pacing_budget_now(pacing, now);
    ret_snapshot->used = pacing_used(pacing, now);
    ret_snapshot->next_free_ms = next_free(pacing, now);
    ret_snapshot->complaints = pacing->complaints;
    ret_snapshot->late_messages = gateway->flights.late;
}

struct ledger *gateway_ledger(const struct gateway *gateway)
{
    return gateway->ledger;
}

int64_t gateway_utc_ms(const struct gateway *gateway)
{
    return wall_clock_utc(&gateway->clock);
}

int64_t gateway_estimate(const struct gateway *gateway, const struct pacing_request *requests,
                         size_t n)
{
    return pacing_estimate(&gateway->queue.pacing, requests, n, wall_clock_steady(&gateway->clock));
}
