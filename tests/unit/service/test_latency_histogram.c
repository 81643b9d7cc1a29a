#include "service/latency_histogram.h"
#include "test.h"

static struct latency_histogram histogram;

TEST(a_quantile_is_at_most_a_quarter_too_high)
{
    histogram = (struct latency_histogram){0};
    CHECK(isnan(latency_histogram_quantile(&histogram, 0.5)));
    for (int i = 1; i <= 10000; i++)
        latency_histogram_add(&histogram, i);
    CHECK(histogram.count == 10000 && histogram.total == 50005000);
    for (double q = 0.01; q <= 1; q += 0.01) {
        const double got = latency_histogram_quantile(&histogram, q);

        CHECK(got >= q * 10000 - 1e-6 && got <= q * 10000 * 1.25 + 1e-6);
    }
}

TEST(each_value_lies_in_a_bucket_that_ends_just_after_it)
{
    for (int64_t value = 0; value < (INT64_C(1) << 36); value = value * 9 / 8 + 1) {
        double end;

        histogram = (struct latency_histogram){0};
        latency_histogram_add(&histogram, value);
        end = latency_histogram_quantile(&histogram, 0.99);
        CHECK(end >= (double)value && end <= (double)value * 1.25);
    }
}

TEST(what_is_negative_or_endless_has_a_bucket_too)
{
    histogram = (struct latency_histogram){0};
    latency_histogram_add(&histogram, -5);
    CHECK_NEAR(latency_histogram_quantile(&histogram, 1), 0, 0);
    latency_histogram_add(&histogram, INT64_MAX / 2);
    CHECK(latency_histogram_quantile(&histogram, 1) > 6e10);
}
