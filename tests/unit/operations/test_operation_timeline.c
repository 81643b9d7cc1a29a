#include "operations/operation_timeline.h"

#include "store/operation_event.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static struct wire_timeline made;
static struct operation_timeline timeline;

static void start(void)
{
    wire_clear(wire_timeline_fields, &made);
    timeline = (struct operation_timeline){ .to = &made };
}

static void add(const char *kind, int64_t at_ms, const char *json)
{
    struct operation_event event = { .at_ms = at_ms, .json = (char *)(uintptr_t)json };

    snprintf(event.kind, sizeof(event.kind), "%s", kind);
    operation_timeline_add(&timeline, &event);
}

static void state(int64_t at_ms, const char *name, int attempt)
{
    char json[100];

    snprintf(json, sizeof(json), "{\"state\":\"%s\",\"attempt\":%d,\"more\":1}", name, attempt);
    add("state", at_ms, json);
}

static void phase(int64_t at_ms, const char *name, const char *process)
{
    char json[200];

    snprintf(json, sizeof(json), "{\"phase\":\"%s\",\"process\":\"%s\",\"attempt\":1}", name,
             process);
    add("phase", at_ms, json);
}

/* "queued:5 running:20" */
static const char *rows(void)
{
    static char text[1000];
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < made.n_rows; i++)
        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s:%lld", i ? " " : "",
                                   made.rows[i].phase, (long long)made.rows[i].ms);
    return text;
}

TEST(each_phase_goes_on_until_the_next_and_the_shares_add_up)
{
    start();
    state(1000, "queued", 1);
    phase(1000, "queued", "backend");
    phase(1010, "starting", "backend");
    state(1020, "running", 1);
    phase(1050, "features", "worker");
    phase(1150, "epochs", "worker");
    phase(1190, "committing", "backend");
    state(1200, "completed", 1);
    operation_timeline_end(&timeline, 99999);
    CHECK_TEXT(rows(), "queued:10 starting:40 features:100 epochs:40 committing:10");
    CHECK(made.total_ms == 200 && !made.is_open);
    CHECK_NEAR(made.rows[2].share, 0.5, 0);
    CHECK(made.rows[2].offset_ms == 50 && !strcmp(made.rows[2].process, "worker"));
    wire_timeline_release(&made);
}

TEST(an_operation_without_phases_has_its_states)
{
    start();
    state(1000, "queued", 1);
    state(1005, "running", 1);
    state(1100, "failed", 1);
    operation_timeline_end(&timeline, 99999);
    CHECK_TEXT(rows(), "queued:5 running:95");
    wire_timeline_release(&made);
}

TEST(what_it_tells_while_it_is_stopped_is_still_stopping)
{
    start();
    state(1000, "queued", 1);
    phase(1010, "epochs", "worker");
    state(1030, "cancelling", 1);
    phase(1040, "saving", "worker");
    state(1070, "cancelled", 1);
    phase(1080, "late", "worker");
    operation_timeline_end(&timeline, 99999);
    CHECK_TEXT(rows(), "queued:10 epochs:20 stopping:40");
    wire_timeline_release(&made);
}

TEST(the_time_between_two_attempts_is_nobodys)
{
    start();
    state(1000, "queued", 1);
    state(1010, "running", 1);
    state(1020, "failed", 1);
    state(5000, "queued", 2);
    state(5005, "running", 2);
    state(5080, "completed", 2);
    operation_timeline_end(&timeline, 99999);
    CHECK_TEXT(rows(), "queued:10 running:10 queued:5 running:75");
    CHECK(made.total_ms == 100 && made.rows[2].attempt == 2 && made.rows[2].offset_ms == 4000);
    wire_timeline_release(&made);
}

TEST(what_still_runs_goes_on_until_now)
{
    start();
    state(1000, "queued", 1);
    phase(1010, "epochs", "worker");
    operation_timeline_end(&timeline, 1110);
    CHECK_TEXT(rows(), "queued:10 epochs:100");
    CHECK(made.is_open && made.total_ms == 110);
    wire_timeline_release(&made);
}

TEST(a_clock_that_went_back_and_what_cannot_be_read_make_no_time)
{
    start();
    state(1000, "queued", 1);
    add("phase", 1001, "{");
    add("state", 1002, "{\"state\":\"odd\",\"attempt\":1}");
    add("metric", 1003, "{\"epoch\":1}");
    phase(900, "epochs", "worker");
    state(950, "completed", 1);
    operation_timeline_end(&timeline, 99999);
    CHECK_TEXT(rows(), "queued:0 epochs:50");
    CHECK(made.rows[1].offset_ms == 0);
    wire_timeline_release(&made);
}

TEST(no_events_are_no_rows)
{
    start();
    operation_timeline_end(&timeline, 99999);
    CHECK(!made.n_rows && !made.total_ms && !made.is_open);
}
