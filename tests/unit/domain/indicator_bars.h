/* indicator_bars - bars and runs for the tests of indicators. */
#ifndef TESTS_INDICATOR_BARS_H
#define TESTS_INDICATOR_BARS_H

#include "domain/indicators/indicator.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INDICATOR_ROWS = 1000 };

struct indicator_columns {
    double out[INDICATOR_OUTPUTS][INDICATOR_ROWS];
};

static inline bool indicator_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

static inline void indicator_run_with(const struct indicator *indicator, const struct bars *bars,
                                      const double *param, struct indicator_columns *ret)
{
    double *outs[INDICATOR_OUTPUTS];
    struct error err = {0};

    for (size_t o = 0; o < INDICATOR_OUTPUTS; o++)
        outs[o] = ret->out[o];
    test_expect(indicator_run(indicator, bars, param, INDICATOR_SOURCE_CLOSE, outs, &err), __FILE__,
                __LINE__, "%s: %s", indicator->name, err.text);
}

/* The default parameters, but no period over `most`. */
static inline void indicator_short_params(const struct indicator *indicator, double most,
                                          double param[INDICATOR_PARAMS])
{
    indicator_fill_defaults(indicator, param);
    for (size_t p = 0; p < indicator->n_params; p++)
        if (indicator->params[p].is_whole && !indicator->params[p].choices && param[p] > most)
            param[p] = most + (double)p;        /* so that fast stays below slow */
}

static inline void indicator_walk(struct bars *bars, size_t n)
{
    unsigned seed = 1;
    double price = 100;

    for (size_t i = 0; i < n; i++) {
        double step[4];

        for (size_t k = 0; k < 4; k++) {
            seed = seed * 1103515245 + 12345;
            step[k] = (double)(seed >> 16 & 1023) / 1024;
        }
        const double open = price + step[0] / 4 - 0.125, close = open + 4 * step[1] - 2;
        price = close < 20 ? 20 : close;
        bars_append(bars, (int64_t)i * 3600,
                    (double[]){ open, fmax(open, price) + step[2], fmin(open, price) - step[3],
                                price, 1000 + 100 * step[2] * (double)(seed >> 20 & 63) });
    }
}

#endif
