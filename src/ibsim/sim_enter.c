#include "ibsim/sim_enter.h"

#include "async/timer.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/zone.h"
#include "ib/tws_frame.h"
#include "ib/tws_hello.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_session.h"
#include "log/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECOND = 1000 };

static struct sim_scene scene_of(const struct sim_session *session, const char *kind)
{
    return (struct sim_scene){ session->client_id, kind, "", -1 };
}

static void print_clock(const struct sim *sim, char ret_text[40])
{
    const int64_t local = zone_from_utc(zone_builtin("US/Eastern"), sim_now_ms(sim) / SECOND);
    const struct date d = date_civil(local);

    snprintf(ret_text, 40, "%04d%02d%02d %02d:%02d:%02d EST", (int)d.year, d.month, d.day, d.hour,
             d.minute, d.second);
}

static void put_answer(struct sim_act *act)
{
    struct error ignored;
    size_t begun;

    if (!act->third) {
        tws_hello_write_answer(act->version, act->time, &act->bytes);
        return;
    }
    begun = tws_frame_begin(&act->bytes);
    buf_print(&act->bytes, "%d%c%s%c%s%c", act->version, 0, act->time, 0, act->third, 0);
    if (!tws_frame_end(&act->bytes, begun, &ignored))
        act->is_dropped = true;
}

static bool greet(void *arg, struct error *err)
{
    struct sim_session *session = arg;
    OWNED(sim_act_release) struct sim_act act = { .most = SIZE_MAX, .version = session->version };
    char clock[40];
    bool ok;

    print_clock(session->sim, clock);
    act.time = clock;
    sim_fault_apply(session->sim, SIM_AT_HELLO, &(struct sim_scene){ -1, "hello", "", -1 }, &act);
    put_answer(&act);
    ok = sim_send_act(session, &act, err);
    return ok || true;      /* who is gone, the reader notices */
}

static bool is_mute(struct sim_session *session)
{
    struct sim_act act = {0};

    sim_fault_apply(session->sim, SIM_AT_ACCEPT, &(struct sim_scene){ -1, "accept", "", -1 }, &act);
    return act.is_dropped || sim_now_ms(session->sim) < session->sim->mute_until;
}

/* A peer that speaks anything else is served by waiting without end, as the real gateway does. */
void sim_enter_greeting(struct sim_session *session)
{
    struct tws_hello hello;
    struct error ignored;

    if (session->is_hopeless)
        return;
    if (!tws_hello_read(session->in.bytes, session->in.length, &hello, &ignored)) {
        session->sim->counts.greetings_bad++;
        session->is_hopeless = true;
        return;
    }
    if (!hello.size)
        return;
    if (is_mute(session)) {
        session->is_hopeless = true;
        return;
    }
    session->version = tws_hello_choose(&hello, TWS_OLDEST, session->sim->settings.server_version);
    session->in.length -= hello.size;
    memmove(session->in.bytes, session->in.bytes + hello.size, session->in.length + 1);
    if (session->version)
        scope_spawn(&session->scope, greet, session);
    else
        sim_session_close(session, SIM_CLOSE);
}

/* ---- startApi ---- */

static bool is_taken(const struct sim_session *session, int64_t client_id)
{
    for (const struct sim_session *it = session->sim->sessions; it; it = it->next)
        if (it != session && it->client_id == client_id && !it->is_closed_by_us)
            return true;
    return false;
}

static bool turn_away(struct sim_session *session, struct sim_act *act, struct error *err)
{
    if (!act->no_text && !sim_send_error(session, -1, 326, NULL, err))
        return false;
    sim_session_close(session, act->end == SIM_GO_ON ? SIM_CLOSE : act->end);
    return true;
}

static bool send_accounts(struct sim_session *session, const struct sim_act *act,
                          struct error *err)
{
    return act->no_accounts || sim_send_message(session, &(struct tws_message){
        .type = TWS_MANAGED_ACCOUNTS, .text = session->sim->settings.accounts }, err);
}

static bool send_id(struct sim_session *session, const struct sim_act *act, struct error *err)
{
    if (act->no_id)
        return true;
    if (act->id_delay_ms && !timer_sleep(act->id_delay_ms, 0, err))
        return false;
    session->is_ready = true;
    session->sim->counts.sessions++;
    return sim_send_message(session, &(struct tws_message){
        .type = TWS_NEXT_VALID_ID, .number = 1 }, err);
}

static bool send_notices(struct sim_session *session, struct error *err)
{
    static const int64_t codes[] = { 2104, 2106, 2158 };

    for (size_t i = 0; i < COUNT(codes); i++)
        if (!sim_send_error(session, -1, codes[i], NULL, err))
            return false;
    return true;
}

static bool let_in(struct sim_session *session, struct sim_act *act, struct error *err)
{
    if (act->is_taken)
        return turn_away(session, act, err);
    if (act->is_dropped)
        return true;
    if (act->is_swapped ? !send_id(session, act, err) || !send_accounts(session, act, err)
                        : !send_accounts(session, act, err) || !send_id(session, act, err))
        return false;
    return send_notices(session, err);
}

static bool start(void *arg, struct error *err)
{
    struct sim_session *session = arg;
    OWNED(sim_act_release) struct sim_act act = { .most = SIZE_MAX };
    const struct sim_scene scene = scene_of(session, "start");

    act.is_taken = is_taken(session, session->client_id);
    sim_fault_apply(session->sim, SIM_AT_START, &scene, &act);
    if (let_in(session, &act, err))
        log_write(LOG_DEBUG, "client started", (struct log_field[]){
            LOG_I("client", session->client_id), LOG_I("version", session->version), LOG_END });
    return true;            /* a client that is gone: the reader notices too */
}

void sim_enter_start(struct sim_session *session, const char *payload, size_t length)
{
    const struct tws_dialect dialect = { TWS_CLIENT, session->version, NULL };
    OWNED(tws_message_release) struct tws_message message = {0};
    struct error why;

    if (!tws_decode(payload, length, &dialect, &message, &why) ||
        message.type != TWS_START_API || message.start.client_id < 0) {
        session->sim->counts.messages_bad++;
        sim_session_close(session, SIM_CLOSE);
        return;
    }
    session->client_id = message.start.client_id;
    scope_spawn(&session->scope, start, session);
}
