#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "exercise.h"
#include "test.h"

struct source {
    int64_t ms;                     /* it takes so long */
    enum error_code code;           /* and then fails, unless ERROR_NONE */
    int answer;
    bool was_cancelled, has_ended;
};

static struct source sources[2];
static int64_t deadline;
static struct { bool ok; int answer; struct error error; int64_t at; } got;

static bool ask(void *arg, int *ret_answer, struct error *err)
{
    struct source *source = arg;
    const bool slept = timer_sleep(source->ms, 0, err);

    source->was_cancelled = !slept;
    source->has_ended = true;
    if (!slept)
        return false;
    if (source->code)
        return error_set(err, source->code, "source %d", source->answer);
    *ret_answer = source->answer;
    return true;
}

static bool run(void *arg, struct error *err)
{
    void *both[2] = { &sources[0], &sources[1] };

    (void)arg;
    (void)err;
    got.ok = exercise_ask_both(ask, both, deadline, &got.answer, &got.error);
    got.at = loop_now(task_loop());
    CHECK(sources[0].has_ended && sources[1].has_ended);
    return true;
}

static void cancel(void *task)
{
    task_cancel(task);
}

static void ask_both(struct source first, struct source second, int64_t cancel_after)
{
    struct loop *loop = loop_new_virtual();
    struct error err;

    sources[0] = first;
    sources[1] = second;
    got.error.code = ERROR_NONE;
    struct task *task = task_spawn(loop, run, NULL);
    if (cancel_after)
        loop_timer_start(loop, cancel_after, cancel, task);
    loop_run(loop);
    CHECK(task_join(task, &err));
    CHECK(task_count() == 0);
    loop_free(loop);
    deadline = 0;
}

TEST(the_quicker_answer_wins_and_the_other_is_cancelled)
{
    ask_both((struct source){ .ms = 50, .answer = 1 }, (struct source){ .ms = 20, .answer = 2 }, 0);
    CHECK(got.ok && got.answer == 2 && got.at == 20);
    CHECK(sources[0].was_cancelled && !sources[1].was_cancelled);
}

TEST(a_quick_failure_waits_for_the_other)
{
    ask_both((struct source){ .ms = 5, .code = ERROR_NOT_FOUND, .answer = 1 },
             (struct source){ .ms = 20, .answer = 2 }, 0);
    CHECK(got.ok && got.answer == 2 && got.at == 20);
}

TEST(if_both_fail_the_last_says_why)
{
    ask_both((struct source){ .ms = 5, .code = ERROR_NOT_FOUND, .answer = 1 },
             (struct source){ .ms = 20, .code = ERROR_UNAVAILABLE, .answer = 2 }, 0);
    CHECK(!got.ok && got.error.code == ERROR_UNAVAILABLE && got.at == 20);
}

TEST(at_the_deadline_both_are_cancelled)
{
    deadline = 10;
    ask_both((struct source){ .ms = 50 }, (struct source){ .ms = 20 }, 0);
    CHECK(!got.ok && got.error.code == ERROR_TIMEOUT && got.at == 10);
    CHECK(sources[0].was_cancelled && sources[1].was_cancelled);
}

TEST(who_cancels_us_cancels_both)
{
    ask_both((struct source){ .ms = 50 }, (struct source){ .ms = 20 }, 7);
    CHECK(!got.ok && got.error.code == ERROR_CANCELLED && got.at == 7);
}
