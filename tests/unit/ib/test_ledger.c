#include "ib/ledger.h"

#include "async/loop.h"
#include "async/task.h"
#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct pacing_request bid_ask = { PACING_SMALL, PACING_PERSON, UINT64_MAX - 5, 77, 2,
                                               0 };
static const struct pacing_request daily = { PACING_LONG, PACING_PERSON, 3, 4, 1, 0 };

struct work {
    struct ledger *ledger;
    bool (*fn)(struct ledger *ledger, struct error *err);
};

static bool run(void *arg, struct error *err)
{
    const struct work *work = arg;

    return work->fn(work->ledger, err);
}

/* In a task, with a ledger opened for it. */
static bool with_ledger(const char *folder, bool (*fn)(struct ledger *, struct error *))
{
    struct loop *loop = loop_new();
    struct error err = {0};
    struct work work = { NULL, fn };
    bool ok = ledger_open(loop, folder, &work.ledger, &err);

    if (ok) {
        struct task *task = task_spawn(loop, run, &work);

        loop_run(loop);
        ok = task_join(task, &err);
    }
    ledger_close(work.ledger);
    loop_free(loop);
    test_expect(ok, __FILE__, __LINE__, "ledger: %s", err.text);
    return ok;
}

static void remember(const char *folder, int64_t now, struct pacing *ret_pacing,
                     struct connect_rule *ret_rule)
{
    struct loop *loop = loop_new();
    struct ledger *ledger = NULL;
    struct error err = {0};

    *ret_pacing = pacing_new();
    *ret_rule = connect_rule_new();
    CHECK(ledger_open(loop, folder, &ledger, &err) &&
          ledger_remember(ledger, now, ret_pacing, ret_rule, &err));
    ledger_close(ledger);
    loop_free(loop);
}

static bool write_some(struct ledger *ledger, struct error *err)
{
    return ledger_note_request(ledger, &bid_ask, "AAPL 30 secs BID_ASK", 1000000, err)
        && ledger_note_request(ledger, &daily, "AAPL 1 day TRADES", 1000100, err)
        && ledger_begin_connect(ledger, 990000, err)
        && ledger_touch(ledger, 1005000, err);
}

TEST(what_was_written_binds_the_next_process)
{
    const char *folder = test_folder();
    struct pacing pacing;
    struct connect_rule rule;

    CHECK(with_ledger(folder, write_some));
    remember(folder, 1006000, &pacing, &rule);
    CHECK(pacing.n_small == 1 && pacing.small[0].at == 1000000 && pacing.small[0].weight == 2);
    CHECK(pacing_when(&pacing, &bid_ask, 1006000) == 1000000 + PACING_SAME_MS);
    CHECK(rule.n == 1 && rule.last_alive == 1005000);
}

TEST(a_time_in_the_future_counts_as_now)
{
    const char *folder = test_folder();
    struct pacing pacing;
    struct connect_rule rule;

    CHECK(with_ledger(folder, write_some));
    remember(folder, 500000, &pacing, &rule);
    CHECK(pacing.n_small == 1 && pacing.small[0].at == 500000);
    CHECK(rule.n == 1 && rule.last_alive == 500000);
    CHECK(connect_rule_when(&rule, 500000) == 505000);
    remember(folder, 1000000 + PACING_WINDOW_MS, &pacing, &rule);
    CHECK(!pacing.n_small);
}

static bool connect_in_vain(struct ledger *ledger, struct error *err)
{
    return ledger_begin_connect(ledger, 10000, err)
        && ledger_end_connect(ledger, LEDGER_ENDED, 20000, err)
        && ledger_touch(ledger, 10000, err)
        && ledger_begin_connect(ledger, 30000, err)
        && ledger_end_connect(ledger, LEDGER_REFUSED, 31000, err);
}

TEST(a_refused_connect_reached_nobody_but_the_pause_holds)
{
    const char *folder = test_folder();
    struct pacing pacing;
    struct connect_rule rule;

    CHECK(with_ledger(folder, connect_in_vain));
    remember(folder, 40000, &pacing, &rule);
    CHECK(rule.n == 1 && rule.at[0] == 10000 && rule.last_alive == 31000);
}

static bool write_and_die(struct ledger *ledger, struct error *err)
{
    if (write_some(ledger, err))
        kill(getpid(), SIGKILL);
    return false;
}

TEST(kill_9_right_after_the_entry_loses_nothing)
{
    const char *folder = test_folder();
    struct pacing pacing;
    struct connect_rule rule;
    int status = 0;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (!child) {
        with_ledger(folder, write_and_die);
        _exit(1);
    }
    CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
          WTERMSIG(status) == SIGKILL);
    remember(folder, 1006000, &pacing, &rule);
    CHECK(pacing.n_small == 1 && rule.n == 1 && rule.last_alive == 1005000);
}

TEST(a_second_process_for_the_same_gateway_is_refused)
{
    const char *folder = test_folder();
    struct loop *loop = loop_new();
    struct ledger *first = NULL, *second = NULL;
    struct error err = {0};

    CHECK(ledger_open(loop, folder, &first, &err));
    CHECK(!ledger_open(loop, folder, &second, &err) && err.code == ERROR_CONFLICT);
    ledger_close(first);
    loop_free(loop);
}
