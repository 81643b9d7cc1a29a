#include "domain/backtest/instrument.h"

#include <math.h>

static bool check_volume(const struct bars *bars, struct error *err)
{
    for (size_t t = 0; t < bars->count; t++)
        if (bars->column[BARS_VOLUME][t] > 0)
            return true;
    error_set(err, ERROR_BAD_DATA, "the bars have no volume, so no share of it can be traded");
    return error_suggest(err, "leave out --volume-share");
}

static bool check_rates(const struct backtest_input *input,
                        const struct backtest_settings *settings, struct error *err)
{
    const double *adjust = input->bars->column[BARS_ADJUST], *conversion = settings->conversion;

    for (size_t t = 0; adjust && t < input->bars->count; t++)
        if (!(adjust[t] > 0 && isfinite(adjust[t])))
            return error_set(err, ERROR_BAD_DATA, "bar %zu has an adjustment of %g", t, adjust[t]);
    for (size_t t = 0; conversion && t < input->bars->count; t++)
        if (!(conversion[t] > 0 && isfinite(conversion[t])))
            return error_set(err, ERROR_INVALID, "bar %zu has a conversion of %g", t,
                             conversion[t]);
    return true;
}

bool instrument_check(const struct backtest_input *input,
                      const struct backtest_settings *settings, struct error *err)
{
    uint8_t highest = 0;

    if (!input->bars->count)
        return error_set(err, ERROR_BAD_DATA, "no bars to trade on");
    for (size_t t = 0; t < input->bars->count; t++)
        highest = input->signal[t] > highest ? input->signal[t] : highest;
    for (size_t t = 0; highest >= SIGNAL_COUNT; t++)
        if (input->signal[t] >= SIGNAL_COUNT)
            return error_set(err, ERROR_INVALID, "bar %zu has signal %d, which is none", t,
                             input->signal[t]);
    if (settings->slippage.unit == COSTS_SLIPPAGE_MEASURED && !settings->half_spread)
        return error_set(err, ERROR_INVALID, "measured slippage needs the half spread of each bar");
    return check_rates(input, settings, err) &&
           (!(settings->volume_share > 0) || check_volume(input->bars, err));
}
