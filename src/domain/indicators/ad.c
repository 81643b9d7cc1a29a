/* ad - Accumulation/Distribution: the sum, since the first bar, of volume times where the close
 * stands between low (-1) and high (1). A bar without a range adds nothing. */
#include "domain/indicators/ad.h"

#include "domain/indicators/indicator.h"

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

void ad_fill(size_t n, const double *const bars[4], double *out)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        sum += ad_flow_at(bars, i);
        out[i] = sum;
    }
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    (void)param;
    ad_fill(n, in, out[0]);
}

const struct indicator ad_indicator = {
    .name = "ad",
    .title = "Accumulation/Distribution",
    .origin = "M. Chaikin, 1970s",
    .n_inputs = 4,
    .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE, INDICATOR_VOLUME },
    .n_outputs = 1, .outputs = { "ad" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
