/*
 * manage_worker - an operation's work in a worker process, from its place in line to its result.
 *
 * Shared by trainings, backtests and evaluations. Loop thread only.
 */
#ifndef OPERATIONS_MANAGE_WORKER_H
#define OPERATIONS_MANAGE_WORKER_H

#include "base/error.h"
#include "base/words.h"
#include "wire/wire_worker.h"

#include <stddef.h>

struct manage_operations;
struct manage_store;
struct operation_run;
struct scope;
struct supervisor;

struct manage_worker {
    const struct manage_store *store;
    struct manage_operations *operations;
    struct supervisor *supervisor;
    struct scope *cleaning;         /* of the tasks that remove what workers wrote */
    char program[1024];
    int64_t memory_mb, checkpoint_seconds;
};

struct manage_worker_settings {
    char program[1024];             /* path of ktrdr-worker */
    size_t max_running;
    int64_t silence_ms;             /* without a sign of life; then the worker is ended */
    int64_t memory_mb;              /* that one may take */
    int64_t checkpoint_seconds;     /* between two checkpoints of a training */
};

/* Finds the program: beside this one, or where it was installed. */
CHECKED bool manage_worker_find_program(struct manage_worker_settings *settings,
                                        struct error *err);

void manage_worker_open(struct manage_worker *worker, const struct manage_store *store,
                        struct manage_operations *operations,
                        const struct manage_worker_settings *settings);
void manage_worker_stop(struct manage_worker *worker);      /* Waits: for what is being removed */
void manage_worker_close(struct manage_worker *worker);

struct manage_worker_counts {
    size_t running, waiting, limit;
    int64_t rss_bytes;              /* of all workers, as they last said */
};
struct manage_worker_counts manage_worker_count(const struct manage_worker *worker);

/* A request of this kind for this run, with nothing else in it yet; the caller releases it. */
void manage_worker_request(const struct manage_worker *worker, const struct operation_run *run,
                           enum wire_worker_kind kind, struct wire_worker_request *ret_request);

/* The same for manage_worker_call(). */
void manage_worker_call_request(const struct manage_worker *worker, enum wire_worker_kind kind,
                                struct wire_worker_request *ret_request);

/* Waits. For a place to run, which manage_worker_leave() gives back. An operation takes its place
 * before it prepares anything: who came first runs first, however long his bars take; but the
 * children of a batch share theirs with everybody else (workers/admission.h). */
CHECKED bool manage_worker_enter(const struct manage_worker *worker,
                                 struct operation_run *run, struct error *err);
void manage_worker_leave(const struct manage_worker *worker, const struct operation_run *run);

/* Waits. In a place that was entered: makes the folder for what it writes, begins the operation,
 * runs it. *ret_result is owned. */
CHECKED bool manage_worker_run(const struct manage_worker *worker, struct operation_run *run,
                               const struct wire_worker_request *request, char **ret_result,
                               struct error *err);

/* Waits. Enters, runs and leaves, without an operation: for short answers that somebody stands and
 * waits for. */
CHECKED bool manage_worker_call(const struct manage_worker *worker,
                                const struct wire_worker_request *request, char **ret_result,
                                struct error *err);

/* Waits. Fills in resume_file, if an earlier attempt left a checkpoint that is whole. */
CHECKED bool manage_worker_find_checkpoint(struct operation_run *run,
                                           struct wire_worker_request *request,
                                           struct error *err);

/* After an attempt that failed for `why`, or NULL. If it can be gone on from, what a resume needs
 * stays and `why` suggests it; else as manage_worker_clean(). */
void manage_worker_settle(const struct manage_worker *worker, struct operation_run *run,
                          const struct wire_worker_request *request, struct error *why);

/* Removes what the workers of all attempts wrote, in a task of its own, so that a cancelled one
 * can. A failure is logged only, the next start sweeps. */
void manage_worker_clean(const struct manage_worker *worker,
                         const struct wire_worker_request *request);

#endif
