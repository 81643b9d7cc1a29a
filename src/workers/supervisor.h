/*
 * supervisor - the one owner of worker processes, for training, backtest and evaluation alike.
 *
 * So many run at once, shared out as admission.h says. What becomes of a worker is one of: a
 * result, an error it told, or one told for it (crashed, silent, nonsense, other version); never
 * nothing.
 * Loop thread only.
 */
#ifndef WORKERS_SUPERVISOR_H
#define WORKERS_SUPERVISOR_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct supervisor;
struct wire_model_epoch;
struct wire_operation_progress;
struct wire_worker_request;

struct supervisor_settings {
    const char *program;            /* path of ktrdr-worker; borrowed for ever */
    size_t max_running;
    int64_t silence_ms;             /* without a heartbeat; then the worker is stopped */
};

struct supervisor_job {
    const struct wire_worker_request *request;
    int64_t deadline;               /* then it is stopped, with ERROR_TIMEOUT; 0: none */
    /* Called on the loop as the worker tells; quick, no wait. Any may be NULL. */
    void (*started)(void *arg, int pid);
    void (*progress)(void *arg, const struct wire_operation_progress *progress);
    void (*metric)(void *arg, const struct wire_model_epoch *epoch);
    void (*checkpoint)(void *arg, const char *name);    /* a file in its output folder */
    void (*features)(void *arg, const char *name);      /* features-NAME there, for others */
    void *arg;
};

struct supervisor *supervisor_new(const struct supervisor_settings *settings);
void supervisor_free(struct supervisor *supervisor);        /* nobody is inside */

size_t supervisor_running(const struct supervisor *supervisor);
size_t supervisor_waiting(const struct supervisor *supervisor);
size_t supervisor_max_running(const struct supervisor *supervisor);
int64_t supervisor_rss_bytes(const struct supervisor *supervisor);  /* of all its workers */

/* Waits. For a place to run, as one of a share (a batch, a user) with a priority; see admission.h.
 * Whoever has it gives it back, as one of the same share. */
CHECKED bool supervisor_enter_as(struct supervisor *supervisor, const char *share, int priority,
                                 int64_t deadline, struct error *err);
void supervisor_leave_as(struct supervisor *supervisor, const char *share);

/* Waits. Runs one worker to its end, in a place that was entered. *ret_result is its result as
 * JSON, owned; a worker that finished although it was cancelled has one too. Cancelled, the worker
 * gets SIGTERM, and SIGKILL after 1.5 s. */
CHECKED bool supervisor_run(struct supervisor *supervisor, const struct supervisor_job *job,
                            char **ret_result, struct error *err);

#endif
