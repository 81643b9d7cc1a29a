#include "workers/supervisor.h"

#include "async/process.h"
#include "base/buf.h"
#include "base/mem.h"
#include "log/log.h"
#include "wire/wire_worker.h"
#include "workers/admission.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GRACE_MS = 1500 };

struct supervisor {
    struct supervisor_settings settings;
    struct admission admission;
    bool has_told_lack;             /* of the sandbox: the same for all workers */
    int64_t rss_bytes;              /* of all, by their last heartbeats */
};

struct run {
    struct supervisor *supervisor;
    const struct supervisor_job *job;
    char *result;                   /* owned; NULL: none came */
    bool said_hello;
    int64_t rss_bytes;              /* as it last said */
    int64_t pid, rss_most;          /* as it told */
    char trace_id[33];
    struct error error;             /* the worker's own, or ours about it */
};

struct supervisor *supervisor_new(const struct supervisor_settings *settings)
{
    struct supervisor *supervisor = MEM_NEW(struct supervisor);

    supervisor->settings = *settings;
    supervisor->admission.room = settings->max_running;
    return supervisor;
}

void supervisor_free(struct supervisor *supervisor)
{
    free(supervisor);
}

size_t supervisor_running(const struct supervisor *supervisor)
{
    return supervisor->admission.inside;
}

size_t supervisor_waiting(const struct supervisor *supervisor)
{
    return supervisor->admission.waiting;
}

size_t supervisor_max_running(const struct supervisor *supervisor)
{
    return supervisor->admission.room;
}

int64_t supervisor_rss_bytes(const struct supervisor *supervisor)
{
    return supervisor->rss_bytes;
}

bool supervisor_enter_as(struct supervisor *supervisor, const char *share, int priority,
                         int64_t deadline, struct error *err)
{
    return admission_enter(&supervisor->admission, share, priority, deadline, err);
}

void supervisor_leave_as(struct supervisor *supervisor, const char *share)
{
    admission_leave(&supervisor->admission, share);
}

/* ---- what a worker says ---- */

static bool hear_hello(struct run *run, const struct wire_worker_message *message)
{
    if (message->protocol != WIRE_WORKER_PROTOCOL || strcmp(message->version, KTRDR_VERSION) != 0) {
        error_set(&run->error, ERROR_CONFLICT, "ktrdr-worker is version %s, ktrdrd is %s",
                  message->version, KTRDR_VERSION);
        error_suggest(&run->error, "restart ktrdrd");
        return false;
    }
    run->said_hello = true;
    run->pid = message->pid;
    return true;
}

static void hear_result(struct run *run, struct wire_worker_message *message)
{
    free(run->result);
    run->result = message->result ? message->result : mem_text("{}");
    message->result = NULL;
}

static void note_memory(struct run *run, int64_t rss_bytes)
{
    run->supervisor->rss_bytes += rss_bytes - run->rss_bytes;
    run->rss_bytes = rss_bytes;
}

static void hear_heartbeat(struct run *run, const struct wire_worker_message *message)
{
    if (message->rss_bytes > 0)
        note_memory(run, message->rss_bytes);
    if (!message->sandbox[0] || run->supervisor->has_told_lack)
        return;
    run->supervisor->has_told_lack = true;
    log_write(LOG_WARNING, "this kernel lacks a part of the sandbox", (struct log_field[]){
        LOG_T("lacks", message->sandbox), LOG_END });
}

static bool hear(struct run *run, struct wire_worker_message *message)
{
    const struct supervisor_job *job = run->job;

    if (!run->said_hello && message->event != WIRE_WORKER_HELLO)
        return false;
    switch (message->event) {
    case WIRE_WORKER_HELLO:
        return hear_hello(run, message);
    case WIRE_WORKER_PROGRESS:
        if (message->progress && job->progress)
            job->progress(job->arg, message->progress);
        return true;
    case WIRE_WORKER_METRIC:
        if (message->metric && job->metric)
            job->metric(job->arg, message->metric);
        return true;
    case WIRE_WORKER_CHECKPOINT:
        if (job->checkpoint)
            job->checkpoint(job->arg, message->checkpoint);
        return true;
    case WIRE_WORKER_FEATURES:
        if (job->features)
            job->features(job->arg, message->features);
        return true;
    case WIRE_WORKER_RESULT:
        hear_result(run, message);
        return true;
    case WIRE_WORKER_ERROR:
        if (message->error)
            wire_error_to(message->error, &run->error);
        return true;
    case WIRE_WORKER_HEARTBEAT:
        hear_heartbeat(run, message);
        return true;
    case WIRE_WORKER_EVENTS:
        return true;
    }
    return false;
}

static bool take_line(void *arg, char *line, size_t length)
{
    struct wire_worker_message message;
    struct run *run = arg;
    struct error why;
    bool ok;

    if (!wire_decode(wire_worker_message_fields, WIRE_TOLERANT, line, length, &message, &why)) {
        log_error("worker sent garbage", &why, (struct log_field[]){
            LOG_T("operation", run->job->request->operation_id),
            LOG_T(run->trace_id[0] ? "trace_id" : NULL, run->trace_id), LOG_END });
        return false;
    }
    memcpy(run->trace_id, message.trace_id, sizeof(run->trace_id));
    if (message.rss_bytes > run->rss_most)
        run->rss_most = message.rss_bytes;
    ok = hear(run, &message);
    wire_worker_message_release(&message);
    return ok;
}

static void tell_started(void *arg, int pid)
{
    struct run *run = arg;

    if (run->job->started)
        run->job->started(run->job->arg, pid);
}

/* ---- how it ended ---- */

static const char *last_line(char *errors)
{
    size_t length = strlen(errors);

    while (length && errors[length - 1] == '\n')
        errors[--length] = '\0';
    return strrchr(errors, '\n') ? strrchr(errors, '\n') + 1 : errors;
}

static bool fail_for(struct process_result *result, struct error *err)
{
    const char *said = last_line(result->errors);
    const char *colon = said[0] ? ": " : "";

    switch (result->end) {
    case PROCESS_KILLED:
        return error_set(err, ERROR_INTERNAL, "the worker was ended by signal %d (%s)%s%.200s",
                         result->signal, strsignal(result->signal), colon, said);
    case PROCESS_SILENT:
        return error_set(err, ERROR_TIMEOUT, "the worker gave no sign of life and was stopped");
    case PROCESS_GARBAGE:
        return error_set(err, ERROR_BAD_DATA, "the worker answered nonsense and was stopped");
    case PROCESS_EXITED:
        break;
    }
    return error_set(err, ERROR_INTERNAL, "the worker ended with status %d and no result%s%.200s",
                     result->exit_status, colon, said);
}

static bool tell_end(struct run *run, struct process_result *result, struct error *err)
{
    if (run->error.code) {
        *err = run->error;
        return false;
    }
    fail_for(result, err);
    return error_suggest(err, "ktrdr operations retry %s", run->job->request->operation_id);
}

/* The trace is the one that the worker named itself. */
static void log_end(const struct run *run, const struct process_result *result)
{
    log_write(LOG_INFO, "worker ended", (struct log_field[]){
        LOG_T("operation", run->job->request->operation_id), LOG_I("pid", run->pid),
        LOG_I("status", result->exit_status), LOG_I("signal", result->signal),
        LOG_I("rss_bytes", run->rss_most),
        LOG_T(run->trace_id[0] ? "trace_id" : NULL, run->trace_id), LOG_END });
}

bool supervisor_run(struct supervisor *supervisor, const struct supervisor_job *job,
                    char **ret_result, struct error *err)
{
    OWNED(buf_release) struct buf input = {0};
    char *argv[] = { (char *)(uintptr_t)supervisor->settings.program, NULL };
    struct run run = { .supervisor = supervisor, .job = job };
    struct process_result result = {0};
    bool ended;

    wire_encode(wire_worker_request_fields, job->request, &input);
    buf_add(&input, "\n", 1);
    ended = process_run(&(struct process_settings){
        .argv = argv, .input = input.bytes, .input_length = input.length,
        .line_most = WIRE_WORKER_LINE, .silence_ms = supervisor->settings.silence_ms,
        .grace_ms = GRACE_MS, .deadline = job->deadline, .line = take_line,
        .started = tell_started, .arg = &run,
    }, &result, err);
    note_memory(&run, 0);
    log_end(&run, &result);
    if (run.result && result.end == PROCESS_EXITED && !result.exit_status) {
        *ret_result = run.result;
        return true;
    }
    free(run.result);
    return ended && tell_end(&run, &result, err);
}
