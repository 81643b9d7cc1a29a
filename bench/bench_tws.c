/*
 * bench-tws [--json]: bars per second out of a historicalData message of 10 000 bars into columns,
 * and back into a frame. CPU time of this thread, median of 25 runs. "seconds" are minute bars dated
 * by seconds, with fractional volumes; "zoned" the same dated in New York; "days" daily bars.
 */
#include "base/mem.h"
#include "base/random.h"
#include "ib/tws_encode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BARS = 10000, RUNS = 25 };

static const struct {
    const char *name;
    enum tws_time_form form;
    int64_t step;
} cases[] = {
    { "seconds", TWS_TIME_EPOCH, 60 },
    { "zoned", TWS_TIME_ZONED, 60 },
    { "days", TWS_TIME_DATE, 86400 },
};

static double cpu_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double cents(struct random *random, uint64_t most)
{
    return (double)random_below(random, most) / 100;
}

static void fill(struct tws_message *message, enum tws_time_form form, int64_t step)
{
    struct random random = random_seed(42);
    struct bars *bars = &message->history.bars;

    message->type = TWS_HISTORICAL_DATA;
    message->history.form = form;
    message->history.zone = "US/Eastern";
    bars_add_column(bars, BARS_WAP, 0);
    bars_add_column(bars, BARS_TRADES, 0);
    for (int64_t i = 0; i < BARS; i++) {
        const double low = 250 + cents(&random, 500), high = low + cents(&random, 100);

        bars_append(bars, 1704067200 + i * step, (double[]){ low, high, low, high,
                                                             cents(&random, 99999999) });
        bars->column[BARS_WAP][i] = 250 + (double)random_below(&random, 9999) / 1000;
        bars->column[BARS_TRADES][i] = (double)random_below(&random, 99999);
    }
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void must(bool good, const struct error *err)
{
    if (good)
        return;
    fprintf(stderr, "%s\n", err->text);
    exit(1);
}

static double median(double times[RUNS])
{
    qsort(times, RUNS, sizeof(*times), by_size);
    return BARS / times[RUNS / 2] / 1e6;
}

static void run(size_t which, bool as_json)
{
    const struct tws_dialect dialect = { TWS_SERVER, 187, NULL };
    struct tws_message message = {0};
    double reading[RUNS], writing[RUNS];
    size_t length = 0;
    struct error err;

    fill(&message, cases[which].form, cases[which].step);
    for (int i = 0; i < RUNS; i++) {
        OWNED(buf_release) struct buf frame = {0};
        OWNED(tws_message_release) struct tws_message got = {0};
        double begun = cpu_seconds();

        must(tws_encode(&message, &dialect, &frame, &err), &err);
        writing[i] = cpu_seconds() - begun;
        begun = cpu_seconds();
        must(tws_decode(frame.bytes + 4, frame.length - 4, &dialect, &got, &err), &err);
        reading[i] = cpu_seconds() - begun;
        length = frame.length;
        if (got.history.bars.count != BARS)
            abort();
    }
    tws_message_release(&message);
    printf(as_json ? "{\"case\":\"%s\",\"decode_mbars_s\":%.2f,\"encode_mbars_s\":%.2f,\"bytes\":%zu}\n"
                   : "%-8s decode %6.2f M bars/s   encode %6.2f M bars/s   %zu bytes\n",
           cases[which].name, median(reading), median(writing), length);
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < COUNT(cases); i++)
        run(i, argc > 1 && !strcmp(argv[1], "--json"));
    return 0;
}
