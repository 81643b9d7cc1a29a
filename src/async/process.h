/*
 * process - a child process, and a task that waits for it.
 *
 * The child gets its input on stdin, which then stays open: it ends (EOF) only when we are gone,
 * and a child that watches it cannot be orphaned. It reports in lines on descriptor 3. Of what it
 * writes to stderr the last PROCESS_ERRORS bytes are kept. It leads a session of its own, so that
 * ctrl-c on our terminal is ours to hand on.
 */
#ifndef ASYNC_PROCESS_H
#define ASYNC_PROCESS_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

enum { PROCESS_ERRORS = 2048 };

struct process_settings {
    char *const *argv;              /* [0] is the program's path; ends with NULL */
    const char *input;
    size_t input_length;
    size_t line_most;               /* bytes; a longer line is garbage: the child is killed */
    int64_t silence_ms;             /* so long without a line: it hangs and is killed; 0: never */
    int64_t grace_ms;               /* between SIGTERM and SIGKILL when cancelled */
    int64_t deadline;               /* then as if cancelled, but ERROR_TIMEOUT; 0: none */
    /* Called for each line, without its '\n'; on the loop, quick, no wait. False: garbage. */
    bool (*line)(void *arg, char *line, size_t length);
    void (*started)(void *arg, int pid);        /* or NULL */
    void *arg;
};

enum process_end {
    PROCESS_EXITED,                 /* by itself: exit_status */
    PROCESS_KILLED,                 /* by somebody else or by itself: signal */
    PROCESS_SILENT,                 /* by us: no line for silence_ms */
    PROCESS_GARBAGE,                /* by us: a line too long, or one that was refused */
};

struct process_result {
    enum process_end end;
    int exit_status, signal;
    char errors[PROCESS_ERRORS];    /* the last of its stderr */
};

/* Waits. Until the child has ended and all it wrote was read; ret_result then says how, also when
 * this fails. Cancelled, it sends SIGTERM, after grace_ms SIGKILL, and stays until the end: then it
 * fails with ERROR_CANCELLED. Fails at once if the program cannot be started. */
CHECKED bool process_run(const struct process_settings *settings,
                         struct process_result *ret_result, struct error *err);

#endif
