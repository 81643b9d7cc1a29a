#include "async/lane.h"
#include "async/loop.h"
#include "async/scope.h"
#include "async/task.h"
#include "async/timer.h"
#include "test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

static struct loop *loop;
static struct lane *lane;
static atomic_int entered, left;
static atomic_bool gate;
static int order[64];
static atomic_int n_order;

static void nap(void)
{
    nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}

static bool square(void *number, struct error *err)
{
    (void)err;
    *(int *)number *= *(int *)number;
    return true;
}

static bool refuse(void *arg, struct error *err)
{
    (void)arg;
    return error_set(err, ERROR_BAD_DATA, "no");
}

static bool until_the_gate_opens(void *arg, struct error *err)
{
    (void)arg, (void)err;
    entered++;
    while (!gate)
        nap();
    left++;
    return true;
}

static bool note_order(void *number, struct error *err)
{
    (void)err;
    order[n_order++] = *(int *)number;
    return true;
}

static bool take_name(void *name, struct error *err)
{
    (void)err;
    return !pthread_getname_np(pthread_self(), name, 16);
}

static bool run_square(void *number, struct error *err)
{
    return lane_run(lane, square, number, err);
}

static bool run_refuse(void *arg, struct error *err)
{
    return lane_run(lane, refuse, arg, err);
}

static bool run_take_name(void *name, struct error *err)
{
    return lane_run(lane, take_name, name, err);
}

static bool run_gated(void *arg, struct error *err)
{
    return lane_run(lane, until_the_gate_opens, arg, err);
}

static bool run_gated_then_sleep(void *arg, struct error *err)
{
    return run_gated(arg, err) && timer_sleep(1, 0, err);
}

static bool run_note_order(void *number, struct error *err)
{
    return lane_run(lane, note_order, number, err);
}

static void open_gate(void *arg)
{
    (void)arg;
    gate = true;
}

/* Cancels once the function has been entered, and only then lets it return. */
static void cancel_when_entered(void *task)
{
    if (!entered) {
        loop_defer(loop, cancel_when_entered, task);
        return;
    }
    task_cancel(task);
    CHECK(left == 0);
    loop_defer(loop, open_gate, NULL);
}

static void begin(size_t queue_most)
{
    loop = loop_new_virtual();
    lane = lane_new(loop, "store", queue_most);
    entered = left = n_order = 0;
    gate = false;
}

static void finish(void)
{
    CHECK(task_count() == 0 && lane_length(lane) == 0);
    lane_free(lane);
    loop_free(loop);
}

static enum error_code run(task_fn *fn, void *arg, loop_fn *meddle)
{
    struct error err = {0};
    struct task *task;
    bool ok;

    begin(10);
    task = task_spawn(loop, fn, arg);
    if (meddle)
        loop_defer(loop, meddle, task);
    loop_run(loop);
    ok = task_join(task, &err);
    finish();
    return ok ? ERROR_NONE : err.code;
}

TEST(a_lane_answers_what_its_function_answers)
{
    int number = 12;

    CHECK(run(run_square, &number, NULL) == ERROR_NONE && number == 144);
    CHECK(run(run_refuse, NULL, NULL) == ERROR_BAD_DATA);
}

TEST(a_lane_is_a_thread_of_its_own_with_its_name)
{
    char name[16] = "";

    CHECK(run(run_take_name, name, NULL) == ERROR_NONE);
    CHECK(!strcmp(name, "store"));
}

TEST(cancelled_lane_work_that_runs_is_waited_for_and_keeps_its_result)
{
    CHECK(run(run_gated, NULL, cancel_when_entered) == ERROR_NONE && left == 1);
}

TEST(and_the_wait_after_that_is_cancelled)
{
    CHECK(run(run_gated_then_sleep, NULL, cancel_when_entered) == ERROR_CANCELLED && left == 1);
}

TEST(lane_work_of_a_cancelled_task_does_not_start)
{
    int number = 12;
    struct error err;
    struct task *task;

    begin(10);
    task = task_spawn(loop, run_square, &number);
    task_cancel(task);
    loop_run(loop);
    CHECK(!task_join(task, &err) && err.code == ERROR_CANCELLED && number == 12);
    finish();
}

static bool in_order(void *arg, struct error *err)
{
    static int numbers[40];
    OWNED(scope_release) struct scope scope = { .loop = task_loop() };

    (void)arg;
    for (int i = 0; i < 40; i++) {
        numbers[i] = i;
        scope_spawn(&scope, run_note_order, &numbers[i]);
    }
    return scope_wait(&scope, err);
}

TEST(a_lane_keeps_the_order)
{
    struct error err;
    struct task *task;

    begin(40);
    task = task_spawn(loop, in_order, NULL);
    loop_run(loop);
    CHECK(task_join(task, &err) && n_order == 40);
    for (int i = 0; i < 40; i++)
        CHECK(order[i] == i);
    finish();
}

static bool crowd(void *arg, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = task_loop() };

    for (int i = 0; i < 8; i++)
        scope_spawn(&scope, run_gated, arg);
    return scope_wait(&scope, err);
}

TEST(what_stands_in_line_is_dropped_by_a_cancel_and_what_runs_is_waited_for)
{
    CHECK(run(crowd, NULL, cancel_when_entered) == ERROR_CANCELLED);
    CHECK(left == 1 && entered == 1);
}

static void open_when_entered(void *arg)
{
    if (entered)
        open_gate(arg);
    else
        loop_defer(loop, open_when_entered, arg);
}

static enum error_code try_gated(void)
{
    struct error err = {0};

    return run_gated(NULL, &err) ? ERROR_NONE : err.code;
}

static bool count_refused(void *refused, struct error *err)
{
    (void)err;
    *(int *)refused += try_gated() == ERROR_LIMIT;
    return true;
}

static bool press(void *refused, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = task_loop() };

    for (int i = 0; i < 8; i++)
        scope_spawn(&scope, count_refused, refused);
    return scope_wait(&scope, err);
}

TEST(a_full_lane_refuses_at_once_and_takes_more_when_it_has_room)
{
    struct error err;
    struct task *task;
    int refused = 0;

    begin(4);
    task = task_spawn(loop, press, &refused);
    loop_defer(loop, open_when_entered, NULL);
    loop_run(loop);
    CHECK(task_join(task, &err) && refused == 3 && left == 5);
    task = task_spawn(loop, run_gated, NULL);
    loop_run(loop);
    CHECK(task_join(task, &err) && left == 6);
    finish();
}

static bool sleep_long(void *arg, struct error *err)
{
    (void)arg;
    return timer_sleep(3600000, 0, err);
}

static bool run_gated_and_look(void *time, struct error *err)
{
    const bool ok = run_gated(NULL, err);

    *(int64_t *)time = loop_now(loop);
    return ok;
}

TEST(a_virtual_clock_stands_while_a_lane_works)
{
    struct error err;
    struct task *busy, *sleeper;
    int64_t time = -1;

    begin(4);
    sleeper = task_spawn(loop, sleep_long, NULL);
    busy = task_spawn(loop, run_gated_and_look, &time);
    loop_defer(loop, open_when_entered, NULL);
    loop_run(loop);
    CHECK(task_join(busy, &err) && task_join(sleeper, &err));
    CHECK(time == 0 && loop_now(loop) == 3600000);
    finish();
}

static void free_when_crowded(void *arg)
{
    if (lane_length(lane) < 8) {
        loop_defer(loop, free_when_crowded, arg);
        return;
    }
    gate = true;
    lane_free(lane);
}

TEST(freeing_a_lane_runs_what_stands_in_line)
{
    struct error err;
    struct task *task;

    begin(10);
    task = task_spawn(loop, crowd, NULL);
    loop_defer(loop, free_when_crowded, NULL);
    loop_run(loop);
    CHECK(task_join(task, &err) && left == 8);
    CHECK(task_count() == 0);
    loop_free(loop);
}
