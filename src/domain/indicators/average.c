#include "domain/indicators/average.h"

double average_first(const double *x, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += x[i] - x[0];
    return x[0] + sum / (double)count;
}

/* mean += (x - mean) * weight and not mean * (1 - weight) + x * weight: the latter is a little
 * faster but wanders off a price that does not move. */
static void smooth(size_t n, const double *x, size_t period, double weight, double *out)
{
    if (n < period)
        return;
    double mean = average_first(x, period);
    out[period - 1] = mean;
    for (size_t i = period; i < n; i++) {
        mean += (x[i] - mean) * weight;
        out[i] = mean;
    }
}

void average_ema(size_t n, const double *x, size_t period, double *out)
{
    smooth(n, x, period, 2 / ((double)period + 1), out);
}

/* Each step waits for the one before; the processor does both averages' steps in that time. */
void average_ema_pair(size_t n, const double *x, size_t fast, size_t slow, double *out_fast,
                      double *out_slow)
{
    const double weight[] = { 2 / ((double)fast + 1), 2 / ((double)slow + 1) };
    double mean[2];

    average_ema(n < slow ? n : slow, x, fast, out_fast);
    if (n < slow)
        return;
    mean[0] = out_fast[slow - 1];
    mean[1] = out_slow[slow - 1] = average_first(x, slow);
    for (size_t i = slow; i < n; i++) {
        mean[0] += (x[i] - mean[0]) * weight[0];
        mean[1] += (x[i] - mean[1]) * weight[1];
        out_fast[i] = mean[0];
        out_slow[i] = mean[1];
    }
}

void average_wilder(size_t n, const double *x, size_t period, double *out)
{
    smooth(n, x, period, 1 / (double)period, out);
}
