/*
 * host_training - the training host service: training/training_sessions.h with an HTTP face, for
 * backends elsewhere. Its routes are in route_training_host.c.
 *
 * Owns its store (DATA/training), its workers and its sessions. Loop thread only.
 */
#ifndef HOSTS_TRAINING_HOST_TRAINING_H
#define HOSTS_TRAINING_HOST_TRAINING_H

#include "base/error.h"
#include "base/words.h"
#include "operations/manage_store.h"
#include "operations/manage_worker.h"
#include "operations/store_watch.h"
#include "service/service_replies.h"
#include "training/training_sessions.h"

#include <stddef.h>
#include <stdint.h>

struct buf;
struct loop;
struct service_frame;

struct host_training_settings {
    const char *data_dir;           /* borrowed for its life */
    size_t max_queued;
    struct manage_worker_settings worker;       /* without its program, which is looked for */
};

struct host_training {
    struct manage_store store;
    struct manage_worker worker;
    struct manage_operations *operations;
    struct training_sessions sessions;
    struct store_watch watch;
    struct service_replies replies; /* of what must not be done twice */
    const char *data_dir;
    int64_t started_ms;             /* loop_now() */
};

/* Waits. Opens the store, goes on with what waits in it. ERROR_CONFLICT: another has it. */
CHECKED bool host_training_open(struct loop *loop, const struct host_training_settings *settings,
                                struct host_training **ret_host, struct error *err);

/* For its service's frame: the routes and the numbers; what /health says, of a host_training; and
 * the end, which waits: what runs ends as interrupted. */
void host_training_add(struct service_frame *frame, void *host);
void host_training_health(void *host, struct buf *json);
void host_training_close(void *host);

#endif
