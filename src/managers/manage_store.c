#include "managers/manage_store.h"

#include "async/lane.h"
#include "async/work.h"

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
