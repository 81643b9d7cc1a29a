#include "domain/indicators/window.h"
#include "test.h"

#include <string.h>

enum { VALUES = 300 };

/* In steps of 1/1024, so that 2^30 more is exact. */
static void fill(double *x, double offset)
{
    unsigned seed = 3;

    for (size_t i = 0; i < VALUES; i++) {
        seed = seed * 1103515245 + 12345;
        x[i] = offset + (double)(seed >> 16 & 1023) / 1024;
    }
}

static const size_t periods[] = { 1, 2, 3, 7, 20, 64, 299, 300, 301 };

TEST(window_sums_are_those_of_each_window_alone)
{
    static double x[VALUES], sum[VALUES], mean[VALUES];

    fill(x, 0);
    for (size_t p = 0; p < sizeof(periods) / sizeof(periods[0]); p++) {
        const size_t period = periods[p];

        window_sum(VALUES, x, period, sum);
        window_mean(VALUES, x, period, mean);
        for (size_t i = period - 1; i < VALUES; i++) {
            double want = 0;
            for (size_t k = i + 1 - period; k <= i; k++)
                want += x[k];
            CHECK_NEAR(sum[i], want, 1e-11);
            CHECK_NEAR(mean[i], want / (double)period, 1e-14);
        }
    }
}

TEST(window_extremes_are_those_of_each_window_alone)
{
    static double x[VALUES], highest[VALUES], lowest[VALUES];

    fill(x, 0);
    for (size_t p = 0; p < sizeof(periods) / sizeof(periods[0]); p++) {
        window_highest(VALUES, x, periods[p], highest);
        window_lowest(VALUES, x, periods[p], lowest);
        for (size_t i = periods[p] - 1; i < VALUES; i++) {
            double most = x[i], least = x[i];
            for (size_t k = i + 1 - periods[p]; k <= i; k++) {
                most = fmax(most, x[k]);
                least = fmin(least, x[k]);
            }
            CHECK(highest[i] == most && lowest[i] == least);
        }
    }
}

TEST(window_moments_lose_no_digits_at_an_offset_of_a_billion)
{
    static double x[VALUES], y[VALUES], mean[VALUES], there[VALUES], slope[VALUES], rise[VALUES];

    fill(x, 0);
    fill(y, 0x1p30);
    window_moments(VALUES, x, 20, mean, there);
    window_moments(VALUES, y, 20, mean, slope);
    CHECK(!memcmp(there + 19, slope + 19, sizeof(double) * (VALUES - 19)));
    window_line(VALUES, x, 20, mean, slope);
    window_line(VALUES, y, 20, mean, rise);
    CHECK(!memcmp(slope + 19, rise + 19, sizeof(double) * (VALUES - 19)));
}

TEST(window_variance_is_0_only_where_nothing_moves)
{
    static double x[VALUES], mean[VALUES], variance[VALUES];

    for (size_t i = 0; i < VALUES; i++)
        x[i] = i == 150 ? 0.1 + 0x1p-55 : 0.1;      /* by the last bit */
    window_moments(VALUES, x, 20, mean, variance);
    for (size_t i = 19; i < VALUES; i++) {
        CHECK((variance[i] > 0) == (i >= 150 && i < 170));
        CHECK(i >= 150 || mean[i] == 0.1);
    }
}

TEST(window_mean_does_not_drift)
{
    static double x[VALUES], mean[VALUES];

    for (size_t i = 0; i < VALUES; i++)
        x[i] = i == 5 ? 1e20 : 0.1;                 /* a bad print, long gone */
    window_mean(VALUES, x, 7, mean);
    CHECK_NEAR(mean[20], 0.1, 0);
}
