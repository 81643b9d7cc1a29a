#include "ibsim/sim_session.h"

#include "async/loop.h"
#include "async/stream.h"
#include "async/timer.h"
#include "base/mem.h"
#include "base/zone.h"
#include "ib/tws_frame.h"
#include "ibsim/sim_enter.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_request.h"
#include "log/log.h"

#include <stdlib.h>
#include <string.h>

enum { PIECE = 4096, DRAIN_MS = 1000, BREACHES_MOST = 3 };

struct tws_dialect sim_session_dialect(const struct sim_session *session)
{
    return (struct tws_dialect){ TWS_SERVER, session->version ? session->version : TWS_OLDEST,
                                 zone_builtin("US/Eastern") };
}

/* ---- the end ---- */

static void give_up(void *arg)
{
    struct sim_session *session = arg;

    session->drain = NULL;
    if (session->reader)
        task_cancel(session->reader);
}

/* In order: our side is closed, what the other one still sends is read away, for a second. */
void sim_session_close(struct sim_session *session, enum sim_end how)
{
    if (session->is_closed_by_us)
        return;
    session->is_closed_by_us = true;
    session->end = how;
    scope_cancel(&session->scope);
    if (how == SIM_RESET) {
        stream_reset(session->stream);
        if (session->reader)
            task_cancel(session->reader);
        return;
    }
    stream_end(session->stream);
    session->drain = loop_timer_start(session->sim->loop, DRAIN_MS, give_up, session);
}

static void unlink_session(struct sim_session *session)
{
    struct sim_session **at = &session->sim->sessions;

    while (*at != session)
        at = &(*at)->next;
    *at = session->next;
    session->sim->counts.connections--;
}

static void note_end(const struct sim_session *session, enum error_code code)
{
    struct sim_counts *counts = &session->sim->counts;

    log_write(LOG_DEBUG, "connection ended", (struct log_field[]){
        LOG_I("client", session->client_id), LOG_T("by", session->is_closed_by_us ? "us" : "them"),
        LOG_END });
    if (session->is_closed_by_us || session->sim->is_stopping)
        return;
    counts->ends_orderly += !code;
    counts->ends_reset += code != 0;
    counts->handshakes_abandoned += !session->is_ready;
}

static void free_session(struct sim_session *session)
{
    if (session->drain)
        loop_timer_stop(session->drain);
    stream_free(session->stream);
    buf_release(&session->in);
    free(session);
}

/* ---- reading ---- */

/* More bytes; false also when there will be none. */
static bool read_more(struct sim_session *session, bool *ret_is_over, struct error *err)
{
    char bytes[PIECE];
    size_t n;

    if (!stream_read(session->stream, bytes, sizeof(bytes), 0, &n, err))
        return false;
    *ret_is_over = !n;
    if (!session->is_closed_by_us)
        buf_add(&session->in, bytes, n);
    return true;
}

static void use_up(struct sim_session *session, size_t n)
{
    session->in.length -= n;
    memmove(session->in.bytes, session->in.bytes + n, session->in.length + 1);
}

static bool keep_rate(struct sim_session *session, struct error *err)
{
    struct sim *sim = session->sim;
    const int64_t wait = sim_pacing_message(&session->rate, sim_now_ms(sim));

    if (!wait)
        return true;
    sim->counts.violations++;
    sim->counts.violations_rate++;
    if (sim->settings.rate_mode == SIM_RATE_PACE)
        return timer_sleep(wait, 0, err);
    sim_session_say(session, -1, 100, NULL);
    if (++session->rate.breaches < BREACHES_MOST)
        return true;
    sim->counts.disconnects_paced++;
    session->is_doomed = true;          /* once that was said */
    return true;
}

/* A frame that breaks the rate is not looked at. */
static bool take_frame(struct sim_session *session, const struct tws_frame *frame,
                       struct error *err)
{
    const int breaches = session->rate.breaches;

    if (session->is_doomed)
        return true;
    session->sim->counts.messages++;
    if (!keep_rate(session, err))
        return false;
    if (session->rate.breaches != breaches)
        return true;
    if (session->client_id < 0)
        sim_enter_start(session, frame->payload, frame->length);
    else if (session->is_ready)
        sim_request_take(session, frame->payload, frame->length);
    return true;            /* what comes before it is ready is dropped, as the real one does */
}

static bool take_frames(struct sim_session *session, struct error *err)
{
    struct tws_frame frame = {0};
    size_t used = 0;
    bool ok = true;

    while (ok && !session->is_closed_by_us && used < session->in.length) {
        if (!tws_frame_take(session->in.bytes + used, session->in.length - used, &frame, err)) {
            session->sim->counts.messages_bad++;
            sim_session_close(session, SIM_CLOSE);
        }
        if (!frame.size)
            break;
        ok = take_frame(session, &frame, err);
        used += frame.size;
        frame.size = 0;
    }
    if (used)
        use_up(session, used);
    return ok;
}

static bool serve(struct sim_session *session, struct error *err)
{
    bool is_over = false;

    while (!is_over) {
        if (!read_more(session, &is_over, err))
            return false;
        if (!session->version)
            sim_enter_greeting(session);
        if (session->version && !take_frames(session, err))
            return false;
    }
    return true;
}

static bool run(void *arg, struct error *err)
{
    struct sim_session *session = arg;
    struct error ignored;
    bool ok;

    session->reader = task_current();
    ok = serve(session, err);
    session->reader = NULL;
    note_end(session, ok ? ERROR_NONE : err->code);
    scope_cancel(&session->scope);
    ok = scope_wait(&session->scope, &ignored);     /* they answer for themselves */
    unlink_session(session);
    free_session(session);
    return true;
}

void sim_session_begin(struct sim *sim, struct stream *stream)
{
    struct sim_session *session = MEM_NEW(struct sim_session);

    session->sim = sim;
    session->stream = stream;
    session->scope.loop = sim->loop;
    session->gate.room = 1;
    session->client_id = -1;
    session->market_type = 1;
    session->next = sim->sessions;
    sim->sessions = session;
    scope_spawn(&sim->scope, run, session);
}

/* ---- saying ---- */

struct say {
    struct sim_session *session;
    int64_t id, code;
    char *text;
};

static bool say(void *arg, struct error *err)
{
    struct say *what = arg;
    struct sim_session *session = what->session;
    const bool ok = sim_send_error(session, what->id, what->code, what->text, err);

    if (ok && session->is_doomed && what->code == 100)
        sim_session_close(session, SIM_CLOSE);
    free(what->text);
    free(what);
    return true;            /* the client is gone: the reader notices too */
}

void sim_session_say(struct sim_session *session, long long id, long long code, const char *text)
{
    struct say *what = MEM_NEW(struct say);

    *what = (struct say){ session, id, code, text ? mem_text(text) : NULL };
    scope_spawn(&session->scope, say, what);
}
