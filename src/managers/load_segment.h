/*
 * load_segment - the bars of one answer among the stored ones: new ones are added, corrections of
 * the last two sessions replace, older bars stay as they are; and what the source has no bars for
 * is noted, so that nobody asks again. Loop thread only.
 */
#ifndef MANAGERS_LOAD_SEGMENT_H
#define MANAGERS_LOAD_SEGMENT_H

#include "base/error.h"
#include "base/words.h"

struct load_job;
struct load_job_segment;

/* Waits. A load_fetch_fn; arg is not used. Where the bars show a split it stores nothing and says
 * so in job->has_split. */
CHECKED bool load_segment_store(void *arg, struct load_job *job,
                                struct load_job_segment *segment, struct error *err);

#endif
