#include "adapters/adapt_training.h"

#include "adapters/remote_training.h"
#include "base/mem.h"
#include "operations/manage_worker.h"
#include "operations/operation_run.h"

#include <stdlib.h>

struct adapt_training {             /* remote NULL: here */
    const struct manage_worker *worker;
    struct remote_training *remote;
};

bool adapt_training_open(struct loop *loop, const struct manage_worker *worker,
                         const struct host_service_settings *host,
                         struct adapt_training **ret_training, struct error *err)
{
    struct remote_training *remote = NULL;

    if (host->is_enabled && !remote_training_open(loop, worker, host, &remote, err))
        return false;
    *ret_training = MEM_NEW(struct adapt_training);
    **ret_training = (struct adapt_training){ worker, remote };
    return true;
}

void adapt_training_stop(struct adapt_training *training)
{
    if (training->remote)
        remote_training_stop(training->remote);
}

void adapt_training_free(struct adapt_training *training)
{
    if (!training)
        return;
    remote_training_free(training->remote);
    free(training);
}

bool adapt_training_enter(struct adapt_training *training, struct operation_run *run,
                          struct error *err)
{
    if (training->remote)
        return true;
    run->is_elsewhere = false;      /* a host that had it is turned off */
    if (run->why)
        return error_set(err, ERROR_CANCELLED, "it was stopped before it began again");
    return manage_worker_enter(training->worker, run, err);
}

void adapt_training_leave(struct adapt_training *training, const struct operation_run *run)
{
    if (!training->remote)
        manage_worker_leave(training->worker, run);
}

bool adapt_training_run(struct adapt_training *training, struct operation_run *run,
                        struct wire_worker_request *request, char **ret_result, struct error *err)
{
    if (training->remote)
        return remote_training_run(training->remote, run, request, ret_result, err);
    manage_worker_share_features(training->worker, request);
    return manage_worker_find_checkpoint(run, request, err) &&
           manage_worker_run(training->worker, run, request, ret_result, err);
}

void adapt_training_settle(struct adapt_training *training, struct operation_run *run,
                           const struct wire_worker_request *request, struct error *why)
{
    if (training->remote)
        remote_training_settle(training->remote, run, request, why);
    else
        manage_worker_settle(training->worker, run, request, why);
}

struct host_service *adapt_training_host(const struct adapt_training *training)
{
    return training->remote ? remote_training_host(training->remote) : NULL;
}
