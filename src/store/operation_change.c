#include "store/operation_change.h"

#include "base/buf.h"
#include "base/mem.h"
#include "store/operation_event.h"
#include "store/query.h"
#include "store/store.h"

#include <stdio.h>

struct changing {
    struct operation_change change;
    bool is_resume;
    int64_t event;
};

static bool refuse(const struct operation *op, enum operation_state to, struct error *err)
{
    return error_set(err, ERROR_CONFLICT, "operation '%s' is %s and cannot become %s", op->id,
                     operation_state_name(op->state), operation_state_name(to));
}

static bool check(const struct operation *op, const struct changing *changing, struct error *err)
{
    const struct operation_change *change = &changing->change;

    if (change->attempt && change->attempt != op->attempt)
        return error_set(err, ERROR_CONFLICT, "operation '%s' is at attempt %d, not %d", op->id,
                         op->attempt, change->attempt);
    if (!changing->is_resume)
        return operation_state_may_follow(op->state, change->state) ||
               refuse(op, change->state, err);
    if (op->state != OPERATION_FAILED && op->state != OPERATION_CANCELLED)
        return refuse(op, OPERATION_QUEUED, err);
    if (op->is_resumable)
        return true;
    error_set(err, ERROR_CONFLICT, "operation '%s' cannot be resumed: nothing was kept", op->id);
    return error_suggest(err, "ktrdr operations retry %s", op->id);
}

static int64_t started(const struct operation *op, const struct changing *changing)
{
    if (changing->is_resume)
        return 0;
    return changing->change.state == OPERATION_RUNNING ? changing->change.at_ms : op->started_ms;
}

static bool update(struct db *db, const struct operation *op, const struct changing *changing,
                   struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct operation_change *change = &changing->change;
    const struct error none = {0}, *why = change->error ? change->error : &none;

    if (!query_start(&query, db, "UPDATE operation SET state=?2, attempt=?3, started_ms=?4,"
                     " finished_ms=?5, error_code=?6, error_text=?7, error_suggestion=?8,"
                     " result=ifnull(?9, result), host=CASE WHEN ?10 THEN '' ELSE host END"
                     " WHERE id=?1", err))
        return false;
    query_bind_text(&query, op->id);
    query_bind_text(&query, operation_state_name(change->state));
    query_bind_int(&query, op->attempt + changing->is_resume);
    query_bind_int(&query, started(op, changing));
    query_bind_int(&query, operation_state_is_final(change->state) ? change->at_ms : 0);
    query_bind_text(&query, why->code ? error_name(why->code) : "");
    query_bind_text(&query, why->text);
    query_bind_text(&query, why->suggestion);
    query_bind_text(&query, change->result);
    query_bind_int(&query, changing->is_resume);
    return query_run(&query, err);
}

static bool log_change(struct db *db, const struct operation *op, struct changing *changing,
                       struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    const struct operation_change *change = &changing->change;
    struct operation_event event = { .kind = "state", .at_ms = change->at_ms };

    buf_print(&json, "{\"state\":\"%s\",\"attempt\":%d", operation_state_name(change->state),
              op->attempt + changing->is_resume);
    if (change->error)
        buf_print(&json, ",\"code\":\"%s\"", error_name(change->error->code));
    if (change->note)
        buf_print(&json, ",\"note\":%s", change->note);
    operation_event_add_trace(change->trace, &json);
    buf_print(&json, "}");
    snprintf(event.operation, sizeof(event.operation), "%s", op->id);
    event.json = json.bytes;
    if (!operation_event_write(db, &event, err))
        return false;
    changing->event = event.id;
    return true;
}

static bool change_one(struct db *db, void *arg, struct error *err)
{
    OWNED(operation_store_release) struct operation op = {0};
    struct changing *changing = arg;

    return operation_store_load(db, changing->change.id, &op, err) && check(&op, changing, err) &&
           update(db, &op, changing, err) && log_change(db, &op, changing, err);
}

bool operation_change_state(struct store *store, const struct operation_change *change,
                            int64_t *ret_event, struct error *err)
{
    struct changing changing = { .change = *change };

    if (!store_write(store, change_one, &changing, err))
        return false;
    *ret_event = changing.event;
    return true;
}

bool operation_change_apply(struct db *db, const struct operation_change *change,
                            int64_t *ret_event, struct error *err)
{
    struct changing changing = { .change = *change };

    if (!change_one(db, &changing, err))
        return false;
    *ret_event = changing.event;
    return true;
}

bool operation_change_resume(struct store *store, const char *id, const char *trace,
                             int64_t at_ms, struct operation *ret_operation, struct error *err)
{
    struct changing changing = {
        .change = { .id = id, .state = OPERATION_QUEUED, .at_ms = at_ms, .trace = trace },
        .is_resume = true,
    };

    return store_write(store, change_one, &changing, err) &&
           operation_store_find(store, id, ret_operation, err);
}

struct setting {
    const char *sql, *id, *text;
};

static bool set(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct setting *setting = arg;

    if (!query_start(&query, db, setting->sql, err))
        return false;
    query_bind_text(&query, setting->id);
    query_bind_text(&query, setting->text);
    if (!query_run(&query, err))
        return false;
    return db_changes(db) ||
           error_set(err, ERROR_NOT_FOUND, "no operation '%.60s'", setting->id);
}

bool operation_change_to_resumable(struct store *store, const char *id, struct error *err)
{
    struct setting setting = { "UPDATE operation SET resumable=?2+0 WHERE id=?1", id, "1" };

    return store_write(store, set, &setting, err);
}

bool operation_change_host(struct store *store, const char *id, const char *host,
                           struct error *err)
{
    struct setting setting = { "UPDATE operation SET host=?2 WHERE id=?1", id, host };

    return store_write(store, set, &setting, err);
}

static bool forget(struct db *db, void *arg, struct error *err)
{
    OWNED(operation_store_release) struct operation op = {0};
    const char *id = arg;

    if (!operation_store_load(db, id, &op, err))
        return false;
    if (!operation_state_is_final(op.state))
        return error_set(err, ERROR_CONFLICT, "operation '%s' is %s", id,
                         operation_state_name(op.state));
    return operation_store_remove(db, id, err);
}

bool operation_change_forget(struct store *store, const char *id, struct error *err)
{
    return store_write(store, forget, (void *)(uintptr_t)id, err);
}

struct interruption {
    int64_t at_ms;
    struct operation_store_list done;
};

static bool interrupt_one(struct db *db, const char *id, int64_t at_ms, struct error *err)
{
    struct changing changing = { .change = { .id = id, .state = OPERATION_FAILED,
                                             .at_ms = at_ms } };
    struct setting setting = { "UPDATE operation SET resumable=?2+0 WHERE id=?1", id, "1" };
    struct error why;

    error_set(&why, ERROR_INTERRUPTED, "the program was stopped while it ran");
    error_suggest(&why, "ktrdr operations resume %s", id);
    changing.change.error = &why;
    return set(db, &setting, err) && change_one(db, &changing, err);
}

/* The first that still runs; "" if none does. */
static bool find_running(struct db *db, char ret_id[OPERATION_ID_SIZE], struct error *err)
{
    OWNED(query_release) struct query query = {0};

    ret_id[0] = '\0';
    if (!query_start(&query, db, "SELECT id FROM operation WHERE state IN ('running',"
                     " 'cancelling') AND host='' ORDER BY id LIMIT 1", err))
        return false;
    if (query_next(&query, err))
        snprintf(ret_id, OPERATION_ID_SIZE, "%s", query_text(&query, 0));
    return !query.has_failed;
}

static bool interrupt_all(struct db *db, void *arg, struct error *err)
{
    struct interruption *job = arg;
    struct operation_store_list *done = &job->done;
    char id[OPERATION_ID_SIZE];

    for (;;) {
        if (!find_running(db, id, err))
            return false;
        if (!id[0])
            return true;
        done->items = mem_resize(done->items, (done->count + 1) * sizeof(*done->items));
        if (!interrupt_one(db, id, job->at_ms, err) ||
            !operation_store_load(db, id, &done->items[done->count], err))
            return false;
        done->total = (int64_t)++done->count;
    }
}

bool operation_change_interrupt(struct store *store, int64_t at_ms,
                                struct operation_store_list *ret_list, struct error *err)
{
    struct interruption job = { .at_ms = at_ms };

    if (store_write(store, interrupt_all, &job, err)) {
        *ret_list = job.done;
        return true;
    }
    operation_store_list_release(&job.done);
    return false;
}
