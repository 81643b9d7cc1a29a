#include "operations/manage_store.h"

#include "async/lane.h"
#include "async/work.h"
#include "base/date.h"
#include "operations/session_files.h"
#include "store/model_store.h"
#include "store/schema.h"
#include "store/store.h"

#include <stdio.h>

enum { WRITES_MOST = 10000 };

struct call {
    struct store *store;
    manage_store_fn *fn;
    void *arg;
};

static bool run(void *arg, struct error *err)
{
    struct call *call = arg;

    return call->fn(call->store, call->arg, err);
}

bool manage_store_read(const struct manage_store *store, manage_store_fn *fn, void *arg,
                       struct error *err)
{
    struct call call = { store->store, fn, arg };

    return work_run(run, &call, err);
}

bool manage_store_write(const struct manage_store *store, manage_store_fn *fn, void *arg,
                        struct error *err)
{
    struct call call = { store->store, fn, arg };

    return lane_run(store->lane, run, &call, err);
}

static const struct schema *const schemas[] = {
    [MANAGE_STORE_BACKEND] = &schema_backend, [MANAGE_STORE_TRAINING] = &schema_training,
};

static bool sweep(struct store *store, enum manage_store_role role, struct error *err)
{
    size_t n;

    return (role != MANAGE_STORE_BACKEND || model_store_sweep(store, &n, err)) &&
           session_files_sweep(store, date_now_ms(), role == MANAGE_STORE_TRAINING ?
                                                     SESSION_FILES_HOLD_RESULTS :
                                                     SESSION_FILES_ARE_ELSEWHERE, err);
}

bool manage_store_open(struct loop *loop, enum manage_store_role role, const char *data_dir,
                       struct manage_store *ret_store, struct error *err)
{
    char folder[1100];

    snprintf(folder, sizeof(folder), "%.1000s/%s", data_dir, schemas[role]->name);
    if (!store_open(folder, schemas[role], &ret_store->store, err))
        return false;
    if (!sweep(ret_store->store, role, err)) {
        store_close(ret_store->store);
        return false;
    }
    ret_store->loop = loop;
    ret_store->lane = lane_new(loop, "store", WRITES_MOST);
    return true;
}

void manage_store_close(struct manage_store *store)
{
    lane_free(store->lane);
    store_close(store->store);
}

static bool look(struct store *store, void *arg, struct error *err)
{
    int64_t *free_bytes = arg;

    return store_free_bytes(store, free_bytes, err) && store_check_writable(store, err);
}

bool manage_store_look(const struct manage_store *store, int64_t *ret_free_bytes,
                       struct error *err)
{
    return manage_store_write(store, look, ret_free_bytes, err);
}

size_t manage_store_queued(const struct manage_store *store)
{
    return lane_length(store->lane);
}
