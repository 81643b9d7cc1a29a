/*
 * adapt_training - where trainings are done: by workers of this process, or at a training host.
 *
 * Both ways end in the same ktrdr-worker, which reads the same request: the same bits. Nothing
 * falls back: a host that does not answer is waited for, and fails the training in the end. Loop
 * thread only.
 */
#ifndef ADAPTERS_ADAPT_TRAINING_H
#define ADAPTERS_ADAPT_TRAINING_H

#include "base/error.h"
#include "base/words.h"
#include "service/host_service.h"

struct adapt_training;
struct loop;
struct manage_worker;
struct operation_run;
struct wire_worker_request;

/* `worker` is borrowed, and runs them where the host is not enabled. Fails with ERROR_INVALID. */
CHECKED bool adapt_training_open(struct loop *loop, const struct manage_worker *worker,
                                 const struct host_service_settings *host,
                                 struct adapt_training **ret_training, struct error *err);
void adapt_training_stop(struct adapt_training *training);      /* Waits. Nobody trains any more */
void adapt_training_free(struct adapt_training *training);      /* takes NULL */

/* Waits. For a place here; at a host, that one keeps the line. As manage_worker_enter(). */
CHECKED bool adapt_training_enter(struct adapt_training *training,
                                  struct operation_run *run, struct error *err);
void adapt_training_leave(struct adapt_training *training, const struct operation_run *run);

/* Waits. The whole training, from an earlier attempt's checkpoint if there is one. The model lies
 * in request->output_folder/model then. *ret_result is JSON, owned. */
CHECKED bool adapt_training_run(struct adapt_training *training, struct operation_run *run,
                                struct wire_worker_request *request, char **ret_result,
                                struct error *err);

/* After it, for `why` or NULL: the model is stored, and nothing else needs to stay; or what a
 * resume needs does. As manage_worker_settle(). */
void adapt_training_settle(struct adapt_training *training, struct operation_run *run,
                           const struct wire_worker_request *request, struct error *why);

/* NULL: they are done here. For its health and its numbers. */
struct host_service *adapt_training_host(const struct adapt_training *training);

#endif
