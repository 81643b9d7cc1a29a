#include "ibsim/sim_request.h"

#include "async/timer.h"
#include "base/mem.h"
#include "ibsim/sim_account.h"
#include "ibsim/sim_details.h"
#include "ibsim/sim_error.h"
#include "ibsim/sim_history.h"
#include "ibsim/sim_live.h"
#include "ibsim/sim_market_data.h"
#include "ibsim/sim_other.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_session.h"
#include "ibsim/sim_ticks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct sim_kind kinds[] = {
    { TWS_REQ_CURRENT_TIME, "time", SIM_PLAIN, true, NULL, sim_account_time, NULL },
    { TWS_REQ_CURRENT_TIME_MS, "time", SIM_PLAIN, true, NULL, sim_account_time, NULL },
    { TWS_REQ_IDS, "ids", SIM_PLAIN, true, NULL, sim_account_ids, NULL },
    { TWS_REQ_MANAGED_ACCOUNTS, "accounts", SIM_PLAIN, true, NULL, sim_account_names, NULL },
    { TWS_REQ_ACCOUNT_SUMMARY, "summary", SIM_SUMMARY, false, sim_account_check_summary,
      sim_account_summary, sim_account_wait },
    { TWS_REQ_POSITIONS, "positions", SIM_PLAIN, false, NULL, sim_account_positions, NULL },
    { TWS_REQ_ACCOUNT_UPDATES, "updates", SIM_PLAIN, false, NULL, sim_account_updates, NULL },
    { TWS_REQ_ACCOUNT_UPDATES_MULTI, "updates", SIM_PLAIN, false, NULL, sim_account_multi, NULL },
    { TWS_REQ_CONTRACT_DETAILS, "details", SIM_PLAIN, false, NULL, sim_details_answer, NULL },
    { TWS_REQ_MATCHING_SYMBOLS, "symbols", SIM_PLAIN, false, sim_details_check_search,
      sim_details_search, NULL },
    { TWS_REQ_HEAD_TIMESTAMP, "head", SIM_HEAD, false, sim_history_check_head,
      sim_history_head, sim_account_wait },
    { TWS_REQ_HISTORICAL_DATA, "history", SIM_HISTORY, false, sim_history_check,
      sim_history_answer, sim_history_follow },
    { TWS_REQ_HISTORICAL_TICKS, "ticks", SIM_PLAIN, false, sim_ticks_check, sim_ticks_answer,
      NULL },
    { TWS_REQ_REAL_TIME_BARS, "live", SIM_LIVE, false, sim_live_check, sim_live_answer,
      sim_live_follow },
    { TWS_REQ_MARKET_DATA, "market", SIM_MARKET, false, sim_market_data_check,
      sim_market_data_answer, sim_market_data_follow },
};

const struct sim_kind *sim_request_kind_at(size_t i)
{
    return i < COUNT(kinds) ? &kinds[i] : NULL;
}

static const struct sim_kind *find_kind(enum tws_type type)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (kinds[i].type == type)
            return &kinds[i];
    return NULL;
}

/* ---- for the answers ---- */

struct sim_scene sim_request_scene(const struct sim_request *request)
{
    const char *symbol = request->instrument ? request->instrument->contract.bars
                                             : request->message.contract.symbol;

    return (struct sim_scene){ request->session->client_id, request->kind->word,
                               symbol ? symbol : "", request->message.id };
}

bool sim_request_put(struct sim_request *request, const struct tws_message *message,
                     struct error *err)
{
    const struct tws_dialect dialect = sim_session_dialect(request->session);

    request->act.tail_frame = request->act.bytes.length;
    return tws_encode(message, &dialect, &request->act.bytes, err);
}

void sim_request_refuse(struct sim_request *request, int64_t code, const char *text)
{
    request->act.code = code;
    if (text)
        snprintf(request->text, sizeof(request->text), "%s", text);
    request->act.text = text ? request->text : NULL;
}

/* ---- one request ---- */

static void set_open(struct sim_request *request, bool is_open)
{
    struct sim_counts *counts = &request->session->sim->counts;

    if (request->is_open == is_open)
        return;
    request->is_open = is_open;
    counts->open_history_now += is_open ? 1 : -1;
    if (counts->open_history_now > counts->open_history_most)
        counts->open_history_most = counts->open_history_now;
}

/* Asked while the link to IB is gone, or under way when it went: lost, and never answered. */
static void lose_with_link(struct sim_request *request)
{
    if (request->session->sim->is_lost && !request->kind->is_local)
        request->act.is_dropped = true;
}

/* What cannot be said is an error of the request, not of the connection. */
static bool make_answer(struct sim_request *request, struct error *err)
{
    struct sim_act *act = &request->act;
    struct error why = {0};

    if (!act->code && !request->kind->answer(request, &why)) {
        if (why.code == ERROR_CANCELLED) {
            *err = why;
            return false;
        }
        act->bytes.length = 0;
        sim_request_refuse(request, 322, why.text);
    }
    return !act->code || sim_error_put(request->session, act->id, act->code, act->text,
                                       &act->bytes, err);
}

static bool put_warning(struct sim_request *request, struct error *err)
{
    struct sim_act *act = &request->act;

    return !act->warning || sim_error_put(request->session, act->id, act->warning, NULL,
                                          &act->bytes, err);
}

/* The delay is waited for before the answer is made: it is as of then. */
static bool wait_delay(struct sim_act *act, struct error *err)
{
    const int64_t delay = act->delay_ms;

    act->delay_ms = 0;
    return delay <= 0 || timer_sleep(delay, 0, err);
}

static bool answer(struct sim_request *request, struct error *err)
{
    struct sim *sim = request->session->sim;
    struct sim_act *act = &request->act;
    struct sim_scene scene;

    if (request->kind->check && !request->kind->check(request, err))
        return false;
    scene = sim_request_scene(request);
    if (act->code)
        act->delay_ms = sim->settings.answer_ms;    /* nobody had to look anything up */
    set_open(request, !act->code && (request->kind->family == SIM_HISTORY ||
                                     request->kind->family == SIM_HEAD));
    sim_fault_apply(sim, SIM_AT_REQUEST, &scene, act);
    lose_with_link(request);
    if (!wait_delay(act, err) || !put_warning(request, err) || !make_answer(request, err))
        return false;
    lose_with_link(request);
    sim_fault_apply(sim, SIM_AT_REPLY, &scene, act);
    if (act->is_dropped)
        return request->kind->family == SIM_PLAIN || sim_account_wait(request, err);
    if (!sim_send_act(request->session, act, err))
        return false;
    return act->code || !request->kind->follow || request->kind->follow(request, err);
}

static void unlink_request(struct sim_request *request)
{
    struct sim_request **at = &request->session->requests;

    while (*at != request)
        at = &(*at)->next;
    *at = request->next;
    request->session->n_requests--;
}

static void free_request(struct sim_request *request)
{
    tws_message_release(&request->message);
    sim_act_release(&request->act);
    buf_release(&request->payload);
    free(request);
}

static bool run(void *arg, struct error *err)
{
    struct sim_request *request = arg;
    struct sim_session *session = request->session;
    bool ok = true;

    request->task = task_current();
    if (!request->is_cancelled)
        ok = answer(request, err);
    set_open(request, false);
    unlink_request(request);
    free_request(request);
    event_raise(&session->change);
    return ok || true;          /* the client is gone, or cancelled it: nothing to tell */
}

static void begin(struct sim_request *request, const struct sim_kind *kind)
{
    struct sim_session *session = request->session;
    struct sim *sim = session->sim;

    request->kind = kind;
    request->act.id = request->message.id;
    request->act.most = SIZE_MAX;
    request->act.delay_ms = sim->settings.answer_ms;
    request->next = session->requests;
    session->requests = request;
    sim->counts.requests++;
    if (++session->n_requests > SIM_REQUESTS_MOST) {
        sim->counts.disconnects_paced++;
        sim_session_close(session, SIM_CLOSE);
    }
    scope_spawn(&session->scope, run, request);
}

/* ---- cancels ---- */

static const struct cancel {
    enum tws_type type;
    enum sim_family family;
    int64_t found, missing;         /* what is said; 0: nothing */
} cancels[] = {
    { TWS_CANCEL_HISTORICAL_DATA, SIM_HISTORY, 162, 366 },
    { TWS_CANCEL_HEAD_TIMESTAMP, SIM_HEAD, 0, 366 },
    { TWS_CANCEL_REAL_TIME_BARS, SIM_LIVE, 0, 300 },
    { TWS_CANCEL_MARKET_DATA, SIM_MARKET, 0, 300 },
    { TWS_CANCEL_ACCOUNT_SUMMARY, SIM_SUMMARY, 0, 0 },
};

struct sim_request *sim_request_find(const struct sim_session *session, enum sim_family family,
                                     int64_t id)
{
    for (struct sim_request *it = session->requests; it; it = it->next)
        if (it->kind->family == family && it->message.id == id && !it->is_cancelled)
            return it;
    return NULL;
}

static void say_code(struct sim_session *session, int64_t id, int64_t code)
{
    char text[120];

    if (code == 162)
        snprintf(text, sizeof(text), SIM_ERROR_HISTORY "API historical data query cancelled: %lld",
                 (long long)id);
    else if (code == 366)
        snprintf(text, sizeof(text), "No historical data query found for ticker id:%lld",
                 (long long)id);
    else
        snprintf(text, sizeof(text), "Can't find EId with tickerId:%lld", (long long)id);
    if (code)
        sim_session_say(session, id, code, text);
}

static void cancel(struct sim_session *session, const struct cancel *row, int64_t id)
{
    struct sim_request *request = sim_request_find(session, row->family, id);

    if (!request) {
        say_code(session, id, row->missing);
        return;
    }
    if (!request->act.is_dropped)
        say_code(session, id, row->found);
    if (request->act.is_late_too)
        return;
    request->is_cancelled = true;
    set_open(request, false);
    if (request->task)
        task_cancel(request->task);
}

/* ---- messages ---- */

static const struct cancel *find_cancel(enum tws_type type)
{
    for (size_t i = 0; i < COUNT(cancels); i++)
        if (cancels[i].type == type)
            return &cancels[i];
    return NULL;
}

/* Without an answer. */
static void take_plain(struct sim_session *session, const struct tws_message *message)
{
    const struct cancel *row = find_cancel(message->type);

    if (row)
        cancel(session, row, message->id);
    else if (message->type == TWS_REQ_MARKET_DATA_TYPE)
        session->market_type = message->number;
}

static void refuse_bad(struct sim_session *session, const struct error *why)
{
    char text[440];

    session->sim->counts.messages_bad++;
    snprintf(text, sizeof(text), "Error reading request. %s", why->text);
    sim_session_say(session, -1, 320, text);
}

void sim_request_take(struct sim_session *session, const char *payload, size_t length)
{
    const struct tws_dialect dialect = { TWS_CLIENT, session->version, NULL };
    struct sim_request *request = MEM_NEW(struct sim_request);
    struct error why;

    request->session = session;
    buf_add(&request->payload, payload, length);
    if (!tws_decode(request->payload.bytes, length, &dialect, &request->message, &why)) {
        refuse_bad(session, &why);
    } else if (request->message.type == TWS_UNKNOWN) {
        sim_other_take(session, request->message.id, request->payload.bytes, length);
    } else if (find_kind(request->message.type)) {
        begin(request, find_kind(request->message.type));
        return;
    } else {
        take_plain(session, &request->message);
    }
    free_request(request);
}
