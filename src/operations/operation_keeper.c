#include "operations/operation_keeper.h"

#include "async/event.h"
#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "log/log.h"
#include "operations/manage_store.h"
#include "operations/operation_wire.h"
#include "store/operation_change.h"
#include "store/operation_event.h"
#include "store/store.h"
#include "wire/wire_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { METRIC_MS = 200, NOTES_MS = 5000, PATIENCE_MS = 5000 };

struct life {
    struct operation_keeper *keeper;
    const struct manage_operations_kind *kind;
    struct operation_run *run;
    struct buf result;
    bool has_ended;
    struct event ended;
};

/* ---- the list of those at work ---- */

static void list(struct operation_keeper *keeper, struct operation_run *run)
{
    run->next = keeper->runs;
    if (run->next)
        run->next->prev = run;
    keeper->runs = run;
}

static void unlist(struct operation_keeper *keeper, struct operation_run *run)
{
    if (run->prev)
        run->prev->next = run->next;
    else
        keeper->runs = run->next;
    if (run->next)
        run->next->prev = run->prev;
}

struct operation_run *operation_keeper_find(const struct operation_keeper *keeper, const char *id)
{
    struct operation_run *run = keeper->runs;

    while (run && strcmp(run->id, id) != 0)
        run = run->next;
    return run;
}

/* ---- the log ---- */

struct change_call {
    struct operation_change *change;
    struct operation_event *events;     /* what was noted before it: in the same transaction */
    size_t n_events;
    struct operation after;         /* to release */
    int64_t event;
};

static bool write_all(struct db *db, void *arg, struct error *err)
{
    struct change_call *call = arg;

    for (size_t i = 0; i < call->n_events; i++)
        if (!operation_event_write(db, &call->events[i], err))
            return false;
    return !call->change || operation_change_apply(db, call->change, &call->event, err);
}

static bool write_change(struct store *store, void *arg, struct error *err)
{
    struct change_call *call = arg;

    return store_write(store, write_all, call, err) &&
           (!call->change ||
            operation_store_find(store, call->change->id, &call->after, err));
}

static void tell_metrics(struct operation_run *run, const struct change_call *call)
{
    for (size_t i = 0; i < call->n_events; i++)
        if (!strcmp(call->events[i].kind, "metric"))
            operation_run_tell(run, "metric", call->events[i].id, call->events[i].json);
}

/* With all that was noted since the last time. */
static bool write_with_notes(struct operation_keeper *keeper, struct operation_run *run,
                             struct change_call *call, struct error *err)
{
    struct operation_run_notes notes;
    bool ok;

    operation_run_take_notes(run, &notes);
    call->n_events = notes.count;
    call->events = mem_alloc(notes.count * sizeof(*call->events));
    for (size_t i = 0; i < notes.count; i++) {
        struct operation_event *event = &call->events[i];

        *event = (struct operation_event){ .at_ms = notes.items[i].at_ms,
                                           .json = notes.items[i].json };
        snprintf(event->operation, sizeof(event->operation), "%s", run->id);
        snprintf(event->kind, sizeof(event->kind), "%s", notes.items[i].kind);
    }
    ok = manage_store_write(keeper->store, write_change, call, err);
    if (ok)
        tell_metrics(run, call);
    else
        operation_run_put_back(run, &notes);
    free(call->events);
    operation_run_notes_release(&notes);
    return ok;
}

static void tell_change(struct operation_run *run, const struct change_call *call)
{
    OWNED(buf_release) struct buf logged = {0}, json = {0};
    const struct operation_change *change = call->change;
    struct operation_event event = { .id = call->event, .kind = "state",
                                     .at_ms = change->at_ms };

    buf_print(&logged, "{\"state\":\"%s\",\"attempt\":%d", operation_state_name(change->state),
              call->after.attempt);
    if (change->note)
        buf_print(&logged, ",\"note\":%s", change->note);
    buf_print(&logged, "}");
    event.json = logged.bytes;
    operation_wire_event(&event, &call->after, &json);
    operation_run_tell(run, "state", call->event, json.bytes);
}

/* Not somebody else's, who would hold on to a run that may end meanwhile. */
static bool is_its_own(const struct operation_change *change)
{
    return change->state != OPERATION_CANCELLING;
}

bool operation_keeper_change(struct operation_keeper *keeper, struct operation_change *change,
                             struct error *err)
{
    struct change_call call = { .change = change };
    struct operation_run *run;

    change->at_ms = date_now_ms();
    run = operation_keeper_find(keeper, change->id);
    if (!(run && is_its_own(change) ? write_with_notes(keeper, run, &call, err)
                                    : manage_store_write(keeper->store, write_change, &call, err)))
        return false;
    run = operation_keeper_find(keeper, change->id);
    if (run)
        tell_change(run, &call);
    log_write(LOG_INFO, "operation", (struct log_field[]){
        LOG_T("id", change->id), LOG_T("type", call.after.type),
        LOG_T("state", operation_state_name(change->state)), LOG_END });
    operation_store_release(&call.after);
    return true;
}

/* Metrics soon, for who watches; a phase alone waits for a metric or a change of state, so that a
 * short operation costs no transaction more, but not long, so that a crash loses little. */
static bool log_notes_as_they_come(void *arg, struct error *err)
{
    struct life *life = arg;
    struct operation_run *run = life->run;
    struct error why;

    while (!life->has_ended || run->notes.has_metric) {
        const bool is_old = run->notes.count &&
                            date_now_ms() - run->notes.items[0].at_ms > NOTES_MS;

        if ((run->notes.has_metric || is_old) &&
            !write_with_notes(life->keeper, run, &(struct change_call){0}, &why)) {
            log_error("metrics were not written", &why, NULL);
            if (life->has_ended)
                return true;            /* they go with the end, whenever that can be written */
        }
        if (!life->has_ended && !event_wait(&life->ended, loop_now(task_loop()) + METRIC_MS, err) &&
            err->code != ERROR_TIMEOUT)
            return false;
    }
    return true;
}

/* ---- work and its end ---- */

static bool work(void *arg, struct error *err)
{
    struct life *life = arg;

    if (!life->kind->run)
        return error_set(err, ERROR_INVALID, "this ktrdrd does not run operations of its type");
    return life->kind->run(life->kind->manager, life->run, &life->result, err);
}

static void fill_end(struct life *life, bool ok, struct error *why, struct operation_change *change)
{
    const enum operation_run_stop stop = life->run->why;

    change->state = ok ? OPERATION_COMPLETED : OPERATION_FAILED;
    change->result = ok || life->run->keeps_result ? life->result.bytes : NULL;
    if (ok)
        return;
    if (stop == OPERATION_RUN_CANCELLED) {
        change->state = OPERATION_CANCELLED;
        return;
    }
    if (stop == OPERATION_RUN_SHUT_DOWN) {
        error_set(why, ERROR_INTERRUPTED, "ktrdrd was stopped while this ran");
        error_suggest(why, "ktrdr operations resume %s", life->run->id);
    }
    change->error = why;
}

static bool mark_resumable(struct store *store, void *id, struct error *err)
{
    return operation_change_to_resumable(store, id, err);
}

/* Whoever stopped it may have it go on: what was asked to stop did nothing wrong. */
static bool try_to_write_end(struct life *life, struct operation_change *change, struct error *err)
{
    const bool was_stopped = life->run->why && !life->run->throws_away
                             && change->state != OPERATION_COMPLETED;
    const bool may_go_on = (life->kind->is_resumable || life->run->has_checkpoint)
                           && change->state == OPERATION_FAILED;

    return ((!was_stopped && !may_go_on) ||
            manage_store_write(life->keeper->store, mark_resumable, life->run->id, err)) &&
           operation_keeper_change(life->keeper, change, err);
}

/* Tries until it is written: a full disk may have room again. At shutdown once; the next start then
 * finds it unfinished and says so. */
static void write_end(struct life *life, bool ok, struct error *why)
{
    struct operation_run *run = life->run;
    OWNED(buf_release) struct buf note = {0};
    struct operation_change change = { .id = run->id, .attempt = run->attempt };
    struct error err = {0};

    if (run->why == OPERATION_RUN_SHUT_DOWN && (!run->has_begun || run->is_elsewhere))
        return;                         /* stays as it is: the next start goes on with it */
    fill_end(life, ok, why, &change);
    if (run->reason[0]) {
        buf_print(&note, "{\"reason\":");
        wire_text_print(&note, run->reason, strlen(run->reason));
        buf_print(&note, "}");
        change.note = note.bytes;
    }
    while (!try_to_write_end(life, &change, &err)) {
        log_error("the end of an operation was not written", &err,
                  (struct log_field[]){ LOG_T("id", run->id), LOG_END });
        if (err.code == ERROR_CONFLICT || life->keeper->is_stopping ||
            !timer_sleep(PATIENCE_MS, 0, &err))
            return;
    }
}

/* What runs at a host must be stopped there first. */
static void stop_body(struct operation_run *run)
{
    if (!run->stops_itself && !run->is_elsewhere)
        task_cancel(run->body);
    event_raise(&run->news);
}

static bool live(struct life *life, struct error *why)
{
    struct operation_run *run = life->run;
    struct error err;
    bool ok;
    OWNED(scope_release) struct scope scope = { .loop = task_loop() };

    scope_spawn(&scope, log_notes_as_they_come, life);
    run->body = task_spawn(task_loop(), work, life);
    if (run->why)
        stop_body(run);
    ok = task_join(run->body, why);
    run->body = NULL;
    operation_run_tell_last(run);
    life->has_ended = true;
    event_raise(&life->ended);
    if (!scope_wait(&scope, &err))
        log_error("metrics were not written", &err, NULL);
    return ok;
}

static bool keep(void *arg, struct error *err)
{
    struct life *life = arg;
    struct error why = {0};
    bool ok;

    (void)err;
    task_set_trace(life->run->trace);
    ok = live(life, &why);
    write_end(life, ok, &why);
    unlist(life->keeper, life->run);
    if (life->run->has_begun)
        life->keeper->running--;
    else
        life->keeper->queued--;
    operation_run_free(life->run);
    buf_release(&life->result);
    free(life);
    return true;
}

static void count_in(struct operation_keeper *keeper, struct operation_run *run,
                     enum operation_state state)
{
    run->has_begun = run->is_elsewhere = state != OPERATION_QUEUED;
    if (state == OPERATION_CANCELLING)
        run->why = OPERATION_RUN_CANCELLED;
    if (run->has_begun)
        keeper->running++;
    else
        keeper->queued++;
}

void operation_keeper_start(struct operation_keeper *keeper, const struct operation *operation,
                            const char *trace)
{
    struct life *life;

    if (keeper->is_stopping)
        return;                         /* stays queued: the next start runs it */
    life = MEM_NEW(struct life);
    life->keeper = keeper;
    life->kind = &keeper->kinds[operation_wire_find_type(operation->type)];
    life->run = operation_run_new(keeper->scope.loop, operation->id, operation->request,
                                  operation->attempt);
    snprintf(life->run->trace, sizeof(life->run->trace), "%s", trace);
    snprintf(life->run->share, sizeof(life->run->share), "%s", operation->parent);
    life->run->stops_itself = life->kind->stops_itself;
    life->run->everybody = &keeper->everybody;
    operation_run_phase(life->run,
                        operation->state == OPERATION_QUEUED ? "queued" : "reconnecting");
    list(keeper, life->run);
    count_in(keeper, life->run, operation->state);
    scope_spawn(&keeper->scope, keep, life);
}

void operation_keeper_ask(struct operation_run *run, enum operation_run_stop why,
                          const char *reason)
{
    if (run->why)
        return;
    run->why = why;
    snprintf(run->reason, sizeof(run->reason), "%s", reason);
    if (run->body)
        stop_body(run);
}
