/*
 * training_publish - what came of a training: its model published, its trial in the ledger.
 *
 * Every distinct configuration and seed is a trial, on every symbol it saw, also where no model
 * came of it. Loop thread only.
 */
#ifndef MANAGERS_TRAINING_PUBLISH_H
#define MANAGERS_TRAINING_PUBLISH_H

#include "base/error.h"
#include "base/words.h"

struct manage_worker;
struct wire_training_request;
struct wire_worker_request;

/* Waits. result_json is the worker's. The same training again makes the same model: that is well.
 * The trial is in the ledger when it returns. */
CHECKED bool training_publish(const struct manage_worker *worker,
                              const struct wire_worker_request *request,
                              const struct wire_training_request *wanted, const char *result_json,
                              struct error *err);

/* Waits. After a training that failed for `why`: if it was one that learned nothing, it was tried
 * nevertheless. A failure to write that is logged. */
void training_publish_failure(const struct manage_worker *worker,
                              const struct wire_worker_request *request,
                              const struct wire_training_request *wanted,
                              const struct error *why);

#endif
