#include "workers/admission.h"

#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 400 };

static struct admission admission;
static char order[MOST][8];
static size_t n_in, n_ended, most_inside;

struct guest {
    const char *name, *share;
    int priority;
    int64_t deadline;
};

static bool visit(void *arg, struct error *err)
{
    const struct guest *guest = arg;

    if (!admission_enter(&admission, guest->share, guest->priority, guest->deadline, err))
        return false;
    snprintf(order[n_in++], sizeof(order[0]), "%s", guest->name);
    if (admission.inside > most_inside)
        most_inside = admission.inside;
    if (!timer_sleep(10, 0, err)) {
        admission_leave(&admission, guest->share);
        return false;
    }
    admission_leave(&admission, guest->share);
    n_ended++;
    return true;
}

static void run(size_t room, struct guest *guests, size_t count, size_t cancelled)
{
    struct loop *loop = loop_new_virtual();
    struct task *tasks[MOST];
    struct error err;

    admission = (struct admission){ .room = room };
    n_in = n_ended = most_inside = 0;
    for (size_t i = 0; i < count; i++)
        tasks[i] = task_spawn(loop, visit, &guests[i]);
    if (cancelled < count)
        task_cancel(tasks[cancelled]);
    loop_run(loop);
    for (size_t i = 0; i < count; i++)
        CHECK(task_join(tasks[i], &err) == (i != cancelled && !guests[i].deadline));
    CHECK(!admission.inside && !admission.waiting && !admission.first && !admission.shares);
    loop_free(loop);
}

static const char *order_text(void)
{
    static char text[MOST * 8];

    text[0] = '\0';
    for (size_t i = 0; i < n_in; i++)
        strcat(strcat(text, i ? " " : ""), order[i]);
    return text;
}

TEST(within_a_share_who_comes_first_goes_first)
{
    struct guest guests[] = { { "1", "a", 0, 0 }, { "2", "a", 0, 0 }, { "3", "a", 0, 0 } };

    run(1, guests, 3, MOST);
    CHECK_TEXT(order_text(), "1 2 3");
}

TEST(the_share_with_the_fewest_inside_goes_first)
{
    struct guest guests[] = { { "a1", "a", 0, 0 }, { "a2", "a", 0, 0 }, { "a3", "a", 0, 0 },
                              { "a4", "a", 0, 0 }, { "b1", "b", 0, 0 }, { "b2", "b", 0, 0 } };

    /* a1 leaves before a2, so that b has the fewest inside; then they are alike. */
    run(2, guests, 6, MOST);
    CHECK_TEXT(order_text(), "a1 a2 b1 a3 b2 a4");
}

TEST(a_higher_priority_goes_before_all_others)
{
    struct guest guests[] = { { "1", "a", 0, 0 }, { "2", "b", 0, 0 }, { "3", "a", 5, 0 },
                              { "4", "a", 1, 0 } };

    run(1, guests, 4, MOST);
    CHECK_TEXT(order_text(), "1 3 4 2");
}

TEST(who_is_cancelled_or_out_of_time_takes_no_place)
{
    struct guest guests[] = { { "1", "a", 0, 0 }, { "2", "a", 0, 0 }, { "3", "a", 0, 5 },
                              { "4", "a", 0, 0 } };

    run(1, guests, 4, 1);
    CHECK_TEXT(order_text(), "1 4");
}

TEST(of_two_hundred_at_once_none_starves)
{
    static struct guest guests[200];
    static char names[200][8], shares[3][2] = { "x", "y", "" };

    for (size_t i = 0; i < 200; i++) {
        snprintf(names[i], sizeof(names[i]), "%zu", i);
        guests[i] = (struct guest){ names[i], shares[i < 190 ? 0 : i % 3], 0, 0 };
    }
    run(4, guests, 200, MOST);
    CHECK(n_ended == 200 && most_inside == 4);
    for (size_t i = 24; i < 200; i++)       /* the few of others came in soon */
        CHECK(atoi(order[i]) < 190 || guests[atoi(order[i])].share[0] == 'x');
}
