/*
 * load_stored - what is stored of a series, what of it is missing, and so what to ask for.
 *
 * The scope of a load, from which bar to which, is kept on the disk before the first request, for
 * the attempts that go on with it. Loop thread only.
 */
#ifndef MANAGERS_LOAD_STORED_H
#define MANAGERS_LOAD_STORED_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct load_job;

/* Waits. Fills in info, replaces_from and segments. ERROR_CONFLICT where the symbol has bars of
 * that timeframe already that are of another series. */
CHECKED bool load_stored_plan(struct load_job *job, struct error *err);

/* Waits. The segments for all of [start, end) instead, oldest first. */
CHECKED bool load_stored_plan_all(struct load_job *job, int64_t start, int64_t end,
                                  struct error *err);

/* Waits. The series as it is stored now; id 0: it is not. */
CHECKED bool load_stored_look(struct load_job *job, struct error *err);

/* Waits. Once the load is done: the scope is of no use any more. */
CHECKED bool load_stored_forget_scope(struct load_job *job, struct error *err);

#endif
