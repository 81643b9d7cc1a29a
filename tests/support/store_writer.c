/*
 * store_writer - writes to a store until it is killed, and says on stdout what is durable; or checks
 * a store against what was said. For tests/programs/test_store_kill.py.
 *
 *     store-writer write FOLDER SEED      prints "try …" before and "did …" after each commit
 *     store-writer check FOLDER           reads these lines, of all runs, on stdin
 *
 * A bar's values follow from its time, so every write of it agrees.
 */
#include "base/error.h"
#include "domain/bars.h"
#include "store/bar_store.h"
#include "store/bar_write.h"
#include "store/operation_change.h"
#include "store/operation_event.h"
#include "store/schema.h"
#include "store/store.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SYMBOLS = 3, BARS_MOST = 20000 };

static struct store *store;
static unsigned seed;

static void need(bool ok, const struct error *err)
{
    if (ok)
        return;
    fprintf(stderr, "store-writer: %s\n", err->text);
    exit(1);
}

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
    char line[200];
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (write(STDOUT_FILENO, line, (size_t)length) != length)
        exit(1);
}

static double price(int64_t minute)
{
    return (double)(100000 + minute * 7919 % 5003) / 1000;
}

static struct bars make(int64_t minute, int count)
{
    struct bars bars = {0};

    for (int i = 0; i < count; i++, minute++)
        bars_append(&bars, minute * 60, (double[]){ price(minute), price(minute) + 1,
                                                    price(minute) - 1, price(minute), 5 });
    return bars;
}

static struct series series_of(int n)
{
    char symbol[SERIES_SYMBOL];

    snprintf(symbol, sizeof(symbol), "S%d", n);
    return series_imported(symbol, TIMEFRAME_1_MINUTE);
}

static int64_t minutes_stored(int n)
{
    const struct series series = series_of(n);
    struct bar_store_info info;
    struct error err;

    need(bar_store_find(store, &series, &info, &err), &err);
    return info.count;
}

/* Goes on where the series ends. */
static void import_bars(int n, int count)
{
    static const struct bar_write_origin origin = { "test", "", 0 };
    const struct series series = series_of(n);
    const int64_t from = minutes_stored(n);
    OWNED(bars_release) struct bars bars = make(from, count);
    struct bar_write *write = bar_write_new(store, &series, &origin);
    struct bar_merge_counts counts;
    struct error err;

    say("try bars %d %" PRId64 " %" PRId64 "\n", n, from, from + count);
    need(bar_write_add(write, &bars, &err) && bar_write_commit(write, &counts, &err), &err);
    say("did bars %d %" PRId64 "\n", n, from + count);
    bar_write_free(write);
}

static void *import_for_ever(void *arg)
{
    unsigned mine = seed;

    (void)arg;
    for (;;)
        import_bars(rand_r(&mine) % SYMBOLS, 1 + rand_r(&mine) % (rand_r(&mine) % 2 ? BARS_MOST : 9));
    return NULL;
}

static void change(const char *id, enum operation_state state)
{
    const struct operation_change step = { .id = id, .state = state, .at_ms = 1,
                                           .result = state == OPERATION_COMPLETED ? "{}" : NULL };
    int64_t event;
    struct error err;

    need(operation_change_state(store, &step, &event, &err), &err);
    say("did op %s %s %" PRId64 "\n", id, operation_state_name(state), event);
}

static void run_operations(void)
{
    for (;;) {
        OWNED(operation_store_release) struct operation op = {0};
        char id[OPERATION_ID_SIZE];
        struct error err;
        bool is_new;

        operation_id_new(1700000000000, id);
        need(operation_store_create(store, &(struct operation_store_new){ .id = id,
             .type = "training", .request = "{}", .request_hash = id, .idempotency_key = id },
             &op, &is_new, &err), &err);
        say("did op %s queued 0\n", id);
        change(id, OPERATION_RUNNING);
        change(id, OPERATION_COMPLETED);
    }
}

static void write_for_ever(void)
{
    OWNED(operation_store_list_release) struct operation_store_list stopped = {0};
    pthread_t thread;
    struct error err;

    need(operation_change_interrupt(store, 1, &stopped, &err), &err);
    say("ready\n");
    if (pthread_create(&thread, NULL, import_for_ever, NULL))
        exit(1);
    run_operations();
}

static int n_wrong;

__attribute__((format(printf, 1, 2))) static void wrong(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
    n_wrong++;
}

/* All that was acknowledged, and beyond that all of what was tried or nothing of it. */
static void check_bars(int n, int64_t did, int64_t tried)
{
    const struct series series = series_of(n);
    OWNED(bars_release) struct bars bars = {0};
    struct bar_store_info info;
    struct error err;

    need(bar_store_find(store, &series, &info, &err), &err);
    if (info.count != did && info.count != tried)
        wrong("series %d has %" PRId64 " bars, acknowledged %" PRId64 ", tried %" PRId64, n,
              info.count, did, tried);
    if (!info.id)
        return;
    need(bar_store_read(store, info.id, INT64_MIN, INT64_MAX, &bars, &err), &err);
    for (size_t i = 0; i < bars.count; i++)
        if (bars.time[i] != (int64_t)i * 60 || bars.column[BARS_CLOSE][i] != price((int64_t)i)) {
            wrong("series %d: bar %zu is not what was written", n, i);
            return;
        }
}

static bool may_be(enum operation_state said, const struct operation *op)
{
    return op->state == said || operation_state_may_follow(said, op->state) ||
           (said == OPERATION_QUEUED && op->state == OPERATION_COMPLETED);
}

static void check_operation(const char *id, const char *name, int64_t event)
{
    OWNED(operation_store_release) struct operation op = {0};
    OWNED(operation_event_list_release) struct operation_event_list events = {0};
    enum operation_state said;
    struct error err;
    bool has_event = !event;
    char want[64];

    need(operation_state_parse(name, &said, &err), &err);
    if (!operation_store_find(store, id, &op, &err)) {
        wrong("%s", err.text);
        return;
    }
    if (!may_be(said, &op) || (op.state == OPERATION_COMPLETED) != op.has_result)
        wrong("operation %s was said to be %s and is %s", id, name,
              operation_state_name(op.state));
    need(operation_event_list(store, id, 0, 10, &events, &err), &err);
    for (size_t i = 0; i < events.count; i++)
        has_event |= events.items[i].id == event;
    snprintf(want, sizeof(want), "{\"state\":\"%s\"", operation_state_name(op.state));
    if (!has_event || strncmp(events.items[events.count - 1].json, want, strlen(want)))
        wrong("operation %s: its events are not those of its state", id);
}

static int64_t did[SYMBOLS], tried[SYMBOLS];

static void take_try(int n, int64_t from, int64_t until)
{
    if (from < did[n])
        wrong("series %d lost bars: %" PRId64 " of %" PRId64, n, from, did[n]);
    did[n] = from;              /* it has read those, so they must stay */
    tried[n] = until;
}

static void take_line(const char *line)
{
    char id[40], state[20];
    int64_t from, number;
    int n;

    if (sscanf(line, "did bars %d %" SCNd64, &n, &number) == 2)
        did[n] = tried[n] = number;
    else if (sscanf(line, "try bars %d %" SCNd64 " %" SCNd64, &n, &from, &number) == 3)
        take_try(n, from, number);
    else if (sscanf(line, "did op %39s %19s %" SCNd64, id, state, &number) == 3)
        check_operation(id, state, number);
}

static int check_all(void)
{
    char line[200];
    int n_lines = 0;
    struct error err;

    need(store_check(store, &err), &err);
    for (; fgets(line, sizeof(line), stdin); n_lines++)
        take_line(line);
    for (int n = 0; n < SYMBOLS; n++)
        check_bars(n, did[n], tried[n]);
    printf("%d lines, %d wrong\n", n_lines, n_wrong);
    return n_wrong || !n_lines;
}

int main(int argc, char **argv)
{
    struct error err;
    int status;

    if (argc < 3)
        return 2;
    need(store_open(argv[2], &schema_backend, &store, &err), &err);
    seed = argc > 3 ? (unsigned)atoi(argv[3]) : 1;
    if (!strcmp(argv[1], "write"))
        write_for_ever();
    status = check_all();
    store_close(store);
    return status;
}
