/* worker_model - what a training made, as the files of a model. Reading one: worker_saved.h. */
#ifndef WORKER_WORKER_MODEL_H
#define WORKER_WORKER_MODEL_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct buf;
struct split;
struct train_result;
struct wire_worker_request;
struct worker_dataset;
struct worker_input;

struct worker_model_made {
    const struct wire_worker_request *request;
    const struct worker_dataset *dataset;
    const struct split *split;
    const struct train_result *result;
    const struct worker_input *input;
    double seconds;
    int64_t resumed_from_epoch;         /* WIRE_UNKNOWN: from none */
    const char *resume_note;
};

/* Writes OUTPUT/model/ and the training's result as JSON. */
CHECKED bool worker_model_save(const struct worker_model_made *made, struct buf *ret_json,
                               struct error *err);

#endif
