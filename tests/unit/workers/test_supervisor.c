#include "workers/supervisor.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/file.h"
#include "test.h"
#include "wire/wire_worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define HELLO "read line; echo '{\"event\":\"hello\",\"protocol\":1,\"version\":\"" KTRDR_VERSION "\"}' >&3\n"

static struct supervisor *supervisor;
static char *result;
static struct error error;
static double percent;
static int64_t epochs;

static void see_progress(void *arg, const struct wire_operation_progress *progress)
{
    (void)arg;
    percent = progress->percent;
}

static void see_metric(void *arg, const struct wire_model_epoch *epoch)
{
    (void)arg;
    epochs = epoch->epoch;
}

static bool run_job(void *arg, struct error *err)
{
    struct wire_worker_request request;
    struct supervisor_job job = { .request = &request, .progress = see_progress, .metric = see_metric };
    bool ok;

    (void)arg;
    wire_clear(wire_worker_request_fields, &request);
    request.protocol = 1;
    request.attempt = request.parent_pid = request.seed = 1;
    strcpy(request.operation_id, "op_1");
    if (!supervisor_enter_as(supervisor, "", 0, 0, err))
        return false;
    CHECK(supervisor_running(supervisor) == 1);
    ok = supervisor_run(supervisor, &job, &result, err);
    supervisor_leave_as(supervisor, "");
    return ok;
}

static void cancel(void *task)
{
    task_cancel(task);
}

/* A worker that is this shell script; the answer is the error's code. */
static enum error_code run_script(const char *script, int64_t silence_ms, int64_t cancel_ms)
{
    struct loop *loop = loop_new();
    char path[200], text[2000];
    struct task *task;

    snprintf(path, sizeof(path), "%s/worker", test_folder());
    snprintf(text, sizeof(text), "#!/bin/sh\n%s", script);
    CHECK(file_write(path, text, strlen(text), &error));
    chmod(path, 0700);
    supervisor = supervisor_new(&(struct supervisor_settings){ path, 1, silence_ms });
    error = (struct error){0};
    free(result);
    result = NULL;
    task = task_spawn(loop, run_job, NULL);
    if (cancel_ms)
        loop_timer_start(loop, cancel_ms, cancel, task);
    loop_run(loop);
    if (task_join(task, &error))
        error.code = ERROR_NONE;
    CHECK(supervisor_running(supervisor) == 0 && supervisor_waiting(supervisor) == 0);
    supervisor_free(supervisor);
    loop_free(loop);
    return error.code;
}

TEST(a_worker_reports_progress_metrics_and_a_result)
{
    CHECK(run_script(HELLO "echo '{\"event\":\"progress\",\"progress\":{\"percent\":40}}' >&3\n"
                     "echo '{\"event\":\"metric\",\"metric\":{\"epoch\":7}}' >&3\n"
                     "echo '{\"event\":\"result\",\"result\":{\"a\":1}}' >&3\n", 0, 0) == ERROR_NONE);
    CHECK_TEXT(result, "{\"a\":1}");
    CHECK(percent == 40 && epochs == 7);
}

TEST(an_error_that_the_worker_tells_is_handed_up)
{
    CHECK(run_script(HELLO "echo '{\"event\":\"error\",\"error\":{\"code\":\"bad_data\","
                     "\"status\":502,\"title\":\"bad data\",\"detail\":\"a NaN loss\"}}' >&3\nexit 1\n", 0, 0) == ERROR_BAD_DATA);
    CHECK_TEXT(error.text, "a NaN loss");
}

TEST(a_worker_that_crashes_fails_its_job_and_says_how)
{
    CHECK(run_script(HELLO "echo 'what it said last' >&2; kill -SEGV $$\n", 0, 0) == ERROR_INTERNAL);
    CHECK(strstr(error.text, "signal 11") && strstr(error.text, "what it said last"));
    CHECK(strstr(error.suggestion, "op_1"));
    CHECK(run_script(HELLO "exit 0\n", 0, 0) == ERROR_INTERNAL);
    CHECK(strstr(error.text, "no result"));
}

TEST(a_worker_that_hangs_or_talks_nonsense_is_stopped)
{
    CHECK(run_script(HELLO "read never\n", 200, 0) == ERROR_TIMEOUT);
    CHECK(run_script(HELLO "echo 'not JSON' >&3; read never\n", 0, 0) == ERROR_BAD_DATA);
    CHECK(run_script("read line; echo '{\"event\":\"heartbeat\"}' >&3; read never\n", 0, 0)
          == ERROR_BAD_DATA);
}

TEST(a_worker_of_another_version_is_refused)
{
    CHECK(run_script("read line; echo '{\"event\":\"hello\",\"protocol\":1,\"version\":\"0.0.0\"}' "
                     ">&3\nread never\n", 0, 0) == ERROR_CONFLICT);
    CHECK_TEXT(error.suggestion, "restart ktrdrd");
}

TEST(a_cancelled_worker_is_asked_to_stop)
{
    CHECK(run_script("trap 'exit 3' TERM\n" HELLO "read never\n", 0, 100) == ERROR_CANCELLED);
    CHECK(!result);
}
