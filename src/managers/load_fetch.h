/*
 * load_fetch - asks for the segments of a load, several at a time, and hands them on in order.
 *
 * A segment that does not come is noted in the result and the others go on, unless its reason
 * holds for all of them. Loop thread only.
 */
#ifndef MANAGERS_LOAD_FETCH_H
#define MANAGERS_LOAD_FETCH_H

#include "base/error.h"
#include "base/words.h"

struct load_job;
struct load_job_segment;

/* Waits. Takes a segment that arrived; job->has_split ends the fetching. */
typedef bool load_fetch_fn(void *arg, struct load_job *job, struct load_job_segment *segment,
                           struct error *err);

/* Waits. Fails where take fails, and when it is cancelled; else the result says what is missing. */
CHECKED bool load_fetch_run(struct load_job *job, load_fetch_fn *take, void *arg,
                            struct error *err);

#endif
