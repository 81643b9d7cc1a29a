/*
 * session_vwap - Volume-Weighted Average Price of the typical price since the session began.
 *
 * A session begins with the first bar of a new day, and a day begins at `day_start` hours after
 * midnight UTC. At 0 that is the exchange's own day wherever trading stops over midnight UTC, as in
 * US regular hours; currencies, whose day begins at 17:00 New York, want 21 or 22. Until something
 * was traded in the session: the plain mean of its typical prices.
 */
#include "domain/indicators/indicator.h"

#include <math.h>

enum { DAY_START };
enum { HIGH, LOW, CLOSE, VOLUME, TIME };

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    double session = 0, anchor = 0, sum = 0, value = 0, volume = 0, count = 0;

    for (size_t i = 0; i < n; i++) {
        const double typical = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
        const double day = floor((in[TIME][i] - param[DAY_START] * 3600) / 86400);

        if (i == 0 || day != session) {
            session = day;
            anchor = typical;
            sum = value = volume = count = 0;
        }
        count++;
        sum += typical - anchor;
        value += (typical - anchor) * in[VOLUME][i];
        volume += in[VOLUME][i];
        out[0][i] = anchor + (volume > 0 ? value / volume : sum / count);
    }
}

const struct indicator session_vwap_indicator = {
    .name = "session_vwap",
    .title = "Volume-Weighted Average Price of the session",
    .origin = "folklore of the trading desks, 1980s",
    .n_inputs = 5,
    .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE, INDICATOR_VOLUME, INDICATOR_TIME },
    .n_params = 1,
    .params = { [DAY_START] = INDICATOR_NUMBER("day_start", "hours UTC", 0, 0, 24) },
    .n_outputs = 1, .outputs = { "session_vwap" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
