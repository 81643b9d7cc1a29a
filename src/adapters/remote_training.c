#include "adapters/remote_training.h"

#include "adapters/remote_session.h"
#include "async/loop.h"
#include "async/scope.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/mem.h"
#include "log/log.h"
#include "net/sse_reader.h"
#include "operations/manage_operations.h"
#include "operations/manage_worker.h"
#include "service/host_service.h"
#include "service/host_stream.h"
#include "wire/wire_model.h"
#include "wire/wire_session.h"
#include "wire/wire_worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOOK_MS = 5000,                 /* between two looks when nothing is heard */
    LOST_MS = 300000,               /* that a host may be gone, with sessions of ours */
    STOP_MS = 2000, STOPPED_MS = 10000,     /* to be told to stop; to have stopped */
    RESUMES = 3,
};

struct watched {                    /* a training here, while its session is there */
    struct operation_run *run;
    int64_t last_epoch;             /* that is in our log */
    int64_t heard_ms;               /* when the host last answered */
    int64_t stopped_by;             /* loop_now() by which it must have stopped; 0: not told */
    int resumes;
    struct watched *next;
};

struct remote_training {
    struct loop *loop;
    const struct manage_worker *worker;
    struct host_service *host;
    char url[64];                   /* as operations name it */
    struct scope scope;             /* of the events, and of what is forgotten there */
    bool is_following;
    struct watched *watched;
};

bool remote_training_open(struct loop *loop, const struct manage_worker *worker,
                          const struct host_service_settings *settings,
                          struct remote_training **ret_remote, struct error *err)
{
    struct host_service *host;

    if (!host_service_open(loop, settings, &host, err))
        return false;
    *ret_remote = MEM_NEW(struct remote_training);
    **ret_remote = (struct remote_training){ .loop = loop, .worker = worker, .host = host,
                                             .scope.loop = loop };
    snprintf((*ret_remote)->url, sizeof((*ret_remote)->url), "%.63s", settings->url);
    return true;
}

void remote_training_stop(struct remote_training *remote)
{
    scope_release(&remote->scope);
}

void remote_training_free(struct remote_training *remote)
{
    if (!remote)
        return;
    host_service_free(remote->host);
    free(remote);
}

struct host_service *remote_training_host(const struct remote_training *remote)
{
    return remote->host;
}

/* ---- what is heard of all sessions ---- */

static struct watched *find(const struct remote_training *remote, const char *id)
{
    struct watched *watched = remote->watched;

    while (watched && strcmp(watched->run->id, id) != 0)
        watched = watched->next;
    return watched;
}

static void hear_progress(struct watched *watched, const char *json)
{
    struct wire_operation_progress progress;
    struct error why;

    if (wire_decode(wire_operation_progress_fields, WIRE_TOLERANT, json, strlen(json), &progress,
                    &why)) {
        operation_run_process(watched->run, "training host");
        operation_run_progress(watched->run, &progress);
        operation_run_process(watched->run, "backend");
    }
}

/* After a restart of ours, or a resume there, epochs come again that are known. */
static bool is_new_epoch(struct watched *watched, const char *json)
{
    struct wire_model_epoch epoch;
    struct error why;

    if (!wire_decode(wire_model_epoch_fields, WIRE_TOLERANT, json, strlen(json), &epoch, &why) ||
        epoch.epoch <= watched->last_epoch)
        return false;
    watched->last_epoch = epoch.epoch;
    return true;
}

static bool hear(void *arg, const struct sse_event *event, struct error *err)
{
    const struct remote_training *remote = arg;
    struct wire_session_event told;
    struct watched *watched;

    if (!wire_decode(wire_session_event_fields, WIRE_TOLERANT, event->data, event->length, &told,
                     err))
        return false;
    watched = find(remote, told.session_id);
    if (watched && !strcmp(event->event, "progress"))
        hear_progress(watched, told.data);
    else if (watched && !strcmp(event->event, "metric") && is_new_epoch(watched, told.data))
        operation_run_metric(watched->run, told.data);
    else if (watched && !strcmp(event->event, "state"))
        event_raise(&watched->run->news);
    wire_session_event_release(&told);
    return true;
}

/* From the first event the host still has: what is not ours is not looked at. */
static bool follow_for_ever(void *arg, struct error *err)
{
    struct remote_training *remote = arg;
    struct error why;

    task_set_trace("");             /* it is not only for the training that began it */
    while (!host_stream_follow(remote->host, &(struct host_service_call){
               .path = WIRE_SESSION_EVENTS "?after=0" }, hear, remote, &why) &&
           why.code != ERROR_CANCELLED) {
        log_error("the training host's events cannot be followed", &why, NULL);
        if (!timer_sleep(LOOK_MS, 0, err))
            break;
    }
    return true;                    /* it was cancelled: the service ends */
}

static void watch(struct remote_training *remote, struct watched *watched)
{
    watched->next = remote->watched;
    remote->watched = watched;
    if (!remote->is_following)
        scope_spawn(&remote->scope, follow_for_ever, remote);
    remote->is_following = true;
}

static void unwatch(struct remote_training *remote, const struct watched *watched)
{
    struct watched **at = &remote->watched;

    while (*at != watched)
        at = &(*at)->next;
    *at = watched->next;
}

/* ---- one session ---- */

/* What of it is in our log, where this process goes on with what an earlier one began. */
static bool read_last_epoch(const struct remote_training *remote, struct watched *watched,
                            struct error *err)
{
    struct manage_operations_events events = {0};

    if (!watched->run->has_begun)
        return true;
    if (!manage_operations_log(remote->worker->operations, watched->run->id, 0, &events, err))
        return false;
    for (size_t i = 0; i < events.count; i++)
        if (!strcmp(events.items[i].kind, "metric"))
            (void)is_new_epoch(watched, events.items[i].json);      /* it is the last that counts */
    manage_operations_log_release(&events);
    return true;
}

/* An earlier attempt's is gone on with, or begun anew; but not to be stopped at once. */
static bool attach(struct remote_training *remote, struct watched *watched,
                   const struct wire_worker_request *request, struct wire_operation *ret_session,
                   struct error *err)
{
    const char *id = watched->run->id;

    if (!remote_session_start(remote->host, request, watched->run->share, ret_session, err))
        return false;
    if (watched->run->why || (ret_session->state != WIRE_OPERATION_FAILED &&
                              ret_session->state != WIRE_OPERATION_CANCELLED))
        return true;
    const bool is_resumable = ret_session->resumable;
    wire_operation_release(ret_session);
    if (is_resumable)
        return remote_session_resume(remote->host, id, ret_session, err);
    return remote_session_forget(remote->host, id, err) &&
           remote_session_start(remote->host, request, watched->run->share, ret_session, err);
}

static bool tell_to_stop(struct remote_training *remote, struct watched *watched,
                         struct error *err)
{
    const int64_t now = loop_now(remote->loop);
    struct error why;

    if (watched->stopped_by)
        return now < watched->stopped_by ||
               error_set(err, ERROR_CANCELLED, "the training host was told to stop, and has not");
    watched->stopped_by = now + STOPPED_MS;
    if (!remote_session_stop(remote->host, watched->run->id, now + STOP_MS, &why))
        log_error("a session could not be stopped at its host", &why,
                  (struct log_field[]){ LOG_T("operation", watched->run->id), LOG_END });
    return true;
}

/* It ended there, and not with a result. True: it goes on there. */
static bool settle_end(struct remote_training *remote, struct watched *watched,
                       struct wire_operation *session, struct error *err)
{
    struct operation_run *run = watched->run;

    run->has_checkpoint = session->resumable;
    if (session->error)
        wire_error_to(session->error, err);
    else
        error_set(err, ERROR_CANCELLED, "the session was stopped");
    if (run->why || err->code != ERROR_INTERRUPTED || watched->resumes++ == RESUMES)
        return false;
    log_write(LOG_WARNING, "the training host was interrupted, its session goes on",
              (struct log_field[]){ LOG_T("operation", run->id), LOG_END });
    wire_operation_release(session);
    return remote_session_resume(remote->host, run->id, session, err);
}

static bool look_again(struct remote_training *remote, struct watched *watched,
                       struct wire_operation *session, struct error *err)
{
    if (remote_session_look(remote->host, watched->run->id, session, err)) {
        watched->heard_ms = loop_now(remote->loop);
        return true;
    }
    wire_clear(wire_operation_fields, session);
    session->state = WIRE_OPERATION_QUEUED;         /* not known: not over, and not begun */
    return error_is_temporary(err->code) &&
           loop_now(remote->loop) - watched->heard_ms < LOST_MS;
}

static bool wait_for_news(const struct remote_training *remote, struct watched *watched,
                          struct error *err)
{
    return (watched->run->why && !watched->stopped_by) ||
           event_wait(&watched->run->news, loop_now(remote->loop) + LOOK_MS, err) ||
           err->code == ERROR_TIMEOUT;
}

/* Goes home at a shutdown: the session goes on, and the next start of ours finds it. */
static bool check_shutdown(const struct watched *watched, struct error *err)
{
    return watched->run->why != OPERATION_RUN_SHUT_DOWN ||
           error_set(err, ERROR_INTERRUPTED, "the session goes on at its host");
}

static bool see_state(struct remote_training *remote, struct watched *watched,
                      struct wire_operation *session, struct error *err)
{
    if (session->state != WIRE_OPERATION_QUEUED && !watched->run->has_begun &&
        !manage_operations_begin(remote->worker->operations, watched->run, err))
        return false;
    return (session->state != WIRE_OPERATION_FAILED &&
            session->state != WIRE_OPERATION_CANCELLED) ||
           settle_end(remote, watched, session, err);
}

static bool await(struct remote_training *remote, struct watched *watched,
                  struct wire_operation *session, struct error *err)
{
    while (see_state(remote, watched, session, err)) {
        if (session->state == WIRE_OPERATION_COMPLETED)
            return true;
        if (!wait_for_news(remote, watched, err) || !check_shutdown(watched, err) ||
            (watched->run->why && !tell_to_stop(remote, watched, err)))
            return false;
        wire_operation_release(session);
        if (!look_again(remote, watched, session, err))
            return false;
    }
    return false;
}

/* A host that is down when it is first asked fails it; one that has a session of ours is waited
 * for. */
static bool attach_or_wait(struct remote_training *remote, struct watched *watched,
                           const struct wire_worker_request *request,
                           struct wire_operation *session, struct error *err)
{
    while (!attach(remote, watched, request, session, err)) {
        wire_clear(wire_operation_fields, session);
        if (!watched->run->has_begun || !error_is_temporary(err->code) ||
            loop_now(remote->loop) - watched->heard_ms > LOST_MS ||
            !wait_for_news(remote, watched, err) || watched->run->why)
            return false;
    }
    watched->heard_ms = loop_now(remote->loop);
    return true;
}

static bool run_session(struct remote_training *remote, struct watched *watched,
                        const struct wire_worker_request *request, struct error *err)
{
    OWNED(wire_operation_release) struct wire_operation session;

    wire_clear(wire_operation_fields, &session);
    operation_run_phase(watched->run, "waiting for the training host");
    return read_last_epoch(remote, watched, err) &&
           manage_operations_at_host(remote->worker->operations, watched->run, remote->url, err) &&
           attach_or_wait(remote, watched, request, &session, err) &&
           await(remote, watched, &session, err);
}

bool remote_training_run(struct remote_training *remote, struct operation_run *run,
                         const struct wire_worker_request *request, char **ret_result,
                         struct error *err)
{
    struct watched watched = { .run = run, .heard_ms = loop_now(remote->loop) };
    bool ok;

    run->stops_itself = true;       /* a stop is said to the host first */
    watch(remote, &watched);
    ok = run_session(remote, &watched, request, err);
    if (ok) {
        operation_run_phase(run, "fetching the model");
        ok = remote_session_fetch(remote->host, request, ret_result, err);
    }
    unwatch(remote, &watched);
    return ok;
}

/* ---- afterwards ---- */

struct forgetting {
    struct remote_training *remote;
    char id[48];
};

/* What is not said now the host finds out by itself, after a month. */
static bool forget(void *arg, struct error *err)
{
    struct forgetting *forgetting = arg;
    struct error why;

    (void)err;
    if (!remote_session_forget(forgetting->remote->host, forgetting->id, &why))
        log_error("a session was not removed at its host", &why, NULL);
    free(forgetting);
    return true;
}

void remote_training_settle(struct remote_training *remote, struct operation_run *run,
                            const struct wire_worker_request *request, struct error *why)
{
    struct forgetting *forgetting;

    manage_worker_clean(remote->worker, request);
    if (why && run->has_checkpoint)
        error_suggest(why, "ktrdr operations resume %s", run->id);
    if (why)
        return;
    forgetting = MEM_NEW(struct forgetting);
    forgetting->remote = remote;
    snprintf(forgetting->id, sizeof(forgetting->id), "%s", run->id);
    scope_spawn(&remote->scope, forget, forgetting);
}
