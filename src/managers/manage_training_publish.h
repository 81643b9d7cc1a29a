/* manage_training_publish - what a training made, moved into the store, and its trials noted. */
#ifndef MANAGERS_MANAGE_TRAINING_PUBLISH_H
#define MANAGERS_MANAGE_TRAINING_PUBLISH_H

#include "base/error.h"
#include "base/words.h"

struct manage_worker;
struct wire_training_request;
struct wire_worker_request;

/* Waits. result_json is the worker's (struct wire_training_result); its model lies in the request's
 * output folder. */
CHECKED bool manage_training_publish(const struct manage_worker *worker,
                                     const struct wire_worker_request *request,
                                     const struct wire_training_request *wanted,
                                     const char *result_json, struct error *err);

#endif
