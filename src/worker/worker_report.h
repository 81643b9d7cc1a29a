/*
 * worker_report - what a worker tells its supervisor: lines of JSON on descriptor 3.
 *
 * Changes of phase at once, progress at most ten times a second, a heartbeat every second; these
 * two come from worker_report_goes_on(), so a worker that hangs is silent.
 */
#ifndef WORKER_WORKER_REPORT_H
#define WORKER_WORKER_REPORT_H

#include "base/error.h"
#include "base/words.h"

struct wire_model_epoch;
struct wire_operation_progress;

void worker_report_hello(void);         /* also begins to watch SIGTERM and stdin */

/* From now on every line says for which trace it works; a traceparent, or "". */
void worker_report_trace(const char *traceparent);

void worker_report_sandbox(const char *lacks);

/* What it does from now on, in a line of its own at once: there are few of them. */
void worker_report_phase(const char *phase, double percent);

/* What goes out with the next line of progress; remembered, not sent. */
void worker_report_progress(const struct wire_operation_progress *progress);

/* To be called often and from everywhere that takes time: sends what is due. False once the
 * supervisor asked to stop or is gone. Costs some 30 ns when nothing is due. */
bool worker_report_goes_on(void);

/* The same as an error: false with ERROR_CANCELLED. */
CHECKED bool worker_report_check(struct error *err);

void worker_report_metric(const struct wire_model_epoch *epoch);
/* A file in the output folder that a later attempt can go on from. */
void worker_report_checkpoint(const char *name);

void worker_report_result(const char *json);
void worker_report_error(const struct error *err);

#endif
