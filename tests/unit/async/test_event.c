#include "async/event.h"
#include "async/gate.h"
#include "async/loop.h"
#include "async/scope.h"
#include "async/timer.h"
#include "test.h"

static struct loop *loop;
static struct event event;
static struct gate gate;
static int order[16], n_order;
static struct error error;

static void run_one(task_fn *fn)
{
    loop = loop_new_virtual();
    event = (struct event){0};
    n_order = 0;
    error = (struct error){0};

    struct task *task = task_spawn(loop, fn, NULL);
    loop_run(loop);
    if (!task_join(task, &error))
        CHECK(error.code);
    CHECK(task_count() == 0);
    loop_free(loop);
}

static bool wait_and_note(void *arg, struct error *err)
{
    if (!event_wait(&event, 0, err))
        return false;
    order[n_order++] = *(int *)arg;
    return true;
}

static bool wake_three(void *arg, struct error *err)
{
    static int name[] = { 1, 2, 3 };
    OWNED(scope_release) struct scope scope = { .loop = task_loop() };

    (void)arg;
    for (int i = 0; i < 3; i++)
        scope_spawn(&scope, wait_and_note, &name[i]);
    if (!timer_sleep(10, 0, err))
        return false;
    event_raise(&event);
    CHECK(n_order == 0);                /* nothing runs inside the call */
    return scope_wait(&scope, err);
}

TEST(an_event_wakes_all_who_wait_in_their_order)
{
    run_one(wake_three);
    CHECK(error.code == ERROR_NONE && n_order == 3);
    CHECK(order[0] == 1 && order[1] == 2 && order[2] == 3);
}

static bool wait_too_long(void *arg, struct error *err)
{
    (void)arg;
    CHECK(!event_wait(&event, loop_now(task_loop()) + 50, err));
    CHECK(err->code == ERROR_TIMEOUT && loop_now(task_loop()) == 50);
    event_raise(&event);                /* nobody is left in it */
    return true;
}

TEST(a_wait_for_an_event_ends_at_its_deadline)
{
    run_one(wait_too_long);
}

static bool cancel_a_waiter(void *arg, struct error *err)
{
    static int name = 1;
    struct task *task = task_spawn(task_loop(), wait_and_note, &name);

    (void)arg;
    if (!timer_sleep(5, 0, err))
        return false;
    task_cancel(task);
    event_raise(&event);
    CHECK(!task_join(task, err) && err->code == ERROR_CANCELLED);
    return true;
}

TEST(a_cancelled_waiter_leaves_the_event)
{
    run_one(cancel_a_waiter);
    CHECK(n_order == 0);
}

static bool pass_gate(void *arg, struct error *err)
{
    if (!gate_enter(&gate, 0, err))
        return false;
    order[n_order++] = *(int *)arg;
    CHECK(gate.inside <= gate.room);
    const bool ok = timer_sleep(10, 0, err);
    gate_leave(&gate);
    return ok;
}

static bool pass_five(void *arg, struct error *err)
{
    static int name[] = { 1, 2, 3, 4, 5 };
    OWNED(scope_release) struct scope scope = { .loop = task_loop() };

    (void)arg;
    for (int i = 0; i < 5; i++)
        scope_spawn(&scope, pass_gate, &name[i]);
    return scope_wait(&scope, err);
}

TEST(a_gate_lets_in_as_many_as_have_room_and_keeps_the_order)
{
    gate = (struct gate){ .room = 2 };
    run_one(pass_five);
    CHECK(n_order == 5 && !gate.inside && !gate.waiting);
    for (int i = 0; i < n_order; i++)
        CHECK(order[i] == i + 1);
}

static bool give_up_in_the_queue(void *arg, struct error *err)
{
    static int name = 7;

    (void)arg;
    CHECK(gate_enter(&gate, 0, err));
    CHECK(!gate_enter(&gate, loop_now(task_loop()) + 20, err) && err->code == ERROR_TIMEOUT);
    CHECK(gate.waiting == 0 && gate.inside == 1);

    struct task *task = task_spawn(task_loop(), pass_gate, &name);
    CHECK(timer_sleep(1, 0, err));
    CHECK(gate.waiting == 1);
    task_cancel(task);
    CHECK(!task_join(task, err) && err->code == ERROR_CANCELLED && gate.waiting == 0);
    gate_leave(&gate);
    return true;
}

TEST(who_gives_up_in_front_of_a_gate_leaves_no_trace)
{
    gate = (struct gate){ .room = 1 };
    run_one(give_up_in_the_queue);
    CHECK(gate.inside == 0);
}
