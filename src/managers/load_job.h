/*
 * load_job - one load while it runs: what is asked for, what is known of it, what came of it.
 *
 * The stages of manage_load.c pass it on: load_series (which series), load_stored (what is stored
 * of it, and what to ask), load_fetch (asks), load_segment (stores an answer), load_split and
 * load_adjust (what stocks need). = {0}; release it. Loop thread only, but for what a stage lends
 * to the pool or the lane.
 */
#ifndef MANAGERS_LOAD_JOB_H
#define MANAGERS_LOAD_JOB_H

#include "adapters/adapt_ib.h"
#include "base/error.h"
#include "base/words.h"
#include "domain/bars.h"
#include "domain/load_plan.h"
#include "domain/series.h"
#include "store/bar_store.h"
#include "wire/wire_load.h"

#include <stddef.h>
#include <stdint.h>

struct calendar;
struct calendar_schedule;
struct gate;
struct manage_bars;
struct manage_store;
struct operation_run;

struct load_job_segment {
    int64_t start, end;             /* of bars by their start, [start, end) */
    enum { LOAD_JOB_WAITS, LOAD_JOB_ARRIVED, LOAD_JOB_FAILED } state;
    struct bars bars;               /* from its arrival until it is stored */
    struct error error;             /* of a failed one */
};

struct load_job {
    /* What it works with. */
    const struct manage_store *store;
    struct manage_bars *bars;
    struct adapt_ib *ib;
    struct gate *requests;          /* that all loads together have under way */
    struct operation_run *run;
    /* What is wanted. */
    struct wire_load_request wanted;
    enum load_plan_mode mode;
    int64_t start, end;             /* INT64_MIN, INT64_MAX: all there is */
    /* Which series that is. */
    struct series series;
    struct wire_ib_ask ask;         /* without times */
    const struct calendar *calendar;
    struct calendar *own_calendar;  /* of the source's own schedule; or NULL */
    struct calendar_schedule *schedule;
    int64_t now;                    /* seconds UTC, by the source's clock */
    /* What is stored, and what to ask for, in the order of asking. */
    struct bar_store_info info;     /* id 0: nothing */
    int64_t replaces_from;          /* load_plan.h */
    struct load_job_segment *segments;
    size_t n_segments;
    int64_t plan_seconds;           /* that they take, as the source's pacing has it */
    /* What came of it. */
    bool has_split;                 /* seen in the bars of a segment: the rest was left */
    int64_t started_ms;             /* loop_now() */
    struct wire_load_result result;
};

void load_job_release(struct load_job *job);

/* In place of those it had; what they hold is freed. */
void load_job_set_segments(struct load_job *job, const struct wire_ib_plan *plan,
                           const struct load_plan_part *parts, size_t n_parts);

/* For the result. Stretches that touch and lack for one reason are one. */
void load_job_note(struct load_job *job, const char *format, ...) PRINTS(2, 3);
void load_job_miss(struct load_job *job, int64_t start, int64_t end, const char *reason);

/* Until when an answer of the source that is no bars is waited for: loop_now(). */
int64_t load_job_deadline(void);

/* Tells how far it is: `done` of the segments. */
void load_job_tell(struct load_job *job, const char *phase, size_t done);

/* "2024-01-31" where the series is daily, else "2024-01-31T14:30:00Z". */
enum { LOAD_JOB_TIME = 32 };
void load_job_print_time(const struct load_job *job, int64_t time, char ret_text[LOAD_JOB_TIME]);

#endif
