/*
 * bench_indicators - what an indicator costs per bar, beside TA-Lib's quoted figures.
 *
 *     bench-indicators [--json] [--bars N] [--talib PATH] [NAME ...]
 *
 * CPU time; bars are generated. Every indicator runs five times, the five rounds interleaved over
 * all of them so that a disturbance hits one round and not one indicator; the median counts. With
 * --talib a TA-Lib (libta_lib.so) is loaded and measured in the same rounds, on the same bars.
 */
#include "base/mem.h"
#include "domain/indicators/indicator.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5, MOST = 128 };

struct talib {
    int (*sma)(int, int, const double *, int, int *, int *, double *);
    int (*ema)(int, int, const double *, int, int *, int *, double *);
    int (*rsi)(int, int, const double *, int, int *, int *, double *);
    int (*macd)(int, int, const double *, int, int, int, int *, int *, double *, double *,
                double *);
    int (*bbands)(int, int, const double *, int, double, double, int, int *, int *, double *,
                  double *, double *);
    int (*atr)(int, int, const double *, const double *, const double *, int, int *, int *,
               double *);
    int (*adx)(int, int, const double *, const double *, const double *, int, int *, int *,
               double *);
    int (*stoch)(int, int, const double *, const double *, const double *, int, int, int, int, int,
                 int *, int *, double *, double *);
    int (*obv)(int, int, const double *, const double *, int *, int *, double *);
};

/* What TA-Lib 0.4 took per bar on another machine, in ns; for orientation where none is loaded. */
static const struct quoted {
    const char *name;
    double ns;
} quotes[] = {
    { "sma", 1.7 },    { "ema", 2.5 },  { "rsi", 6.2 },  { "macd", 17 },       { "bbands", 6.4 },
    { "atr", 6.4 },    { "adx", 11 },   { "stochastic", 15 }, { "obv", 4.4 },
};

struct timing {
    const struct indicator *indicator;
    double ours[ROUNDS], theirs[ROUNDS];
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static unsigned next(unsigned *seed)
{
    return *seed = *seed * 1664525 + 1013904223;
}

static void generate(struct bars *bars, size_t count)
{
    unsigned seed = 42;
    double price = 100;

    bars_reserve(bars, count);
    for (size_t i = 0; i < count; i++) {
        const double open = price;

        price *= 1 + ((double)(next(&seed) >> 8) / 0x1p24 - 0.5) * 0.02;
        const double up = (double)(next(&seed) >> 8) / 0x1p24 * 0.005 * price;
        const double down = (double)(next(&seed) >> 8) / 0x1p24 * 0.005 * price;
        bars_append(bars, (int64_t)i * 3600,
                    (double[]){ open, (open > price ? open : price) + up,
                                (open < price ? open : price) - down, price,
                                (double)(next(&seed) >> 16) });
    }
}

/* The symbol at `name`, written where a function pointer lies; POSIX lets both be one. */
static bool load_symbol(void *library, const char *name, void *ret_function)
{
    void *symbol = dlsym(library, name);

    memcpy(ret_function, &symbol, sizeof(symbol));
    if (!symbol)
        fprintf(stderr, "no %s in that library\n", name);
    return symbol != NULL;
}

static bool load_talib(const char *path, struct talib *ret)
{
    void *library = dlopen(path, RTLD_NOW);
    int (*initialize)(void);

    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return false;
    }
    return load_symbol(library, "TA_Initialize", &initialize) &&
           load_symbol(library, "TA_SMA", &ret->sma) && load_symbol(library, "TA_EMA", &ret->ema) &&
           load_symbol(library, "TA_RSI", &ret->rsi) &&
           load_symbol(library, "TA_MACD", &ret->macd) &&
           load_symbol(library, "TA_BBANDS", &ret->bbands) &&
           load_symbol(library, "TA_ATR", &ret->atr) && load_symbol(library, "TA_ADX", &ret->adx) &&
           load_symbol(library, "TA_STOCH", &ret->stoch) &&
           load_symbol(library, "TA_OBV", &ret->obv) && initialize() == 0;
}

/* False where TA-Lib is not asked for that one. */
static bool run_talib(const struct talib *ta, const char *name, const struct bars *bars,
                      double *const out[])
{
    const double *high = bars->column[BARS_HIGH], *low = bars->column[BARS_LOW];
    const double *close = bars->column[BARS_CLOSE], *volume = bars->column[BARS_VOLUME];
    const int last = (int)bars->count - 1;
    int begin, count;

    if (!strcmp(name, "sma"))
        return !ta->sma(0, last, close, 20, &begin, &count, out[0]);
    if (!strcmp(name, "ema"))
        return !ta->ema(0, last, close, 20, &begin, &count, out[0]);
    if (!strcmp(name, "rsi"))
        return !ta->rsi(0, last, close, 14, &begin, &count, out[0]);
    if (!strcmp(name, "macd"))
        return !ta->macd(0, last, close, 12, 26, 9, &begin, &count, out[0], out[1], out[2]);
    if (!strcmp(name, "bbands"))
        return !ta->bbands(0, last, close, 20, 2, 2, 0, &begin, &count, out[0], out[1], out[2]);
    if (!strcmp(name, "atr"))
        return !ta->atr(0, last, high, low, close, 14, &begin, &count, out[0]);
    if (!strcmp(name, "adx"))
        return !ta->adx(0, last, high, low, close, 14, &begin, &count, out[0]);
    if (!strcmp(name, "stochastic"))
        return !ta->stoch(0, last, high, low, close, 14, 3, 0, 3, 0, &begin, &count, out[0],
                          out[1]);
    if (!strcmp(name, "obv"))
        return !ta->obv(0, last, close, volume, &begin, &count, out[0]);
    return false;
}

static double run_ours(const struct indicator *indicator, const struct bars *bars,
                       double *const out[])
{
    double param[INDICATOR_PARAMS];
    struct error err;
    const double start = now();

    indicator_fill_defaults(indicator, param);
    if (!indicator_run(indicator, bars, param, INDICATOR_SOURCE_CLOSE, out, &err)) {
        fprintf(stderr, "%s: %s\n", indicator->name, err.text);
        exit(1);
    }
    return (now() - start) / (double)bars->count;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof(double), by_value);
    return values[ROUNDS / 2];
}

static double quoted(const char *name)
{
    for (size_t i = 0; i < COUNT(quotes); i++)
        if (!strcmp(quotes[i].name, name))
            return quotes[i].ns;
    return 0;
}

static void print_number(const char *format, double value)
{
    if (value > 0)
        printf(format, value);
    else
        printf("%9s", "-");
}

static void print_table(struct timing *timings, size_t count)
{
    printf("%-18s %9s %9s %9s\n", "ns per bar", "ours", "TA-Lib", "quoted");
    for (size_t i = 0; i < count; i++) {
        const char *name = timings[i].indicator->name;

        printf("%-18s %9.2f ", name, median(timings[i].ours));
        print_number("%9.2f ", median(timings[i].theirs));
        print_number("%9.1f", quoted(name));
        printf("\n");
    }
}

static void print_json(struct timing *timings, size_t count, size_t n_bars)
{
    printf("{\"bars\": %zu, \"ns_per_bar\": {", n_bars);
    for (size_t i = 0; i < count; i++) {
        const double theirs = median(timings[i].theirs), quote = quoted(timings[i].indicator->name);

        printf("%s\n  \"%s\": {\"ours\": %.3f", i ? "," : "", timings[i].indicator->name,
               median(timings[i].ours));
        if (theirs > 0)
            printf(", \"talib\": %.3f", theirs);
        if (quote > 0)
            printf(", \"talib_quoted\": %.1f", quote);
        printf("}");
    }
    printf("\n}}\n");
}

static void measure(struct timing *timing, int round, const struct bars *bars,
                    const struct talib *ta, double *const out[])
{
    timing->ours[round] = run_ours(timing->indicator, bars, out);
    if (ta) {
        const double start = now();
        if (run_talib(ta, timing->indicator->name, bars, out))
            timing->theirs[round] = (now() - start) / (double)bars->count;
    }
}

struct options {
    bool is_json, has_talib;
    size_t n_bars, n_timings;
    struct talib talib;
    struct timing timings[MOST];
};

static bool add(struct options *options, const struct indicator *indicator, const char *name)
{
    if (!indicator || options->n_timings == MOST) {
        fprintf(stderr, "no indicator '%s'\n", name);
        return false;
    }
    options->timings[options->n_timings++].indicator = indicator;
    return true;
}

static bool parse(int argc, char **argv, struct options *ret)
{
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--json")) {
            ret->is_json = true;
        } else if (!strcmp(argv[i], "--bars") && i + 1 < argc) {
            ret->n_bars = strtoull(argv[++i], NULL, 10);
        } else if (!strcmp(argv[i], "--talib") && i + 1 < argc) {
            if (!load_talib(argv[++i], &ret->talib))
                return false;
            ret->has_talib = true;
        } else if (!add(ret, indicator_find(argv[i]), argv[i])) {
            return false;
        }
    }
    if (!ret->n_timings)
        for (size_t i = 0; indicator_at(i); i++)
            if (!add(ret, indicator_at(i), indicator_at(i)->name))
                return false;
    return ret->n_bars > 0;
}

int main(int argc, char **argv)
{
    static struct options options = { .n_bars = 1000000 };
    OWNED(bars_release) struct bars bars = {0};
    double *out[INDICATOR_OUTPUTS];

    if (!parse(argc, argv, &options))
        return 2;
    generate(&bars, options.n_bars);
    for (size_t o = 0; o < COUNT(out); o++) {
        out[o] = mem_alloc(options.n_bars * sizeof(double));
        for (size_t i = 0; i < options.n_bars; i++)     /* so that no round pays for the pages */
            out[o][i] = 1;
    }
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < options.n_timings; i++)
            measure(&options.timings[i], round, &bars, options.has_talib ? &options.talib : NULL,
                    out);
    if (options.is_json)
        print_json(options.timings, options.n_timings, options.n_bars);
    else
        print_table(options.timings, options.n_timings);
    for (size_t o = 0; o < COUNT(out); o++)
        free(out[o]);
    return 0;
}
