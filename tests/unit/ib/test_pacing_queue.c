#include "ib/pacing_queue.h"

#include "async/loop.h"
#include "async/scope.h"
#include "async/timer.h"
#include "ib/ledger.h"
#include "ib/wall_clock.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

enum { USERS_MOST = 100 };

static int64_t read_loop(void *arg)
{
    return 1800000000000 + loop_now(arg);
}

struct bench {
    struct loop *loop;
    struct ledger *ledger;
    struct wall_clock clock;
    struct pacing_queue queue;
    struct user {
        struct bench *bench;
        struct pacing_request request;
        int64_t deadline, reply_ms;
        int64_t went;               /* loop time; -1: not */
        int place;                  /* 1: the first that went */
        struct error error;
    } users[USERS_MOST];
    int n_users, gone;
};

static bool use(void *arg, struct error *err)
{
    struct user *user = arg;
    struct pacing_queue *queue = &user->bench->queue;
    struct pacing_ticket ticket;
    bool ok;

    user->went = -1;
    if (!pacing_queue_enter(queue, &user->request, "a test", user->deadline, &ticket,
                            &user->error))
        return true;
    user->went = loop_now(task_loop());
    user->place = ++user->bench->gone;
    ok = timer_sleep(user->reply_ms, 0, err);
    pacing_queue_leave(queue, &ticket, PACING_QUEUE_ANSWERED);
    return ok;
}

static bool use_all(void *arg, struct error *err)
{
    struct bench *bench = arg;
    OWNED(scope_release) struct scope scope = { .loop = bench->loop };

    for (int i = 0; i < bench->n_users; i++)
        scope_spawn(&scope, use, &bench->users[i]);
    return scope_wait(&scope, err);
}

static void open_bench(struct bench *bench, int n_users)
{
    struct error err = {0};

    *bench = (struct bench){ .loop = loop_new_virtual(), .n_users = n_users };
    CHECK(ledger_open(bench->loop, test_folder(), &bench->ledger, &err));
    bench->clock = wall_clock_start(bench->loop, read_loop, bench->loop);
    bench->queue = (struct pacing_queue){ .clock = &bench->clock, .ledger = bench->ledger,
                                          .pacing = pacing_new() };
    for (int i = 0; i < n_users; i++)
        bench->users[i] = (struct user){
            .bench = bench, .reply_ms = 1000,
            .request = { PACING_LONG, PACING_BACKFILL, 10 + (uint64_t)i, 500 + (uint64_t)i, 1, 0 },
        };
}

static void run_bench(struct bench *bench)
{
    struct task *task = task_spawn(bench->loop, use_all, bench);
    struct error err = {0};

    loop_run(bench->loop);
    CHECK(task_join(task, &err));
    CHECK(!bench->queue.waiting && !bench->queue.pacing.open && !bench->queue.pacing.others);
    ledger_close(bench->ledger);
    loop_free(bench->loop);
}

static struct bench bench;

TEST(six_are_with_the_gateway_at_once_and_the_rest_follows_in_order)
{
    open_bench(&bench, 20);
    run_bench(&bench);
    for (int i = 0; i < 20; i++)
        test_expect(bench.users[i].place == i + 1 && bench.users[i].went == i / 6 * 1000, __FILE__,
                    __LINE__, "%d went at %d", i, (int)bench.users[i].went);
}

TEST(a_person_goes_before_a_backfill_that_came_first)
{
    open_bench(&bench, 20);
    bench.users[18].request.lane = PACING_PERSON;
    bench.users[19].request.lane = PACING_PERSON;
    run_bench(&bench);
    CHECK(bench.users[18].went == 0 && bench.users[19].went == 1000);
    CHECK(bench.users[6].went == 1000 && bench.users[11].went == 2000);
}

TEST(one_that_was_asked_just_now_does_not_hold_up_the_others)
{
    open_bench(&bench, 4);
    for (int i = 0; i < 4; i++)
        bench.users[i].request.kind = PACING_SMALL;
    bench.users[1].request.identity = bench.users[0].request.identity;
    run_bench(&bench);
    CHECK(bench.users[0].went == 0 && bench.users[2].went == 0 && bench.users[3].went == 0);
    CHECK(bench.users[1].went == PACING_SAME_MS);
}

TEST(who_needs_two_of_the_budget_is_not_overtaken_by_those_who_need_one)
{
    open_bench(&bench, 80);
    for (int i = 0; i < 80; i++)
        bench.users[i].request.kind = PACING_SMALL;
    bench.users[57].request.weight = 2;
    run_bench(&bench);
    CHECK(bench.users[56].went < 20000);
    CHECK(bench.users[57].went >= PACING_WINDOW_MS && bench.users[58].went >= PACING_WINDOW_MS);
    CHECK(bench.users[57].place == 58);
}

TEST(a_deadline_says_how_long_it_would_still_take)
{
    open_bench(&bench, 2);
    for (int i = 0; i < 2; i++)
        bench.users[i].request = (struct pacing_request){ PACING_SMALL, PACING_PERSON, 1, 1, 1, 0 };
    bench.users[1].deadline = 5000;
    run_bench(&bench);
    CHECK(bench.users[1].went == -1 && bench.users[1].error.code == ERROR_TIMEOUT);
    CHECK(strstr(bench.users[1].error.text, "allow it in 11 s"));
}

TEST(symbols_and_details_do_not_take_the_places_of_history)
{
    open_bench(&bench, 10);
    for (int i = 0; i < 6; i++)
        bench.users[i].reply_ms = 60000;
    for (int i = 6; i < 10; i++)
        bench.users[i].request.kind = i < 8 ? PACING_SYMBOLS : PACING_OTHER;
    run_bench(&bench);
    CHECK(bench.users[6].went == 0 && bench.users[7].went == PACING_SYMBOLS_MS);
    CHECK(bench.users[8].went == 0 && bench.users[9].went == 0);
}

static bool open_late(void *arg, struct error *err)
{
    struct error why;

    (void)arg;
    if (!timer_sleep(7000, 0, err))
        return false;
    error_set(&why, ERROR_UNAVAILABLE, "gone");
    pacing_queue_turn_away(&bench.queue, PACING_PERSON, &why);
    if (!timer_sleep(3000, 0, err))
        return false;
    pacing_queue_open(&bench.queue);
    return true;
}

TEST(while_it_is_shut_nobody_goes_and_a_lane_can_be_turned_away)
{
    struct task *task;
    struct error err;

    open_bench(&bench, 4);
    bench.users[1].request.lane = PACING_PERSON;
    pacing_queue_shut(&bench.queue);
    task = task_spawn(bench.loop, open_late, NULL);
    run_bench(&bench);
    CHECK(task_join(task, &err) && !task_count());
    CHECK(bench.users[0].went == 10000 && bench.users[3].went == 10000);
    CHECK(bench.users[1].went == -1 && bench.users[1].error.code == ERROR_UNAVAILABLE);
}
