/*
 * load_series - which series a load means: the instrument as the source has it, what is shown, its
 * hours, its calendar, and what time it is there. Loop thread only.
 */
#ifndef MANAGERS_LOAD_SERIES_H
#define MANAGERS_LOAD_SERIES_H

#include "base/error.h"
#include "base/words.h"

struct load_job;

/* Waits. Of job->wanted, which was checked (manage_load_check); fills in series, ask, calendar,
 * now, and what the result says of them. */
CHECKED bool load_series_find(struct load_job *job, struct error *err);

#endif
