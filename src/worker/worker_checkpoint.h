/*
 * worker_checkpoint - what a training leaves in its output folder so that a later attempt goes on.
 *
 * Files checkpoint-EPOCH-BATCH, each whole or not there; the last two are kept. One is written
 * every checkpoint_seconds of the request, but never so often that writing takes more than a 50th
 * of the time; and when it is asked to stop. A training whose checkpoint cannot be written, for a
 * full disk, goes on and says so.
 */
#ifndef WORKER_WORKER_CHECKPOINT_H
#define WORKER_WORKER_CHECKPOINT_H

#include "base/words.h"
#include "domain/nn/checkpoint.h"

#include <stdint.h>

struct wire_worker_request;
struct worker_dataset;

struct worker_checkpoint {
    const char *folder;             /* borrowed from the request */
    struct checkpoint_owner owner;
    int64_t every_us, last_us, cost_us;
    char name[2][64];               /* the last one, the one before; "": none */
    int64_t resumed_from;           /* whole epochs done before; WIRE_UNKNOWN: it began anew */
    char note[200];                 /* for people: from where it went on, or why not */
};

void worker_checkpoint_start(struct worker_checkpoint *checkpoint,
                             const struct wire_worker_request *request,
                             const struct worker_dataset *dataset);

/* Puts the training where the request's resume file says; if that does not fit, it begins anew, and
 * `note` says why. */
void worker_checkpoint_resume(struct worker_checkpoint *checkpoint,
                              const struct wire_worker_request *request, struct train *train);

void worker_checkpoint_keep(struct worker_checkpoint *checkpoint,      /* if it is time for one */
                            const struct train *train);
void worker_checkpoint_write(struct worker_checkpoint *checkpoint, const struct train *train);

#endif
