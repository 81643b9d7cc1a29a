#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "log/log.h"
#include "operations/manage_operations.h"
#include "operations/manage_store.h"
#include "operations/manage_operations_parts.h"
#include "store/operation_store.h"
#include "store/store.h"
#include "wire/wire_prune.h"

#include <dirent.h>
#include <errno.h>

enum { DAY_MS = 86400000, DAYS_MOST = 36500, IDS_MOST = 1000 };

struct call {
    int64_t before_ms;
    struct operation_store_pruned pruned;
};

static bool look(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_store_prune_look(store, call->before_ms, &call->pruned, err);
}

static bool prune(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_store_prune(store, call->before_ms, &call->pruned, err);
}

/* ---- what they left on the disk ---- */

static bool remove_session(struct store *store, const char *id, struct error *err)
{
    OWNED(buf_release) struct buf path = {0};

    buf_print(&path, "%s/sessions/%s", store_folder(store), id);
    return file_remove_tree(path.bytes, err);
}

static bool remove_if_forgotten(struct store *store, const char *folder, const char *id,
                                struct error *err)
{
    OWNED(operation_store_release) struct operation operation = {0};
    OWNED(buf_release) struct buf path = {0};

    if (operation_store_find(store, id, &operation, err))
        return true;
    buf_print(&path, "%s/%s", folder, id);
    return err->code == ERROR_NOT_FOUND && file_remove_tree(path.bytes, err);
}

/* Whoever's operation is not there any more: also after a crash between the two. */
static bool remove_backtests(struct store *store, struct error *err)
{
    OWNED(buf_release) struct buf folder = {0};
    bool ok = true;
    DIR *dir;

    buf_print(&folder, "%s/backtests", store_folder(store));
    dir = opendir(folder.bytes);
    if (!dir)
        return errno == ENOENT || error_set_errno(err, errno, "cannot open '%s'", folder.bytes);
    for (struct dirent *entry; ok && (entry = readdir(dir));)
        if (operation_id_is_valid(entry->d_name))
            ok = remove_if_forgotten(store, folder.bytes, entry->d_name, err);
    closedir(dir);
    return ok;
}

static bool remove_folders(struct store *store, void *arg, struct error *err)
{
    const struct call *call = arg;

    for (size_t i = 0; i < call->pruned.count; i++)
        if (!remove_session(store, call->pruned.ids[i], err))
            return false;
    return remove_backtests(store, err);
}

/* ---- the call ---- */

static void fill(const struct call *call, struct wire_prune_result *ret)
{
    const size_t n = call->pruned.count < IDS_MOST ? call->pruned.count : IDS_MOST;

    wire_clear(wire_prune_result_fields, ret);
    ret->before = call->before_ms / 1000;
    ret->count = (int64_t)call->pruned.count;
    ret->ids = mem_alloc(n * sizeof(*ret->ids));
    while (ret->n_ids < n) {
        ret->ids[ret->n_ids] = mem_text(call->pruned.ids[ret->n_ids]);
        ret->n_ids++;
    }
}

bool manage_operations_prune(struct manage_operations *manager,
                             const struct wire_prune_request *request,
                             struct wire_prune_result *ret_pruned, struct error *err)
{
    const struct manage_store *store = manager->keeper.store;
    const int64_t told = request->older_than_days;
    const int64_t days = told == WIRE_UNKNOWN ? WIRE_PRUNE_DAYS : told;
    struct call call = {0};
    bool ok;

    if (days < 0 || days > DAYS_MOST)
        return error_set(err, ERROR_INVALID, "older_than_days is %lld, not 0 to %d",
                         (long long)days, DAYS_MOST);
    call.before_ms = date_now_ms() - days * DAY_MS;
    ok = request->dry_run ? manage_store_read(store, look, &call, err)
                          : manage_store_write(store, prune, &call, err) &&
                            manage_store_read(store, remove_folders, &call, err);
    if (ok)
        fill(&call, ret_pruned);
    if (ok)
        ret_pruned->dry_run = request->dry_run;
    operation_store_prune_release(&call.pruned);
    return ok;
}

/* ---- each day ---- */

static void prune_now(struct manage_operations *manager)
{
    struct wire_prune_request usual;
    struct wire_prune_result pruned;
    struct error why;

    wire_clear(wire_prune_request_fields, &usual);
    if (!manage_operations_prune(manager, &usual, &pruned, &why)) {
        if (why.code != ERROR_CANCELLED)
            log_error("old operations were not removed", &why, NULL);
        return;
    }
    if (pruned.count)
        log_write(LOG_INFO, "old operations were removed", (struct log_field[]){
            LOG_I("count", pruned.count), LOG_I("days", WIRE_PRUNE_DAYS), LOG_END });
    wire_prune_result_release(&pruned);
}

static bool prune_each_day(void *manager, struct error *err)
{
    do
        prune_now(manager);
    while (timer_sleep(DAY_MS, 0, err));
    return true;                    /* it was cancelled: the service ends */
}

void manage_operations_prune_daily(struct manage_operations *manager)
{
    manager->pruning.loop = manager->keeper.scope.loop;
    scope_spawn(&manager->pruning, prune_each_day, manager);
}
