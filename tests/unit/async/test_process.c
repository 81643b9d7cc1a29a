#include "async/process.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/buf.h"
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static struct buf lines;
static int pid;
static struct process_result result;

static bool keep_line(void *arg, char *line, size_t length)
{
    (void)arg;
    buf_add(&lines, line, length);
    buf_add(&lines, "|", 1);
    return !memchr(line, '!', length);
}

static void keep_pid(void *arg, int its)
{
    (void)arg;
    pid = its;
}

static struct process_settings settings;

static bool run_it(void *arg, struct error *err)
{
    (void)arg;
    return process_run(&settings, &result, err);
}

static void cancel(void *task)
{
    task_cancel(task);
}

/* Runs the script in a shell; the answer is the error's code. */
static enum error_code run_script(const char *script, int64_t cancel_after_ms)
{
    char *argv[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, (char *)(uintptr_t)script, NULL };
    struct loop *loop = loop_new();
    struct error err = {0};
    struct task *task;

    settings.argv = argv;
    settings.line_most = settings.line_most ? settings.line_most : 1000;
    settings.grace_ms = settings.grace_ms ? settings.grace_ms : 10000;
    settings.line = keep_line;
    settings.started = keep_pid;
    buf_release(&lines);
    result = (struct process_result){0};
    task = task_spawn(loop, run_it, NULL);
    if (cancel_after_ms)
        loop_timer_start(loop, cancel_after_ms, cancel, task);
    loop_run(loop);
    if (task_join(task, &err))
        err.code = ERROR_NONE;
    loop_free(loop);
    CHECK(task_count() == 0);
    settings = (struct process_settings){0};
    return err.code;
}

TEST(a_child_gets_its_input_and_reports_in_lines)
{
    settings.input = "hello\n";
    settings.input_length = 6;
    CHECK(run_script("read word; echo got $word >&3; echo more >&3; echo trouble >&2; exit 3", 0)
          == ERROR_NONE);
    CHECK_TEXT(lines.bytes, "got hello|more|");
    CHECK(result.end == PROCESS_EXITED && result.exit_status == 3);
    CHECK_TEXT(result.errors, "trouble\n");
    buf_release(&lines);
}

TEST(a_child_that_was_killed_says_by_which_signal)
{
    CHECK(run_script("kill -9 $$", 0) == ERROR_NONE);
    CHECK(result.end == PROCESS_KILLED && result.signal == SIGKILL);
}

TEST(cancelling_asks_the_child_first)
{
    CHECK(run_script("trap 'echo bye >&3; exit 0' TERM; echo up >&3; read never", 200)
          == ERROR_CANCELLED);
    CHECK(pid && kill(pid, 0) == -1 && errno == ESRCH);
    buf_release(&lines);
}

TEST(a_child_that_ignores_the_request_is_killed)
{
    settings.grace_ms = 50;
    CHECK(run_script("trap '' TERM; echo up >&3; while :; do read never || exit 0; done", 200)
          == ERROR_CANCELLED);
    CHECK(result.end == PROCESS_KILLED && result.signal == SIGKILL);
    buf_release(&lines);
}

TEST(a_silent_child_is_killed)
{
    settings.silence_ms = 100;
    CHECK(run_script("echo once >&3; read never", 0) == ERROR_NONE);
    CHECK(result.end == PROCESS_SILENT);
    CHECK_TEXT(lines.bytes, "once|");
    buf_release(&lines);
}

TEST(a_line_that_is_refused_or_too_long_ends_the_child)
{
    CHECK(run_script("echo '!' >&3; read never", 0) == ERROR_NONE);
    CHECK(result.end == PROCESS_GARBAGE);
    settings.line_most = 4;
    CHECK(run_script("echo 123456789 >&3; read never", 0) == ERROR_NONE);
    CHECK(result.end == PROCESS_GARBAGE);
    buf_release(&lines);
}

TEST(a_program_that_is_not_there_is_an_error)
{
    char *argv[] = { (char[]){ "/nonexistent/ktrdr" }, NULL };
    struct loop *loop = loop_new();
    struct error err = {0};

    settings = (struct process_settings){ .argv = argv, .line_most = 10, .line = keep_line };
    struct task *task = task_spawn(loop, run_it, NULL);
    loop_run(loop);
    CHECK(!task_join(task, &err) && err.code == ERROR_UNAVAILABLE);
    CHECK(strstr(err.text, "/nonexistent/ktrdr"));
    loop_free(loop);
    settings = (struct process_settings){0};
}
