/*
 * bench-backtest [BARS] [--json]: bars per second of the engine, on one core, signals given. CPU
 * time of this thread, median of 15 runs, over random bars from a fixed seed. "busy" trades every
 * third bar or so, "quiet" one bar in a hundred; the rest is what a usual run switches on.
 * "neuro-fuzzy" is a whole decision: features given, a net of 9-50-25-3 asked in blocks, the largest
 * share taken, and traded.
 */
#include "base/mem.h"
#include "base/random.h"
#include "domain/backtest/backtest.h"
#include "domain/backtest/performance.h"
#include "domain/nn/network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 15, BLOCK = 4096, INPUTS = 9 };

struct bench_case {
    const char *name;
    uint64_t one_in;                    /* bars with a signal */
    double stop, target;
    bool shorts, measures;
    const char *costs;
    bool asks;                          /* a net, in place of given signals */
};

static const struct bench_case cases[] = {
    { "quiet",           100, 0, 0, false, false, "5bp", false },
    { "busy",            3,   0, 0, true,  false, "ib_fixed", false },
    { "stops, targets",  10,  2, 3, true,  false, "ib_tiered", false },
    { "and performance", 10,  2, 3, true,  true,  "ib_tiered", false },
    { "neuro-fuzzy",     1,   2, 3, true,  false, "5bp", true },
};

static double cpu_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void fill(struct bars *bars, size_t n)
{
    struct random random = random_seed(42);
    double price = 100;

    for (size_t i = 0; i < n; i++) {
        const double open = price * (1 + 0.001 * random_normal(&random));
        const double close = open * (1 + 0.004 * random_normal(&random));
        const double high = fmax(open, close) * (1 + 0.002 * random_uniform(&random));
        const double low = fmin(open, close) * (1 - 0.002 * random_uniform(&random));

        bars_append(bars, 1388966400 + (int64_t)i * 3600,
                    (double[BARS_REQUIRED]){ open, high, low, close, 1000 });
        price = close;
    }
}

static uint8_t *choose_signals(size_t n, uint64_t one_in)
{
    struct random random = random_seed(43);
    uint8_t *signals = mem_alloc(n);

    for (size_t i = 0; i < n; i++)
        signals[i] = random_below(&random, one_in) ? SIGNAL_HOLD
                   : random_below(&random, 2) ? SIGNAL_BUY : SIGNAL_SELL;
    return signals;
}

struct brain {
    struct network network;
    float *x;                           /* memberships, INPUTS of each bar */
    uint8_t *signal;
    float *confidence;
};

static struct brain brain_new(size_t n)
{
    const struct network_shape shape = { .inputs = INPUTS, .outputs = SIGNAL_COUNT, .n_hidden = 2,
                                         .hidden = { 50, 25 }, .activation = NETWORK_RELU };
    struct brain brain = { network_new(&shape), mem_alloc(n * INPUTS * sizeof(float)),
                           mem_alloc(n), mem_alloc(n * sizeof(float)) };
    struct random random = random_seed(44);

    network_randomize(&brain.network, 42);
    for (size_t i = 0; i < n * INPUTS; i++)
        brain.x[i] = (float)random_uniform(&random);
    return brain;
}

static void brain_release(struct brain *brain)
{
    network_release(&brain->network);
    free(brain->x);
    free(brain->signal);
    free(brain->confidence);
}

static void ask(struct brain *brain, size_t n_bars)
{
    static float shares[BLOCK * SIGNAL_COUNT];

    for (size_t row = 0, n; row < n_bars; row += n) {
        n = n_bars - row < BLOCK ? n_bars - row : BLOCK;
        network_predict(&brain->network, n, brain->x + row * INPUTS, shares);
        for (size_t i = 0; i < n; i++) {
            const float *share = shares + i * SIGNAL_COUNT;
            size_t best = SIGNAL_HOLD;
            for (size_t c = 0; c < SIGNAL_COUNT; c++)
                best = share[c] > share[best] ? c : best;
            brain->signal[row + i] = (uint8_t)best;
            brain->confidence[row + i] = share[best];
        }
    }
}

static void stop(const struct error *err)
{
    fprintf(stderr, "bench-backtest: %s\n", err->text);
    exit(1);
}

/* brain is NULL where signals are given. */
static double run_once(const struct bench_case *c, const struct backtest_input *input,
                       const struct backtest_settings *settings, struct brain *brain,
                       size_t *ret_trades)
{
    OWNED(backtest_release) struct backtest_result result = {0};
    OWNED(performance_release) struct performance performance = {0};
    const struct performance_input in = { input->bars, settings, &result, NULL };
    const double start = cpu_seconds();
    struct error err;

    if (brain)
        ask(brain, input->bars->count);
    if (!backtest_run(input, settings, NULL, &result, &err) ||
        (c->measures && !performance_measure(&in, &performance, &err)))
        stop(&err);
    *ret_trades = result.n_trades;
    return cpu_seconds() - start;
}

static int by_value(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static double median_seconds(const struct bench_case *c, const struct bars *bars, size_t *ret_trades)
{
    struct backtest_settings settings = backtest_settings_default("STK");
    uint8_t *signals = choose_signals(bars->count, c->one_in);
    struct backtest_input input = { bars, signals, NULL };
    struct brain brain = {0};
    double seconds[RUNS];
    struct error err;

    settings.allow_short = settings.reverse = c->shorts;
    settings.stop_loss_pct = c->stop;
    settings.take_profit_pct = c->target;
    if (!costs_parse(c->costs, &settings.costs, &err))
        stop(&err);
    if (c->asks) {
        brain = brain_new(bars->count);
        input = (struct backtest_input){ bars, brain.signal, brain.confidence };
    }
    for (int i = 0; i < RUNS; i++)
        seconds[i] = run_once(c, &input, &settings, c->asks ? &brain : NULL, ret_trades);
    brain_release(&brain);
    qsort(seconds, RUNS, sizeof(*seconds), by_value);
    free(signals);
    return seconds[RUNS / 2];
}

int main(int argc, char **argv)
{
    size_t n = 100000;
    bool json = false;
    struct bars bars = {0};

    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--json"))
            json = true;
        else
            n = strtoul(argv[i], NULL, 10);
    }
    if (n < 10)
        return fprintf(stderr, "usage: bench-backtest [BARS] [--json]\n"), 2;
    fill(&bars, n);
    printf(json ? "{\"bars\": %zu, \"cases\": [" : "%zu bars\n", n);
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t trades;
        const double seconds = median_seconds(&cases[i], &bars, &trades);
        const double rate = (double)n / seconds;
        if (json)
            printf("%s{\"name\": \"%s\", \"trades\": %zu, \"seconds\": %.6g, "
                   "\"bars_per_second\": %.4g}", i ? ", " : "", cases[i].name, trades, seconds, rate);
        else
            printf("%-16s %7zu trades %8.3f ms %8.1f M bars/s\n", cases[i].name, trades,
                   seconds * 1e3, rate / 1e6);
    }
    printf(json ? "]}\n" : "");
    bars_release(&bars);
    return 0;
}
