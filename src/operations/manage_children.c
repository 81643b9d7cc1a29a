#include "operations/manage_children.h"

#include "async/event.h"
#include "async/loop.h"
#include "async/task.h"
#include "base/buf.h"
#include "log/log.h"
#include "operations/manage_operations.h"
#include "wire/wire_children.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* At work at a time: enough to keep every worker busy, few enough that others get their turn. */
enum { WINDOW = 32, LOOK_AGAIN_MS = 1000, KEY = 65 };

struct batch;

struct child {
    struct batch *batch;
    size_t place;
    struct operation_watch watch;
    bool may_have_ended;
};

struct batch {
    struct manage_operations *operations;
    struct operation_run *run;
    const struct manage_children *wanted;
    struct wire_children_end *ends;        /* one per child; an empty id: not started */
    struct child at_work[WINDOW];
    size_t n_at_work, next, n_ended, n_failed;
    size_t n_outcomes;                     /* of those that failed: no failure of the whole */
    struct error first_failure;
    char first_failed[96];
    bool has_news, is_cancelling;
};

static void take_news(void *arg, const char *kind, int64_t event, const char *json)
{
    struct child *child = arg;

    (void)event, (void)json;
    child->may_have_ended |= !strcmp(kind, "state");
    child->batch->has_news = true;
    event_raise(&child->batch->run->news);
}

/* ---- a child's start ---- */

static bool is_empty(const char *object)
{
    return object[strspn(object, "{ ")] == '}';
}

void manage_children_request(const char *common, const char *own, struct buf *ret_request)
{
    if (!common || is_empty(common))
        buf_print(ret_request, "%s", own);
    else if (is_empty(own))
        buf_print(ret_request, "%s", common);
    else
        buf_print(ret_request, "%.*s,%s", (int)(strrchr(common, '}') - common), common,
                  strchr(own, '{') + 1);
}

static bool is_over(enum wire_operation_state state)
{
    return state >= WIRE_OPERATION_COMPLETED;
}

static bool start_as(struct batch *batch, size_t place, const char *key,
                     struct wire_operation *ret_operation, struct error *err)
{
    const struct wire_children_item *child = &batch->wanted->items[place];
    OWNED(buf_release) struct buf request = {0};

    manage_children_request(batch->wanted->common, child->request, &request);
    return manage_operations_start(batch->operations, &(struct manage_operations_request){
        .type = child->type, .request = request.bytes, .label = child->label,
        .idempotency_key = key, .parent = batch->run->id }, ret_operation, err);
}

/* It would end so again, however often it is tried. */
static bool is_outcome(const struct batch *batch, const struct wire_operation *operation)
{
    const enum error_code *may = batch->wanted->may_fail_as;
    const enum error_code code = operation->state == WIRE_OPERATION_FAILED && operation->error ?
                                     error_find(operation->error->code) : ERROR_NONE;

    return code && (code == may[0] || code == may[1]);
}

/* One that an earlier attempt of the batch left unfinished. */
static bool go_on_with(struct batch *batch, size_t place, struct wire_operation *operation,
                       struct error *err)
{
    char id[sizeof(operation->id)], key[KEY];
    const bool is_resumable = operation->resumable;

    snprintf(id, sizeof(id), "%s", operation->id);
    wire_operation_release(operation);
    if (is_resumable)
        return manage_operations_resume(batch->operations, id, operation, err);
    snprintf(key, sizeof(key), "%s/%zu/%d", batch->run->id, batch->wanted->first + place,
             batch->run->attempt);
    return start_as(batch, place, key, operation, err);
}

static bool start_or_find(struct batch *batch, size_t place, struct wire_operation *ret_operation,
                          struct error *err)
{
    char key[KEY];

    snprintf(key, sizeof(key), "%s/%zu", batch->run->id, batch->wanted->first + place);
    if (!start_as(batch, place, key, ret_operation, err))
        return false;
    if (batch->run->attempt == 1 || !is_over(ret_operation->state) ||
        ret_operation->state == WIRE_OPERATION_COMPLETED || is_outcome(batch, ret_operation))
        return true;
    return go_on_with(batch, place, ret_operation, err);
}

static void watch(struct batch *batch, size_t place, const char *id)
{
    struct child *child = &batch->at_work[batch->n_at_work++];
    struct operation_run *run = manage_operations_at_work(batch->operations, id);

    *child = (struct child){ .batch = batch, .place = place, .may_have_ended = !run };
    child->watch = (struct operation_watch){ .tell = take_news, .arg = child };
    if (run)
        operation_run_watch(run, &child->watch);
    else
        batch->has_news = true;
}

static bool start_next(struct batch *batch, struct error *err)
{
    const size_t place = batch->next;
    struct wire_children_end *end = &batch->ends[place];
    struct wire_operation operation;

    if (!start_or_find(batch, place, &operation, err))
        return false;
    batch->next++;
    snprintf(end->id, sizeof(end->id), "%s", operation.id);
    snprintf(end->label, sizeof(end->label), "%s", batch->wanted->items[place].label);
    wire_operation_release(&operation);
    watch(batch, place, end->id);
    return true;
}

/* A full queue is no failure: others leave it. */
static bool start_some(struct batch *batch, struct error *err)
{
    while (batch->n_at_work < WINDOW && batch->next < batch->wanted->n_items && !batch->run->why)
        if (!start_next(batch, err))
            return err->code == ERROR_LIMIT;
    return true;
}

/* ---- a child's end ---- */

static void note_failure(struct batch *batch, const struct wire_children_end *end,
                         const struct wire_operation *operation)
{
    const struct wire_error *why = operation->error;
    const bool counts = !is_outcome(batch, operation);
    const bool is_first = !batch->n_failed || (counts && batch->n_failed == batch->n_outcomes);

    batch->n_failed++;
    batch->n_outcomes += !counts;
    if (!is_first)
        return;
    snprintf(batch->first_failed, sizeof(batch->first_failed), "%s",
             end->label[0] ? end->label : end->id);
    if (!why)
        error_set(&batch->first_failure, ERROR_CANCELLED, "it was cancelled");
    else if (!error_find(why->code))        /* of a version to come */
        error_set(&batch->first_failure, ERROR_INTERNAL, "%s", why->detail);
    else
        error_set(&batch->first_failure, error_find(why->code), "%s", why->detail);
}

/* The last one at work takes the place of one that left, and its watch with it. */
static void leave(struct batch *batch, size_t at)
{
    struct child *last = &batch->at_work[--batch->n_at_work], *child = &batch->at_work[at];
    struct operation_run *run = last->watch.run;

    operation_run_unwatch(&child->watch);
    if (last == child)
        return;
    operation_run_unwatch(&last->watch);
    *child = *last;
    child->watch = (struct operation_watch){ .tell = take_news, .arg = child };
    if (run)
        operation_run_watch(run, &child->watch);
}

static bool look_at(struct batch *batch, size_t at, bool *ret_has_left, struct error *err)
{
    struct child *child = &batch->at_work[at];
    struct wire_children_end *end = &batch->ends[child->place];
    struct wire_operation operation;

    child->may_have_ended = false;
    *ret_has_left = false;
    if (!manage_operations_find(batch->operations, end->id, &operation, err))
        return false;
    end->state = operation.state;
    if (is_over(operation.state)) {
        batch->n_ended++;
        if (operation.state != WIRE_OPERATION_COMPLETED)
            note_failure(batch, end, &operation);
        leave(batch, at);
        *ret_has_left = true;
    }
    wire_operation_release(&operation);
    return true;
}

static bool settle(struct batch *batch, struct error *err)
{
    bool has_left = false;

    for (size_t i = 0; i < batch->n_at_work; i += !has_left) {
        const struct child *child = &batch->at_work[i];

        has_left = false;
        if ((child->may_have_ended || !child->watch.run) && !look_at(batch, i, &has_left, err))
            return false;
    }
    return true;
}

/* ---- all of them ---- */

static void tell_progress(struct batch *batch)
{
    const size_t total = batch->wanted->n_items;
    struct wire_operation_progress progress;
    double sum = (double)batch->n_ended * 100;

    wire_clear(wire_operation_progress_fields, &progress);
    for (size_t i = 0; i < batch->n_at_work; i++) {
        const struct operation_run *run = batch->at_work[i].watch.run;

        if (run && isfinite(run->progress.percent))
            sum += run->progress.percent;
    }
    progress.percent = batch->wanted->from +
                       (batch->wanted->until - batch->wanted->from) / 100 * sum / (double)total;
    progress.done = (double)batch->n_ended;
    progress.total = (double)total;
    snprintf(progress.unit, sizeof(progress.unit), "operations");
    snprintf(progress.phase, sizeof(progress.phase), "%s",
             batch->is_cancelling ? "cancelling" : batch->wanted->phase);
    snprintf(progress.message, sizeof(progress.message),
             "%zu of %zu ended, %zu failed, %zu at work", batch->n_ended, total, batch->n_failed,
             batch->n_at_work);
    operation_run_progress(batch->run, &progress);
}

static void cancel_children(struct batch *batch)
{
    struct wire_operation operation;
    struct error err;

    batch->is_cancelling = true;
    for (size_t i = 0; i < batch->n_at_work; i++) {
        const char *id = batch->ends[batch->at_work[i].place].id;

        if (manage_operations_cancel(batch->operations, id, batch->run->reason, &operation, &err))
            wire_operation_release(&operation);
        else if (err.code != ERROR_CONFLICT)        /* it had just ended */
            log_error("a child was not cancelled", &err,
                      (struct log_field[]){ LOG_T("id", id), LOG_END });
    }
}

/* Until a child tells something, or the batch is asked to stop; at most for a second, since a full
 * queue tells nobody that it has room. */
static bool wait_for_news(struct batch *batch, struct error *err)
{
    const enum operation_run_stop seen = batch->run->why;
    const int64_t until = loop_now(task_loop()) + LOOK_AGAIN_MS;

    while (!batch->has_news && batch->run->why == seen)
        if (!event_wait(&batch->run->news, until, err))
            return err->code == ERROR_TIMEOUT;
    batch->has_news = false;
    return true;
}

static bool is_done(const struct batch *batch)
{
    if (batch->is_cancelling)
        return !batch->n_at_work;
    return batch->n_ended == batch->wanted->n_items;
}

static bool run_all(struct batch *batch, struct error *err)
{
    while (!is_done(batch)) {
        if (batch->run->why == OPERATION_RUN_SHUT_DOWN)
            return error_set(err, ERROR_INTERRUPTED, "ktrdrd was stopped while this ran");
        if (batch->run->why == OPERATION_RUN_CANCELLED && !batch->is_cancelling)
            cancel_children(batch);
        if (!settle(batch, err) || !start_some(batch, err))
            return false;
        tell_progress(batch);
        if (!is_done(batch) && !wait_for_news(batch, err))
            return false;
    }
    return true;
}

static bool conclude(struct batch *batch, struct error *err)
{
    if (batch->is_cancelling)
        return error_set(err, ERROR_CANCELLED, "cancelled");
    if (batch->n_failed == batch->n_outcomes && batch->n_failed < batch->wanted->n_items)
        return true;
    error_set(err, batch->first_failure.code, "%zu of %zu did not complete; the first, '%s': %s",
              batch->n_failed, batch->wanted->n_items, batch->first_failed,
              batch->first_failure.text);
    error_suggest(err, "ktrdr operations list --parent %s; ktrdr operations resume %s tries those "
                  "again", batch->run->id, batch->run->id);
    return false;
}

bool manage_children_run(struct manage_operations *operations, struct operation_run *run,
                         const struct manage_children *children, struct wire_children_end *ret_ends,
                         struct error *err)
{
    struct batch batch = { .operations = operations, .run = run, .wanted = children,
                           .ends = ret_ends };
    const bool ok = run_all(&batch, err);

    while (batch.n_at_work)
        leave(&batch, 0);
    return ok && conclude(&batch, err);
}
