#include "async/process.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/buf.h"
#include "base/mem.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { STDIN, STDERR, REPORT, PIPES };

struct process {                        /* on the stack of the task that waits */
    const struct process_settings *settings;
    struct task *task;
    struct loop *loop;
    uv_process_t child;
    uv_pipe_t pipes[PIPES];
    uv_write_t write;
    struct buf line;
    char piece[4096];
    struct process_result result;
    struct loop_timer *silence, *kill, *deadline;
    int open;                           /* handles that were not closed yet */
    int reading;                        /* pipes that may still bring something */
    bool has_exited, is_stopping, is_out_of_time;
    enum process_end why;               /* if it is not PROCESS_EXITED, we killed it */
};

static void count_closed(uv_handle_t *handle)
{
    struct process *process = handle->data;

    if (!--process->open)
        task_wake(process->task);
}

static void stop_timer(struct loop_timer **timer)
{
    if (*timer)
        loop_timer_stop(*timer);
    *timer = NULL;
}

/* All it wrote was read and it is gone: close what is left. Its stdin was open until now. */
static void finish_if_over(struct process *process)
{
    if (!process->has_exited || process->reading)
        return;
    stop_timer(&process->silence);
    stop_timer(&process->kill);
    stop_timer(&process->deadline);
    uv_close((uv_handle_t *)&process->child, count_closed);
    for (int i = 0; i < PIPES; i++)
        uv_close((uv_handle_t *)&process->pipes[i], count_closed);
}

static void kill_for(struct process *process, enum process_end why)
{
    if (process->why == PROCESS_EXITED)
        process->why = why;
    if (!process->has_exited)
        uv_process_kill(&process->child, SIGKILL);
}

static void ring_silence(void *arg)
{
    struct process *process = arg;

    process->silence = NULL;
    kill_for(process, PROCESS_SILENT);
}

static void listen_on(struct process *process)
{
    const int64_t ms = process->settings->silence_ms;

    stop_timer(&process->silence);
    if (ms && !process->has_exited)
        process->silence = loop_timer_start(process->loop, ms, ring_silence, process);
}

static void ring_kill(void *arg)
{
    struct process *process = arg;

    process->kill = NULL;
    if (!process->has_exited)
        uv_process_kill(&process->child, SIGKILL);
}

static void stop(void *arg)
{
    struct process *process = arg;

    if (process->is_stopping || process->has_exited)
        return;
    process->is_stopping = true;
    uv_process_kill(&process->child, SIGTERM);
    process->kill = loop_timer_start(process->loop, process->settings->grace_ms, ring_kill,
                                     process);
}

static void ring_deadline(void *arg)
{
    struct process *process = arg;

    process->deadline = NULL;
    process->is_out_of_time = !process->is_stopping;
    stop(process);
}

static void exited(uv_process_t *child, int64_t exit_status, int signal)
{
    struct process *process = child->data;

    process->has_exited = true;
    process->result.exit_status = (int)exit_status;
    process->result.signal = signal;
    finish_if_over(process);
}

static void give_piece(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_buf)
{
    struct process *process = handle->data;

    (void)suggested;
    *ret_buf = uv_buf_init(process->piece, sizeof(process->piece));
}

static void end_of(uv_stream_t *stream)
{
    struct process *process = stream->data;

    uv_read_stop(stream);
    process->reading--;
    finish_if_over(process);
}

/* Keeps the last bytes, as the sentence that matters is the last. */
static void keep_errors(struct process_result *result, const char *bytes, size_t length)
{
    const size_t room = sizeof(result->errors) - 1;
    size_t kept = strlen(result->errors);

    if (length > room) {
        bytes += length - room;
        length = room;
    }
    if (kept + length > room) {
        const size_t lost = kept + length - room;
        memmove(result->errors, result->errors + lost, kept - lost);
        kept -= lost;
    }
    memcpy(result->errors + kept, bytes, length);
    result->errors[kept + length] = '\0';
}

static void read_errors(uv_stream_t *stream, ssize_t length, const uv_buf_t *piece)
{
    struct process *process = stream->data;

    if (length < 0)
        end_of(stream);
    else
        for (ssize_t i = 0; i < length; i++)
            if (piece->base[i])
                keep_errors(&process->result, &piece->base[i], 1);
}

static bool take_line(struct process *process)
{
    const struct process_settings *settings = process->settings;
    const bool ok = settings->line(settings->arg, process->line.bytes, process->line.length);

    process->line.length = 0;
    return ok;
}

/* False: garbage. */
static bool take_bytes(struct process *process, const char *bytes, size_t length)
{
    while (length) {
        const char *newline = memchr(bytes, '\n', length);
        const size_t part = newline ? (size_t)(newline - bytes) : length;

        if (process->line.length + part > process->settings->line_most)
            return false;
        buf_add(&process->line, bytes, part);
        if (newline && !take_line(process))
            return false;
        length -= newline ? part + 1 : part;
        bytes += newline ? part + 1 : part;
    }
    return true;
}

static void read_report(uv_stream_t *stream, ssize_t length, const uv_buf_t *piece)
{
    struct process *process = stream->data;

    if (length < 0) {
        end_of(stream);
        return;
    }
    if (!length || process->why != PROCESS_EXITED)
        return;
    listen_on(process);
    if (!take_bytes(process, piece->base, (size_t)length))
        kill_for(process, PROCESS_GARBAGE);
}

static void written(uv_write_t *write, int status)
{
    (void)write;                        /* a child that ends early does not read it all */
    (void)status;
}

static int spawn(struct process *process)
{
    uv_stdio_container_t stdio[] = {
        { UV_CREATE_PIPE | UV_READABLE_PIPE, { (uv_stream_t *)&process->pipes[STDIN] } },
        { UV_IGNORE, { NULL } },
        { UV_CREATE_PIPE | UV_WRITABLE_PIPE, { (uv_stream_t *)&process->pipes[STDERR] } },
        { UV_CREATE_PIPE | UV_WRITABLE_PIPE, { (uv_stream_t *)&process->pipes[REPORT] } },
    };
    uv_process_options_t options = {
        .file = process->settings->argv[0],
        .args = (char **)(uintptr_t)process->settings->argv,
        .exit_cb = exited,
        .flags = UV_PROCESS_DETACHED,
        .stdio = stdio,
        .stdio_count = COUNT(stdio),
    };

    for (int i = 0; i < PIPES; i++) {
        uv_pipe_init(loop_uv(process->loop), &process->pipes[i], 0);
        process->pipes[i].data = process;
    }
    process->child.data = process;
    process->open = PIPES + 1;
    return uv_spawn(loop_uv(process->loop), &process->child, &options);
}

static void start(struct process *process)
{
    const struct process_settings *settings = process->settings;
    uv_buf_t input = uv_buf_init((char *)(uintptr_t)settings->input,
                                 (unsigned)settings->input_length);

    process->reading = 2;
    uv_read_start((uv_stream_t *)&process->pipes[STDERR], give_piece, read_errors);
    uv_read_start((uv_stream_t *)&process->pipes[REPORT], give_piece, read_report);
    uv_write(&process->write, (uv_stream_t *)&process->pipes[STDIN], &input, 1, written);
    listen_on(process);
    if (settings->deadline)
        process->deadline = loop_timer_start(process->loop,
                                             settings->deadline - loop_now(process->loop),
                                             ring_deadline, process);
    if (settings->started)
        settings->started(settings->arg, process->child.pid);
}

static enum process_end end_of_child(const struct process *process)
{
    if (process->why != PROCESS_EXITED)
        return process->why;
    return process->result.signal ? PROCESS_KILLED : PROCESS_EXITED;
}

static void no_stop(void *arg)
{
    (void)arg;                          /* what a child that never was leaves closes by itself */
}

bool process_run(const struct process_settings *settings, struct process_result *ret_result,
                 struct error *err)
{
    struct process process = { .settings = settings, .task = task_current(), .loop = task_loop() };
    int failed;

    if (!task_check(err))
        return false;
    failed = spawn(&process);
    if (failed) {
        process.has_exited = true;
        finish_if_over(&process);
        task_wait(no_stop, NULL);
        return error_set(err, ERROR_UNAVAILABLE, "cannot start '%s': %s", settings->argv[0],
                         uv_strerror(failed));
    }
    start(&process);
    task_wait(stop, &process);
    buf_release(&process.line);
    process.result.end = end_of_child(&process);
    *ret_result = process.result;
    if (process.is_out_of_time)
        return error_set(err, ERROR_TIMEOUT, "out of time");
    return !process.is_stopping || task_check(err);
}
