/*
 * remote_training - trainings at a training host, as an operation here sees them.
 *
 * The session has the operation's id, so that asking again is asking for the same: after a crash of
 * this process the operation goes on watching where it was; after one of the host the session is
 * resumed there, a few times, from its checkpoint. One stream of events for all sessions wakes
 * those that wait; what is true is then asked for, and every few seconds anyway. For adapt_training
 * only.
 */
#ifndef ADAPTERS_REMOTE_TRAINING_H
#define ADAPTERS_REMOTE_TRAINING_H

#include "base/error.h"
#include "base/words.h"

struct host_service;
struct host_service_settings;
struct loop;
struct manage_worker;
struct operation_run;
struct remote_training;
struct wire_worker_request;

CHECKED bool remote_training_open(struct loop *loop, const struct manage_worker *worker,
                                  const struct host_service_settings *settings,
                                  struct remote_training **ret_remote, struct error *err);
void remote_training_stop(struct remote_training *remote);      /* Waits. */
void remote_training_free(struct remote_training *remote);      /* takes NULL */
struct host_service *remote_training_host(const struct remote_training *remote);

CHECKED bool remote_training_run(struct remote_training *remote, struct operation_run *run,
                                 const struct wire_worker_request *request, char **ret_result,
                                 struct error *err);
void remote_training_settle(struct remote_training *remote, struct operation_run *run,
                            const struct wire_worker_request *request, struct error *why);

#endif
