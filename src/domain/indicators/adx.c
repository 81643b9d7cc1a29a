/*
 * adx - Average Directional Index: how directed the movement is (adx), and how much of the range
 * went up (plus_di) and down (minus_di), 0 to 100 each.
 *
 * Movements up and down and the true range are Wilder's averages, started with the mean of bars 1
 * to `period` (TA-Lib and TTR sum one bar less); adx is the same average of the directions, started
 * with the mean of its first `period`. A bar that reaches as far up as down counts for neither.
 * Where nothing moved, all three are 0.
 */
#include "domain/indicators/adx.h"

#include "domain/indicators/indicator.h"
#include "domain/indicators/true_range.h"

#include <math.h>

enum { PERIOD };
enum { ADX, PLUS_DI, MINUS_DI };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return 2 * (size_t)param[PERIOD] - 1;
}

static size_t output_warmup(const double *param, size_t output)
{
    return output == ADX ? warmup(param) : (size_t)param[PERIOD];
}

/* For now, plus_di gets the movement up in each bar, minus_di that down, and adx the true range.
 * Two loops without a jump: which way a price goes, no processor can guess. */
static void fill_movements(size_t n, const double *const in[], double *const out[])
{
    const double *high = in[HIGH], *low = in[LOW], *close = in[CLOSE];
    double *restrict plus = out[PLUS_DI], *restrict minus = out[MINUS_DI];
    double *restrict range = out[ADX];

    for (size_t i = 1; i < n; i++) {
        plus[i] = high[i] - high[i - 1];
        minus[i] = low[i - 1] - low[i];
        range[i] = true_range_at(high, low, close, i);
    }
    for (size_t i = 1; i < n; i++) {
        const double up = plus[i] > 0 ? plus[i] : 0, down = minus[i] > 0 ? minus[i] : 0;

        plus[i] = up > down ? up : 0;
        minus[i] = down > up ? down : 0;
    }
}

static double first_mean(const double *x, size_t period)
{
    double sum = 0;

    for (size_t i = 1; i <= period; i++)
        sum += x[i];
    return sum / (double)period;
}

/* Writes plus_di and minus_di at i; returns how directed the movement is. */
static double direction(double plus, double minus, double range, size_t i, double *const out[])
{
    const double scale = 100 / (range > 0 ? range : INFINITY);
    const double sum = plus + minus;

    out[PLUS_DI][i] = plus * scale;
    out[MINUS_DI][i] = minus * scale;
    return 100 * fabs(plus - minus) / (sum > 0 ? sum : INFINITY);
}

void adx_fill(size_t n, const double *const in[3], size_t period, double *const out[3])
{
    const double weight = 1 / (double)period;

    if (n <= period)
        return;
    fill_movements(n, in, out);
    double plus = first_mean(out[PLUS_DI], period), minus = first_mean(out[MINUS_DI], period);
    double range = first_mean(out[ADX], period);
    double adx = direction(plus, minus, range, period, out) * weight;
    for (size_t i = period + 1; i < n; i++) {
        plus += (out[PLUS_DI][i] - plus) * weight;
        minus += (out[MINUS_DI][i] - minus) * weight;
        range += (out[ADX][i] - range) * weight;
        const double now = direction(plus, minus, range, i, out);
        adx += (i < 2 * period ? now : now - adx) * weight;
        out[ADX][i] = adx;
    }
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    adx_fill(n, in, (size_t)param[PERIOD], out);
}

const struct indicator adx_indicator = {
    .name = "adx",
    .title = "Average Directional Index",
    .origin = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 2) },
    .n_outputs = 3,
    .outputs = { [ADX] = "adx", [PLUS_DI] = "plus_di", [MINUS_DI] = "minus_di" },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
