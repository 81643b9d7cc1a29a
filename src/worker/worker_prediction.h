/* worker_prediction - what a saved model says at the last bar that is known. */
#ifndef WORKER_WORKER_PREDICTION_H
#define WORKER_WORKER_PREDICTION_H

#include "base/error.h"
#include "base/words.h"

struct buf;
struct wire_worker_request;

CHECKED bool worker_prediction_run(const struct wire_worker_request *request, struct buf *ret_json,
                                   struct error *err);

#endif
