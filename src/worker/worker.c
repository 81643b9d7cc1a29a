#include "worker/worker.h"

#include "base/buf.h"
#include "base/mem.h"
#include "wire/wire_worker.h"
#include "worker/sandbox.h"
#include "worker/worker_backtest.h"
#include "worker/worker_check.h"
#include "worker/worker_coverage.h"
#include "worker/worker_evaluation.h"
#include "worker/worker_prediction.h"
#include "worker/worker_report.h"
#include "worker/worker_training.h"
#include "worker/worker_why.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { REQUEST_MOST = 64 << 20 };

/* Each writes its result as JSON. */
static bool (*const kinds[])(const struct wire_worker_request *, struct buf *, struct error *) = {
    [WIRE_WORKER_TRAINING] = worker_training_run,
    [WIRE_WORKER_EVALUATION] = worker_evaluation_run,
    [WIRE_WORKER_PREDICTION] = worker_prediction_run,
    [WIRE_WORKER_BACKTEST] = worker_backtest_run,
    [WIRE_WORKER_CHECK] = worker_check_run,
    [WIRE_WORKER_COVERAGE] = worker_coverage_run,
    [WIRE_WORKER_WHY] = worker_why_run,
};
static_assert(COUNT(kinds) == WIRE_WORKER_KINDS, "one function per kind");

/* The request is one line; stdin stays open after it. */
static bool read_request(struct buf *line, struct error *err)
{
    char piece[65536 / 16];

    for (;;) {
        const ssize_t n = read(STDIN_FILENO, piece, sizeof(piece));
        const char *newline = n > 0 ? memchr(piece, '\n', (size_t)n) : NULL;

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_set(err, ERROR_MALFORMED, "stdin ended before the request did");
        buf_add(line, piece, newline ? (size_t)(newline - piece) : (size_t)n);
        if (newline)
            return true;
        if (line->length > REQUEST_MOST)
            return error_set(err, ERROR_TOO_LARGE, "the request is over %d bytes", REQUEST_MOST);
    }
}

/* From now on the kernel kills us when the thread that started us ends; if that was before this
 * call, our parent is another already. */
static bool tie_to_parent(const struct wire_worker_request *request, struct error *err)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL))
        return error_set_errno(err, errno, "PR_SET_PDEATHSIG");
    return request->parent_pid == getppid() ||
           error_set(err, ERROR_INTERRUPTED, "the supervisor %lld is gone",
                     (long long)request->parent_pid);
}

/* Every path it may need stands in the request. */
static bool close_in(const struct wire_worker_request *request, struct error *err)
{
    const size_t most = request->n_bars + request->n_turn_folders + 4;
    const char **reads = mem_alloc(most * sizeof(*reads)), *lacks;
    struct sandbox sandbox = { .writes = request->output_folder, .reads = reads };
    bool ok;

    if (request->memory_mb != WIRE_UNKNOWN)
        sandbox.memory_bytes = request->memory_mb << 20;
    for (size_t i = 0; i < request->n_bars; i++)
        reads[sandbox.n_reads++] = request->bars[i].path;
    if (request->model_folder)
        reads[sandbox.n_reads++] = request->model_folder;
    if (request->features_folder)
        reads[sandbox.n_reads++] = request->features_folder;
    for (size_t i = 0; i < request->n_turn_folders; i++)
        if (request->turn_folders[i][0])
            reads[sandbox.n_reads++] = request->turn_folders[i];
    if (request->resume_file)
        reads[sandbox.n_reads++] = request->resume_file;
    if (getenv("TZDIR"))
        reads[sandbox.n_reads++] = getenv("TZDIR");        /* as base/zone.c reads it */
    ok = sandbox_apply(&sandbox, &lacks, err);
    free(reads);
    if (ok && lacks[0])
        worker_report_sandbox(lacks);
    return ok;
}

static bool do_request(const struct wire_worker_request *request, struct error *err)
{
    OWNED(buf_release) struct buf result = {0};

    if (!tie_to_parent(request, err) || !close_in(request, err) ||
        !kinds[request->kind](request, &result, err))
        return false;
    worker_report_result(result.bytes);
    return true;
}

int worker_main(void)
{
    OWNED(buf_release) struct buf line = {0};
    struct wire_worker_request request;
    struct error err = {0};
    bool ok;

    worker_report_hello();
    ok = read_request(&line, &err) &&
         wire_decode(wire_worker_request_fields, WIRE_STRICT, line.bytes, line.length, &request,
                     &err);
    if (ok) {
        worker_report_trace(request.traceparent);
        ok = do_request(&request, &err);
        wire_worker_request_release(&request);
    }
    if (ok)
        return WORKER_DONE;
    worker_report_error(&err);
    return err.code == ERROR_CANCELLED ? WORKER_STOPPED : WORKER_FAILED;
}
