/* worker_training - a strategy's network, fitted: bars in, a folder with a model out. */
#ifndef WORKER_WORKER_TRAINING_H
#define WORKER_WORKER_TRAINING_H

#include "base/error.h"
#include "base/words.h"

struct buf;
struct wire_worker_request;

/* Writes OUTPUT/model/model.safetensors and model.json, and the result as JSON. */
CHECKED bool worker_training_run(const struct wire_worker_request *request, struct buf *ret_json,
                                 struct error *err);

#endif
