/*
 * aroon - how long ago the highest high (up) and the lowest low (down) of the last `period` + 1
 * bars were: 100 if now, 0 if `period` bars ago; oscillator = up - down. Of equal ones the latest
 * counts.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

enum { PERIOD };
enum { UP, DOWN, OSCILLATOR };
enum { HIGH, LOW };

/* The bars that may yet be the highest, oldest and highest first; in a ring. */
struct candidates {
    size_t *bar;
    size_t room, first, count;
};

static void candidates_release(struct candidates *candidates)
{
    free(candidates->bar);
}

static size_t *place(struct candidates *candidates, size_t k)
{
    const size_t at = candidates->first + k;

    return &candidates->bar[at < candidates->room ? at : at - candidates->room];
}

/* out[i] = 100 less the share of `period` since sign * x was highest. */
static void fill(size_t n, const double *x, double sign, size_t period, double *out)
{
    OWNED(candidates_release) struct candidates ring = {
        .bar = mem_alloc((period + 2) * sizeof(size_t)), .room = period + 2,
    };

    for (size_t i = 0; i < n; i++) {
        if (ring.count && *place(&ring, 0) + period < i) {
            ring.first = ring.first + 1 < ring.room ? ring.first + 1 : 0;
            ring.count--;
        }
        while (ring.count && sign * x[i] >= sign * x[*place(&ring, ring.count - 1)])
            ring.count--;
        *place(&ring, ring.count++) = i;
        out[i] = 100 * (double)(period - (i - *place(&ring, 0))) / (double)period;
    }
}

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    fill(n, in[HIGH], 1, (size_t)param[PERIOD], out[UP]);
    fill(n, in[LOW], -1, (size_t)param[PERIOD], out[DOWN]);
    for (size_t i = 0; i < n; i++)
        out[OSCILLATOR][i] = out[UP][i] - out[DOWN][i];
}

const struct indicator aroon_indicator = {
    .name = "aroon",
    .title = "Aroon",
    .origin = "T. Chande, Technical Analysis of Stocks & Commodities, September 1995",
    .n_inputs = 2,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 3,
    .outputs = { [UP] = "up", [DOWN] = "down", [OSCILLATOR] = "oscillator" },
    .warmup = warmup,
    .compute = compute,
};
