/* worker_evaluation - a saved model measured on bars it did not learn from. */
#ifndef WORKER_WORKER_EVALUATION_H
#define WORKER_WORKER_EVALUATION_H

#include "base/error.h"
#include "base/words.h"

struct buf;
struct wire_worker_request;

/* The result as JSON; how often the part was looked at is for the caller to add. */
CHECKED bool worker_evaluation_run(const struct wire_worker_request *request, struct buf *ret_json,
                                   struct error *err);

#endif
