#include "operations/manage_operations.h"

#include "async/task.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/mem.h"
#include "log/log.h"
#include "operations/manage_operations_parts.h"
#include "operations/manage_store.h"
#include "operations/operation_wire.h"
#include "store/operation_change.h"
#include "store/operation_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct manage_operations *manage_operations_new(const struct manage_store *store,
                                                size_t max_queued)
{
    struct manage_operations *manager = MEM_NEW(struct manage_operations);

    manager->keeper.store = store;
    manager->keeper.scope.loop = store->loop;
    manager->max_queued = max_queued;
    return manager;
}

void manage_operations_free(struct manage_operations *manager)
{
    free(manager);
}

void manage_operations_add_kind(struct manage_operations *manager,
                                const struct manage_operations_kind *kind)
{
    manager->keeper.kinds[kind->type] = *kind;
}

struct operation_run *manage_operations_at_work(const struct manage_operations *manager,
                                                const char *id)
{
    return operation_keeper_find(&manager->keeper, id);
}

size_t manage_operations_running(const struct manage_operations *manager)
{
    return manager->keeper.running;
}

size_t manage_operations_queued(const struct manage_operations *manager)
{
    return manager->keeper.queued;
}

/* ---- one call into the store ---- */

struct call {
    const char *id, *host;
    struct operation operation;             /* the answer, to release */
    struct operation_store_new want;
    bool is_new;
    struct operation_store_filter filter;
    struct operation_store_list list;
    char *result;
    char trace[TRACEPARENT];                /* that of who asks; of find_trace(): the answer */
};

static struct call new_call(const char *id)
{
    struct call call = { .id = id };

    snprintf(call.trace, sizeof(call.trace), "%s", task_trace());
    return call;
}

static bool create(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_store_create(store, &call->want, &call->operation, &call->is_new, err);
}

static bool find(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_store_find(store, call->id, &call->operation, err);
}

static bool list(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_store_list(store, &call->filter, &call->list, err);
}

static bool get_result(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_store_result(store, call->id, &call->result, err);
}

static bool resume(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_change_resume(store, call->id, call->trace, date_now_ms(), &call->operation,
                                   err);
}

static bool find_trace(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_store_trace(store, call->operation.id, call->trace, err);
}

static bool interrupt(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_change_interrupt(store, date_now_ms(), &call->list, err);
}

static bool set_host(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_change_host(store, call->id, call->host, err);
}

static bool forget(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_change_forget(store, call->id, err);
}

static void answer(const struct manage_operations *manager, struct call *call,
                   struct wire_operation *ret_operation)
{
    operation_wire_fill(&call->operation,
                        operation_keeper_find(&manager->keeper, call->operation.id),
                        ret_operation);
    operation_store_release(&call->operation);
}

/* ---- start, resume, retry ---- */

static bool check_open(const struct manage_operations *manager, struct error *err)
{
    if (manager->keeper.is_stopping)
        return error_set(err, ERROR_UNAVAILABLE, "ktrdrd is stopping");
    return manager->keeper.queued < manager->max_queued ||
           error_set(err, ERROR_LIMIT, "%zu operations wait already", manager->keeper.queued);
}

void manage_operations_hash(enum wire_operation_type type, const char *request,
                            char ret_hash[HASH_HEX])
{
    OWNED(buf_release) struct buf whole = {0};

    buf_print(&whole, "%s\n%s", wire_operation_type_names[type], request);
    hash_text_hex(whole.bytes, ret_hash);
}

/* One that a newer ktrdr may have left has no name here. */
static bool check_type(enum wire_operation_type type, struct error *err)
{
    return type < WIRE_OPERATION_TYPES ||
           error_set(err, ERROR_INVALID, "this ktrdrd does not know operations of its type");
}

static bool create_and_start(struct manage_operations *manager,
                             const struct manage_operations_request *request,
                             struct wire_operation *ret_operation, struct error *err)
{
    char id[OPERATION_ID_SIZE], hash[HASH_HEX];
    struct call call = new_call(id);

    if (!check_type(request->type, err))
        return false;
    if (request->id)
        snprintf(id, sizeof(id), "%s", request->id);
    else
        operation_id_new(date_now_ms(), id);
    manage_operations_hash(request->type, request->request, hash);
    call.want = (struct operation_store_new){
        .id = id, .type = wire_operation_type_names[request->type],
        .request = request->request, .request_hash = hash,
        .label = request->label, .idempotency_key = request->idempotency_key,
        .parent = request->parent, .trace = call.trace,
        .at_ms = date_now_ms(),
    };
    if (!manage_store_write(manager->keeper.store, create, &call, err))
        return false;
    if (call.is_new)
        operation_keeper_start(&manager->keeper, &call.operation, call.trace);
    answer(manager, &call, ret_operation);
    return true;
}

bool manage_operations_start(struct manage_operations *manager,
                             const struct manage_operations_request *request,
                             struct wire_operation *ret_operation, struct error *err)
{
    return check_open(manager, err) &&
           create_and_start(manager, request, ret_operation, err);
}

bool manage_operations_resume(struct manage_operations *manager, const char *id,
                              struct wire_operation *ret_operation, struct error *err)
{
    struct call call = new_call(id);

    if (!check_open(manager, err) ||
        !manage_store_write(manager->keeper.store, resume, &call, err))
        return false;
    operation_keeper_start(&manager->keeper, &call.operation, call.trace);
    answer(manager, &call, ret_operation);
    return true;
}

bool manage_operations_retry(struct manage_operations *manager, const char *id,
                             struct wire_operation *ret_operation, struct error *err)
{
    struct call call = { .id = id };
    bool ok;

    if (!check_open(manager, err) || !manage_store_read(manager->keeper.store, find, &call, err))
        return false;
    if (!operation_state_is_final(call.operation.state))
        ok = error_set(err, ERROR_CONFLICT, "operation '%s' is %s", id,
                       operation_state_name(call.operation.state));
    else
        ok = create_and_start(manager, &(struct manage_operations_request){
            .type = operation_wire_find_type(call.operation.type),
            .request = call.operation.request, .label = call.operation.label },
            ret_operation, err);
    operation_store_release(&call.operation);
    return ok;
}

/* ---- look ---- */

bool manage_operations_find(struct manage_operations *manager, const char *id,
                            struct wire_operation *ret_operation, struct error *err)
{
    struct call call = { .id = id };

    if (!manage_store_read(manager->keeper.store, find, &call, err))
        return false;
    answer(manager, &call, ret_operation);
    return true;
}

bool manage_operations_result(struct manage_operations *manager, const char *id, char **ret_json,
                              struct error *err)
{
    struct call call = { .id = id };

    if (!manage_store_read(manager->keeper.store, get_result, &call, err))
        return false;
    *ret_json = call.result;
    return true;
}

/* ---- cancel ---- */

bool manage_operations_cancel(struct manage_operations *manager, const char *id, const char *reason,
                              struct wire_operation *ret_operation, struct error *err)
{
    struct operation_change change = { .id = id, .state = OPERATION_CANCELLING };
    struct operation_run *run = operation_keeper_find(&manager->keeper, id);
    struct wire_operation before;

    if (!manage_operations_find(manager, id, &before, err))
        return false;
    wire_operation_release(&before);
    if (!run || !run->why) {
        if (!operation_keeper_change(&manager->keeper, &change, err))
            return false;
        run = operation_keeper_find(&manager->keeper, id);
        if (run)
            operation_keeper_ask(run, OPERATION_RUN_CANCELLED, reason);
    }
    return manage_operations_find(manager, id, ret_operation, err);
}

/* ---- begin and end ---- */

bool manage_operations_begin(struct manage_operations *manager, struct operation_run *run,
                             struct error *err)
{
    struct operation_change change = { .id = run->id, .state = OPERATION_RUNNING,
                                       .attempt = run->attempt };

    if (run->has_begun)                 /* at a host, in an earlier process */
        return true;
    if (!operation_keeper_change(&manager->keeper, &change, err))
        return false;
    run->has_begun = true;
    manager->keeper.queued--;
    manager->keeper.running++;
    return true;
}

bool manage_operations_at_host(struct manage_operations *manager, struct operation_run *run,
                               const char *host, struct error *err)
{
    struct call call = { .id = run->id, .host = host };

    if (!manage_store_write(manager->keeper.store, set_host, &call, err))
        return false;
    run->is_elsewhere = true;
    return true;
}

bool manage_operations_forget(struct manage_operations *manager, const char *id,
                              struct error *err)
{
    struct call call = { .id = id };

    return manage_store_write(manager->keeper.store, forget, &call, err);
}

/* It was asked for by somebody who is gone; its trace goes on. */
static bool start_again(struct manage_operations *manager, const struct operation *operation,
                        struct error *err)
{
    struct call call = { .operation = *operation };

    if (!manage_store_read(manager->keeper.store, find_trace, &call, err))
        return false;
    operation_keeper_start(&manager->keeper, operation, call.trace);
    return true;
}

/* What runs at a host is not lost with us: it is asked there what became of it. */
bool manage_operations_recover(struct manage_operations *manager, struct error *err)
{
    struct call lost = {0}, rest = { .filter = { .which = OPERATION_STORE_ACTIVE,
                                                 .limit = 1000000 } };
    bool ok = true;

    if (!manage_store_write(manager->keeper.store, interrupt, &lost, err))
        return false;
    for (size_t i = 0; i < lost.list.count; i++)
        log_write(LOG_WARNING, "operation was interrupted", (struct log_field[]){
            LOG_T("id", lost.list.items[i].id), LOG_T("type", lost.list.items[i].type), LOG_END });
    operation_store_list_release(&lost.list);
    if (!manage_store_read(manager->keeper.store, list, &rest, err))
        return false;
    for (size_t i = rest.list.count; ok && i > 0; i--)      /* the list begins with the newest */
        ok = start_again(manager, &rest.list.items[i - 1], err);
    operation_store_list_release(&rest.list);
    return ok;
}

void manage_operations_stop(struct manage_operations *manager)
{
    struct error err;

    manager->keeper.is_stopping = true;
    scope_release(&manager->pruning);
    for (struct operation_run *run = manager->keeper.runs; run; run = run->next)
        operation_keeper_ask(run, OPERATION_RUN_SHUT_DOWN, "");
    if (!scope_wait(&manager->keeper.scope, &err))
        log_error("operations did not end well", &err, NULL);
}
