#include "domain/indicators/indicator.h"

#include "base/number.h"
#include "domain/indicators/scratch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Every indicator, by name. To add one: its file, its name here, its golden file. */
#define EACH_INDICATOR(X)                                                                       \
    X(ad) X(adosc) X(adx) X(adxr) X(alma) X(apo) X(aroon) X(atr) X(awesome) X(bbands) X(bop)    \
    X(cci) X(chaikin_volatility) X(chandelier) X(choppiness) X(cmf) X(cmo) X(connors_rsi)       \
    X(coppock) X(dema) X(distance_from_ma) X(donchian) X(dpo) X(drawdown) X(efficiency_ratio)   \
    X(elder_ray) X(ema) X(emv) X(fisher) X(force) X(gap) X(garman_klass) X(heikin_ashi)         \
    X(hist_volatility) X(hma) X(ichimoku) X(kama) X(keltner) X(kst) X(linreg) X(log_return)     \
    X(macd) X(market_facilitation) X(mass) X(mcginley) X(mean_deviation) X(median_price)        \
    X(mfi) X(momentum) X(natr) X(nvi) X(obv) X(parkinson) X(percent_rank) X(ppo) X(psar)        \
    X(psychological_line) X(pvi) X(pvo) X(pvt) X(qstick) X(rma) X(roc) X(rogers_satchell)       \
    X(rsi) X(rvi) X(session_vwap) X(sma) X(smi) X(squeeze) X(stddev) X(stochastic) X(stochrsi)  \
    X(supertrend) X(t3) X(tema) X(trima) X(trix) X(true_range) X(tsf) X(tsi) X(typical_price)   \
    X(ulcer_index) X(ultosc) X(variance) X(vhf) X(vidya) X(volume_oscillator) X(volume_ratio)   \
    X(vortex) X(vwap) X(vwma) X(wad) X(weighted_close) X(williams_r) X(wma) X(yang_zhang)       \
    X(zigzag) X(zlema) X(zscore)

#define DECLARE(name) extern const struct indicator name##_indicator;
EACH_INDICATOR(DECLARE)
#undef DECLARE

#define ENTRY(name) &name##_indicator,
static const struct indicator *const all[] = { EACH_INDICATOR(ENTRY) };
#undef ENTRY

static const char *const sources[] = {
    [INDICATOR_SOURCE_CLOSE] = "close", [INDICATOR_SOURCE_OPEN] = "open",
    [INDICATOR_SOURCE_HIGH] = "high",   [INDICATOR_SOURCE_LOW] = "low",
    [INDICATOR_SOURCE_HL2] = "hl2",     [INDICATOR_SOURCE_HLC3] = "hlc3",
    [INDICATOR_SOURCE_OHLC4] = "ohlc4",
};
_Static_assert(COUNT(sources) == INDICATOR_SOURCE_COUNT, "one name per source");

const struct indicator *indicator_at(size_t i)
{
    return i < COUNT(all) ? all[i] : NULL;
}

static int by_name(const void *name, const void *indicator)
{
    return strcmp(name, (*(const struct indicator *const *)indicator)->name);
}

const struct indicator *indicator_find(const char *name)
{
    const struct indicator *const *found = bsearch(name, all, COUNT(all), sizeof(all[0]), by_name);

    return found ? *found : NULL;
}

int indicator_find_param(const struct indicator *indicator, const char *name)
{
    for (size_t i = 0; i < indicator->n_params; i++)
        if (!strcmp(indicator->params[i].name, name))
            return (int)i;
    return -1;
}

int indicator_find_output(const struct indicator *indicator, const char *name)
{
    for (size_t i = 0; i < indicator->n_outputs; i++)
        if (!strcmp(indicator->outputs[i], name))
            return (int)i;
    return -1;
}

static bool parse_choice(const struct indicator *indicator, const struct indicator_param *p,
                         const char *text, double *ret_value, struct error *err)
{
    char known[160] = "";

    for (int i = 0; i <= (int)p->most; i++) {
        if (!strcmp(p->choices[i], text)) {
            *ret_value = i;
            return true;
        }
        strncat(known, i ? ", " : "", sizeof(known) - strlen(known) - 1);
        strncat(known, p->choices[i], sizeof(known) - strlen(known) - 1);
    }
    return error_set(err, ERROR_INVALID, "%s: %s must be one of %s, not '%s'", indicator->name,
                     p->name, known, text);
}

bool indicator_parse_param(const struct indicator *indicator, int param, const char *text,
                           double *ret_value, struct error *err)
{
    const struct indicator_param *p = &indicator->params[param];

    if (number_parse(text, strlen(text), ret_value))
        return true;
    if (p->choices)
        return parse_choice(indicator, p, text, ret_value, err);
    return error_set(err, ERROR_INVALID, "%s: %s must be a number, not '%s'", indicator->name,
                     p->name, text);
}

bool indicator_takes_source(const struct indicator *indicator)
{
    for (size_t i = 0; i < indicator->n_inputs; i++)
        if (indicator->inputs[i] == INDICATOR_PRICE)
            return true;
    return false;
}

const char *indicator_source_name(enum indicator_source source)
{
    return sources[source];
}

bool indicator_source_parse(const char *text, enum indicator_source *ret_source, struct error *err)
{
    for (size_t i = 0; i < COUNT(sources); i++)
        if (!strcmp(sources[i], text)) {
            *ret_source = (enum indicator_source)i;
            return true;
        }
    return error_set(err, ERROR_INVALID,
                     "source must be open, high, low, close, hl2, hlc3 or ohlc4, not '%s'", text);
}

void indicator_fill_defaults(const struct indicator *indicator, double param[INDICATOR_PARAMS])
{
    for (size_t i = 0; i < indicator->n_params; i++)
        param[i] = indicator->params[i].fallback;
}

static bool check_param(const struct indicator *indicator, const struct indicator_param *p,
                        double value, struct error *err)
{
    if (!(value >= p->least && value <= p->most))
        return error_set(err, ERROR_INVALID, "%s: %s must be %g to %g, not '%g'", indicator->name,
                         p->name, p->least, p->most, value);
    if (p->is_whole && value != floor(value))
        return error_set(err, ERROR_INVALID, "%s: %s must be a whole number, not '%g'",
                         indicator->name, p->name, value);
    return true;
}

bool indicator_check_params(const struct indicator *indicator, const double *param,
                            struct error *err)
{
    for (size_t i = 0; i < indicator->n_params; i++)
        if (!check_param(indicator, &indicator->params[i], param[i], err))
            return false;
    for (size_t i = 1; i < indicator->n_rising; i++)
        if (!(param[i - 1] < param[i]))
            return error_set(err, ERROR_INVALID, "%s: %s '%g' must be below %s '%g'",
                             indicator->name, indicator->params[i - 1].name, param[i - 1],
                             indicator->params[i].name, param[i]);
    return !indicator->check || indicator->check(param, err);
}

size_t indicator_warmup(const struct indicator *indicator, const double *param, size_t output)
{
    return indicator->output_warmup ? indicator->output_warmup(param, output)
                                    : indicator->warmup(param);
}

/* A column that the bars do not hold as it is. */
static const double *mix(const struct bars *bars, enum indicator_source source, double **ret_room)
{
    double *room = *ret_room = scratch_new(bars->count);
    const double *open = bars->column[BARS_OPEN], *high = bars->column[BARS_HIGH];
    const double *low = bars->column[BARS_LOW], *close = bars->column[BARS_CLOSE];

    for (size_t i = 0; i < bars->count; i++)
        room[i] = source == INDICATOR_SOURCE_HL2    ? (high[i] + low[i]) / 2
                  : source == INDICATOR_SOURCE_HLC3 ? (high[i] + low[i] + close[i]) / 3
                                                    : (open[i] + high[i] + low[i] + close[i]) / 4;
    return room;
}

static const double *price(const struct bars *bars, enum indicator_source source,
                           double **ret_room)
{
    switch (source) {
    case INDICATOR_SOURCE_CLOSE: return bars->column[BARS_CLOSE];
    case INDICATOR_SOURCE_OPEN: return bars->column[BARS_OPEN];
    case INDICATOR_SOURCE_HIGH: return bars->column[BARS_HIGH];
    case INDICATOR_SOURCE_LOW: return bars->column[BARS_LOW];
    default: return mix(bars, source, ret_room);
    }
}

static const double *times(const struct bars *bars, double **ret_room)
{
    double *room = *ret_room = scratch_new(bars->count);

    for (size_t i = 0; i < bars->count; i++)
        room[i] = (double)bars->time[i];
    return room;
}

/* What is made for it is left in ret_room. No indicator asks for a price and the time. */
static void gather(const struct indicator *indicator, const struct bars *bars,
                   enum indicator_source source, const double *ret_in[], double **ret_room)
{
    static const enum bars_column columns[] = {
        [INDICATOR_OPEN] = BARS_OPEN,   [INDICATOR_HIGH] = BARS_HIGH,
        [INDICATOR_LOW] = BARS_LOW,     [INDICATOR_CLOSE] = BARS_CLOSE,
        [INDICATOR_VOLUME] = BARS_VOLUME,
    };

    for (size_t i = 0; i < indicator->n_inputs; i++) {
        const enum indicator_input input = indicator->inputs[i];
        ret_in[i] = input == INDICATOR_PRICE  ? price(bars, source, ret_room)
                    : input == INDICATOR_TIME ? times(bars, ret_room)
                                              : bars->column[columns[input]];
    }
}

bool indicator_run(const struct indicator *indicator, const struct bars *bars,
                   const double *param, enum indicator_source source, double *const ret_out[],
                   struct error *err)
{
    const double *in[INDICATOR_INPUTS];
    OWNED(scratch_release) double *room = NULL;
    const size_t n = bars->count;

    if (!indicator_check_params(indicator, param, err))
        return false;
    if (source != INDICATOR_SOURCE_CLOSE && !indicator_takes_source(indicator))
        return error_set(err, ERROR_INVALID, "%s takes no source, so not '%s'", indicator->name,
                         indicator_source_name(source));
    if (!n)
        return true;
    gather(indicator, bars, source, in, &room);
    indicator->compute(n, in, param, ret_out);
    for (size_t o = 0; o < indicator->n_outputs; o++) {
        const size_t warmup = indicator_warmup(indicator, param, o);
        for (size_t i = 0; i < n && i < warmup; i++)
            ret_out[o][i] = NAN;
    }
    return true;
}
