/*
 * bench-store [--json] [FOLDER]: bars through the store: a million written durably and read back,
 * both codecs in turn; a bar appended; an operation made. Seconds, the median of five.
 */
#include "base/file.h"
#include "domain/bars.h"
#include "store/bar_store.h"
#include "store/bar_write.h"
#include "store/operation_change.h"
#include "store/schema.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BARS = 1000000, TIMES = 5, CHUNK = 65536 };

static bool is_json;
static int n_printed;
static struct store *store;
static struct error err;
static const struct bar_write_origin origin = { "bench", "", 0 };

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void need(bool ok)
{
    if (ok)
        return;
    fprintf(stderr, "%s\n", err.text);
    exit(1);
}

static int by_size(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static void print(const char *what, double seconds[TIMES], double goal)
{
    qsort(seconds, TIMES, sizeof(double), by_size);
    if (is_json)
        printf("%s\n {\"what\": \"%s\", \"seconds\": %.6f, \"least\": %.6f, \"goal\": %.3f}",
               n_printed++ ? "," : "[", what, seconds[TIMES / 2], seconds[0], goal);
    else
        printf("%-36s %9.6f s   (%.6f to %.6f)   goal %.3f\n", what, seconds[TIMES / 2],
               seconds[0], seconds[TIMES - 1], goal);
}

/* A minute's bars of a currency, in tenths of a pip, as they come from IB. */
static struct bars make(void)
{
    struct bars bars = {0};
    int64_t price = 108345;

    srand(1);
    bars_reserve(&bars, BARS);
    for (int i = 0; i < BARS; i++) {
        const int64_t open = price, high = open + rand() % 15, low = open - rand() % 15;

        price = low + rand() % (high - low + 1);
        bars_append(&bars, 1400000000 + 60 * (int64_t)i,
                    (double[]){ (double)open / 1e5, (double)high / 1e5, (double)low / 1e5,
                                (double)price / 1e5, rand() % 400 });
    }
    return bars;
}

static struct series series_of(const char *symbol)
{
    return series_imported(symbol, TIMEFRAME_1_MINUTE);
}

static double write_all(const struct bars *bars, const char *symbol, enum bar_block_codec codec)
{
    const struct series series = series_of(symbol);
    const double start = now();
    struct bar_write *write = bar_write_new(store, &series, &origin);
    struct bar_merge_counts counts;

    bar_write_use_codec(write, codec);
    for (size_t at = 0; at < bars->count; at += CHUNK) {
        const size_t left = bars->count - at;
        const struct bars piece = bars_slice(bars, at, left < CHUNK ? left : CHUNK);

        need(bar_write_add(write, &piece, &err));
    }
    need(bar_write_commit(write, &counts, &err));
    bar_write_free(write);
    return now() - start;
}

static struct bar_store_info info_of(const char *symbol)
{
    const struct series series = series_of(symbol);
    struct bar_store_info info;

    need(bar_store_find(store, &series, &info, &err));
    return info;
}

static double read_all(const char *symbol, const struct bars *want)
{
    const int64_t id = info_of(symbol).id;
    const double start = now();
    OWNED(bars_release) struct bars bars = {0};
    double seconds;

    need(bar_store_read(store, id, INT64_MIN, INT64_MAX, &bars, &err));
    seconds = now() - start;
    if (bars.count != want->count || memcmp(bars.time, want->time, bars.count * 8) ||
        memcmp(bars.column[BARS_CLOSE], want->column[BARS_CLOSE], bars.count * 8))
        need(error_set(&err, ERROR_INTERNAL, "what was read is not what was written"));
    return seconds;
}

/* Both codecs in every round, so that a disturbance hits both. */
static void bench_codecs(const struct bars *bars)
{
    static double written[2][TIMES], read[2][TIMES];
    static const char *const names[] = { [BAR_BLOCK_RAW] = "raw", [BAR_BLOCK_PACKED] = "packed" };
    static const double goals[] = { [BAR_BLOCK_RAW] = 0.02, [BAR_BLOCK_PACKED] = 0.05 };
    char text[64];

    for (int i = 0; i < TIMES; i++)
        for (enum bar_block_codec codec = BAR_BLOCK_RAW; codec <= BAR_BLOCK_PACKED; codec++) {
            char symbol[16];

            snprintf(symbol, sizeof(symbol), "%c%d", names[codec][0], i);
            written[codec][i] = write_all(bars, symbol, codec);
            read[codec][i] = read_all(symbol, bars);
            need(bar_store_delete(store, info_of(symbol).id, &err));
        }
    for (enum bar_block_codec codec = BAR_BLOCK_RAW; codec <= BAR_BLOCK_PACKED; codec++) {
        snprintf(text, sizeof(text), "write 1 000 000 bars, %s", names[codec]);
        print(text, written[codec], 0.25);
        snprintf(text, sizeof(text), "read 1 000 000 bars, %s", names[codec]);
        print(text, read[codec], goals[codec]);
    }
}

static void bench_append(const struct bars *bars)
{
    double seconds[TIMES];
    const struct bars most = bars_slice(bars, 0, 100000);

    write_all(&most, "TAIL", BAR_BLOCK_PACKED);
    for (int i = 0; i < TIMES; i++) {
        const struct bars one = bars_slice(bars, 100000 + (size_t)i, 1);

        seconds[i] = write_all(&one, "TAIL", BAR_BLOCK_PACKED);
    }
    print("append one bar, durably", seconds, 0);
}

static void bench_operation(void)
{
    double seconds[TIMES];

    for (int i = 0; i < TIMES; i++) {
        char id[OPERATION_ID_SIZE];
        struct operation op;
        bool is_new;
        const double start = now();

        operation_id_new(1700000000000 + i, id);
        need(operation_store_create(store, &(struct operation_store_new){ .id = id,
             .type = "backtest", .request = "{}", .request_hash = "h" }, &op, &is_new, &err));
        seconds[i] = now() - start;
        operation_store_release(&op);
    }
    print("create an operation, durably", seconds, 0);
}

int main(int argc, char **argv)
{
    char folder[256];
    struct bars bars = make();

    is_json = argc > 1 && !strcmp(argv[1], "--json");
    snprintf(folder, sizeof(folder), "%s/bench-store-%d",
             argc > 1 + is_json ? argv[1 + is_json] : "/tmp", (int)getpid());
    need(store_open(folder, &schema_backend, &store, &err));
    bench_codecs(&bars);
    bench_append(&bars);
    bench_operation();
    printf("%s", is_json ? "]\n" : "");
    store_close(store);
    need(file_remove_tree(folder, &err));
    bars_release(&bars);
    return 0;
}
