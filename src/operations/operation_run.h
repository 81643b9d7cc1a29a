/*
 * operation_run - one operation while it is worked on: its progress, and who watches it.
 *
 * Made and freed by manage_operations; a kind's run function gets one and tells it how far it is.
 * What is in the log (state, metric) is told with its id; progress is only ever the latest, at most
 * four times a second. A change of phase is noted with its time: where the time went is later read
 * from these (manage_operations_timeline.c). Loop thread only.
 */
#ifndef OPERATIONS_OPERATION_RUN_H
#define OPERATIONS_OPERATION_RUN_H

#include "async/event.h"
#include "base/error.h"
#include "base/traceparent.h"
#include "base/words.h"
#include "wire/wire_operation.h"

#include <stddef.h>
#include <stdint.h>

struct loop;
struct operation_watch;
struct task;

enum operation_run_stop { OPERATION_RUN_GOES_ON, OPERATION_RUN_CANCELLED, OPERATION_RUN_SHUT_DOWN };

struct operation_watch_all;

/* What goes into its log with the next transaction, oldest first. */
struct operation_run_notes {
    struct operation_run_note {
        char kind[16];              /* "metric", "phase" */
        int64_t at_ms;
        char *json;                 /* owned */
    } *items;
    size_t count, room;
    bool has_metric;                /* somebody may watch: it is not to wait */
};
void operation_run_notes_release(struct operation_run_notes *notes);

enum { OPERATION_RUN_PHASES = 64 };     /* that an attempt notes; then no more */

struct operation_run {
    char id[48];
    char *request;                  /* JSON, owned */
    int attempt;
    char trace[TRACEPARENT];        /* what it does belongs to; "" for none */
    char share[48];                 /* its batch, or "": waits for a place as one of these */
    struct wire_operation_progress progress;
    char process[24];               /* who works at it, and tells: "backend", "worker" */
    enum operation_run_stop why;    /* it was asked to stop */
    char reason[200];
    struct event news;              /* raised when it is asked to stop; its kind may, too */
    bool stops_itself;              /* of its kind */
    struct task *body;              /* while it runs */
    bool has_begun;                 /* it no longer stands in line */
    bool is_elsewhere;              /* at a host, where it goes on when this process ends */
    bool throws_away;               /* stopped for good: nothing is kept to go on from */
    bool has_checkpoint;            /* if it fails it can be resumed; its kind may say otherwise */
    bool keeps_result;              /* what it wrote is its result, even if it fails */
    /* private */
    struct operation_run *next, *prev;
    struct loop *loop;
    struct operation_watch *watches;
    struct operation_watch_all *const *everybody;   /* the keeper's; may be NULL */
    struct loop_timer *telling;     /* when progress may be told again */
    bool has_news;
    int64_t told_ms;
    struct operation_run_notes notes;
    char phase[48];                 /* noted last */
    size_t n_phases;
};

/* kind: "progress", "metric", "state"; event: its id in the log, 0 for progress. On the loop; must
 * not wait, may remove itself. After a final state it is not called again, and forgotten. */
typedef void operation_watch_fn(void *arg, const char *kind, int64_t event, const char *json);

struct operation_watch {
    operation_watch_fn *tell;
    void *arg;
    struct operation_run *run;      /* NULL: over, or removed */
    struct operation_watch *next, *prev;        /* private */
};

/* The same of all operations: which one it is comes with it. Whoever has these keeps the list. */
struct operation_watch_all {
    void (*tell)(void *arg, const char *id, const char *kind, int64_t event, const char *json);
    void *arg;
    struct operation_watch_all *next;           /* private */
};

struct operation_run *operation_run_new(struct loop *loop, const char *id, const char *request,
                                        int attempt);
void operation_run_free(struct operation_run *run);

/* For a kind's run function, and the callbacks of its worker. */
void operation_run_progress(struct operation_run *run,
                            const struct wire_operation_progress *progress);
void operation_run_phase(struct operation_run *run, const char *phase);
void operation_run_metric(struct operation_run *run, const char *json);

/* Who works at it from here on; what it tells of phases is noted as its. */
void operation_run_process(struct operation_run *run, const char *process);

/* For who writes them down, and could not. */
void operation_run_take_notes(struct operation_run *run, struct operation_run_notes *ret_notes);
void operation_run_put_back(struct operation_run *run, struct operation_run_notes *notes);

void operation_run_watch(struct operation_run *run, struct operation_watch *watch);
void operation_run_unwatch(struct operation_watch *watch);

/* Tells what is to be told of progress, without waiting for its time. */
void operation_run_tell_last(struct operation_run *run);

/* Tells all watches of something that is in the log now. */
void operation_run_tell(struct operation_run *run, const char *kind, int64_t event,
                        const char *json);

#endif
