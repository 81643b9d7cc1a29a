/*
 * remote_session - what is said to a training host about one session: each a call that waits.
 * For remote_training only.
 */
#ifndef ADAPTERS_REMOTE_SESSION_H
#define ADAPTERS_REMOTE_SESSION_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct host_service;
struct wire_operation;
struct wire_worker_request;

/* All wait, and release nothing: *ret_session is the caller's. */

/* Begins it, or finds it; sends what bars the host lacks. One of that id for another request, which
 * bars that changed make it, is forgotten there and begun anew. */
CHECKED bool remote_session_start(struct host_service *host,
                                  const struct wire_worker_request *request, const char *share,
                                  struct wire_operation *ret_session, struct error *err);
CHECKED bool remote_session_look(struct host_service *host, const char *id,
                                 struct wire_operation *ret_session, struct error *err);
CHECKED bool remote_session_resume(struct host_service *host, const char *id,
                                   struct wire_operation *ret_session, struct error *err);
CHECKED bool remote_session_stop(struct host_service *host, const char *id, int64_t deadline,
                                 struct error *err);
CHECKED bool remote_session_forget(struct host_service *host, const char *id, struct error *err);

/* The result as JSON, and the files of its model into output_folder/model. */
CHECKED bool remote_session_fetch(struct host_service *host,
                                  const struct wire_worker_request *request, char **ret_result,
                                  struct error *err);

#endif
