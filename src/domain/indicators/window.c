#include "domain/indicators/window.h"

#include "domain/indicators/scratch.h"

#include <math.h>

/* Each function goes through the blocks. In a block, the first loop runs backward over the block
 * before and leaves in out[k] what that one adds to the window that ends at k; the second runs
 * forward and completes it. Before the first block there is nothing. */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void clear(double *out, size_t count, double value)
{
    for (size_t k = 0; k < count; k++)
        out[k] = value;
}

/* out[k] = the sum of x[k + 1] ... x[period - 1], less `anchor` each, for k < count. */
static void sum_ends(const double *x, size_t period, size_t count, double anchor, double *out)
{
    double sum = 0;

    for (size_t k = period; k-- > 0;) {
        if (k < count)
            out[k] = sum;
        sum += x[k] - anchor;
    }
}

void window_sum(size_t n, const double *x, size_t period, double *out)
{
    for (size_t at = 0; at < n; at += period) {
        const size_t count = least(period, n - at);
        double sum = 0;

        if (at)
            sum_ends(x + at - period, period, count, 0, out + at);
        else
            clear(out, count, 0);
        for (size_t k = at; k < at + count; k++) {
            sum += x[k];
            out[k] += sum;
        }
    }
}

void window_mean(size_t n, const double *x, size_t period, double *out)
{
    const double share = 1 / (double)period;

    for (size_t at = 0; at < n; at += period) {
        const size_t count = least(period, n - at);
        const double anchor = x[at];
        double sum = 0;

        if (at)
            sum_ends(x + at - period, period, count, anchor, out + at);
        else
            clear(out, count, 0);
        for (size_t k = at; k < at + count; k++) {
            sum += x[k] - anchor;
            out[k] = anchor + (out[k] + sum) * share;
        }
    }
}

/* Like sum_ends, of squares too. */
static void moment_ends(const double *x, size_t period, size_t count, double anchor, double *sums,
                        double *squares)
{
    double sum = 0, square = 0;

    for (size_t k = period; k-- > 0;) {
        const double d = x[k] - anchor;

        if (k < count) {
            sums[k] = sum;
            squares[k] = square;
        }
        sum += d;
        square += d * d;
    }
}

void window_moments(size_t n, const double *x, size_t period, double *mean, double *variance)
{
    const double share = 1 / (double)period;

    for (size_t at = 0; at < n; at += period) {
        const size_t count = least(period, n - at);
        const double anchor = x[at];
        double sum = 0, square = 0;

        if (at) {
            moment_ends(x + at - period, period, count, anchor, mean + at, variance + at);
        } else {
            clear(mean, count, 0);
            clear(variance, count, 0);
        }
        for (size_t k = at; k < at + count; k++) {
            const double d = x[k] - anchor;

            sum += d;
            square += d * d;
            const double offset = (mean[k] + sum) * share;
            mean[k] = anchor + offset;
            variance[k] = (variance[k] + square) * share - offset * offset;
        }
    }
}

static void weighted_ends(const double *x, const double *weight, size_t period, double *products,
                          double *weights)
{
    const double anchor = x[period];
    double sum = 0, all = 0;

    for (size_t k = period; k-- > 0;) {
        products[k] = sum;
        weights[k] = all;
        sum += (x[k] - anchor) * weight[k];
        all += weight[k];
    }
}

static double plain_mean(const double *x, size_t count)
{
    double sum = 0;

    for (size_t k = 0; k < count; k++)
        sum += x[k] - x[0];
    return x[0] + sum / (double)count;
}

void window_weighted_mean(size_t n, const double *x, const double *weight, size_t period,
                          double *out)
{
    OWNED(scratch_release) double *products = scratch_new(period), *weights = scratch_new(period);

    for (size_t at = 0; at < n; at += period) {
        const size_t count = least(period, n - at);
        double sum = 0, all = 0;

        if (at)
            weighted_ends(x + at - period, weight + at - period, period, products, weights);
        for (size_t k = 0; k < count; k++) {
            const size_t i = at + k;

            sum += (x[i] - x[at]) * weight[i];
            all += weight[i];
            const double total = weights[k] + all;
            if (i + 1 >= period)
                out[i] = total > 0 ? x[at] + (products[k] + sum) / total
                                   : plain_mean(x + i + 1 - period, period);
        }
    }
}

/* Like sum_ends, and weighted: 1 for x[k + 1], 2 for x[k + 2] and so on. */
static void line_ends(const double *x, size_t period, size_t count, double anchor, double *sums,
                      double *weighted)
{
    double sum = 0, weight = 0;

    for (size_t k = period; k-- > 0;) {
        weight += sum;
        if (k < count) {
            sums[k] = sum;
            weighted[k] = weight;
        }
        sum += x[k] - anchor;
    }
}

void window_rising_mean(size_t n, const double *x, size_t period, double *out)
{
    const double share = 2 / ((double)period * ((double)period + 1));
    OWNED(scratch_release) double *sums = scratch_new(period), *weighted = scratch_new(period);

    for (size_t at = 0; at < n; at += period) {
        const size_t count = least(period, n - at);
        const double anchor = x[at];
        double sum = 0, weight = 0;         /* weight: 0 for the first of the block, 1, 2 ... */

        if (at)
            line_ends(x + at - period, period, period, anchor, sums, weighted);
        for (size_t k = 0; k < count; k++) {
            const double d = x[at + k] - anchor;

            sum += d;
            weight += d * (double)k;
            out[at + k] = anchor + (weighted[k] + weight + sum * (double)(period - k)) * share;
        }
    }
}

void window_line(size_t n, const double *x, size_t period, double *mean, double *slope)
{
    const double size = (double)period;
    const double spread = period > 1 ? size * (size * size - 1) / 12 : 1;

    for (size_t at = 0; at < n; at += period) {
        const size_t count = least(period, n - at);
        const double anchor = x[at];
        double sum = 0, weight = 0;         /* weight: 0 for the first of the block, 1, 2 ... */

        if (at) {
            line_ends(x + at - period, period, count, anchor, mean + at, slope + at);
        } else {
            clear(mean, count, 0);
            clear(slope, count, 0);
        }
        for (size_t k = 0; k < count; k++) {
            const double d = x[at + k] - anchor;

            sum += d;
            weight += d * (double)k;
            const double all = mean[at + k] + sum;
            const double weighted = slope[at + k] + weight + sum * (double)(period - k);
            mean[at + k] = anchor + all / size;
            slope[at + k] = (weighted - all * (size + 1) / 2) / spread;
        }
    }
}

void window_highest(size_t n, const double *x, size_t period, double *out)
{
    for (size_t at = 0; at < n; at += period) {
        const size_t count = least(period, n - at);
        double highest = -INFINITY;

        if (!at)
            clear(out, count, highest);
        for (size_t k = at ? period : 0; k-- > 0;) {
            if (k < count)
                out[at + k] = highest;
            highest = x[at - period + k] > highest ? x[at - period + k] : highest;
        }
        highest = -INFINITY;
        for (size_t k = at; k < at + count; k++) {
            highest = x[k] > highest ? x[k] : highest;
            out[k] = out[k] > highest ? out[k] : highest;
        }
    }
}

void window_lowest(size_t n, const double *x, size_t period, double *out)
{
    for (size_t at = 0; at < n; at += period) {
        const size_t count = least(period, n - at);
        double lowest = INFINITY;

        if (!at)
            clear(out, count, lowest);
        for (size_t k = at ? period : 0; k-- > 0;) {
            if (k < count)
                out[at + k] = lowest;
            lowest = x[at - period + k] < lowest ? x[at - period + k] : lowest;
        }
        lowest = INFINITY;
        for (size_t k = at; k < at + count; k++) {
            lowest = x[k] < lowest ? x[k] : lowest;
            out[k] = out[k] < lowest ? out[k] : lowest;
        }
    }
}
