#include "ibsim/sim_what.h"

#include <math.h>
#include <string.h>

enum { TRADE_SIZE = 100, WAP_PLACES = 10000 };

static const char quoted[] = "STK CASH FUT IND CRYPTO CMDTY OPT FOP CFD BOND FUND";

static const struct sim_what whats[] = {
    { "TRADES",        "Trades",   "STK FUT IND OPT FOP CFD FUND", true, true, true, 0, 0, false },
    { "AGGTRADES",     "AggTrades", "CRYPTO",                  true,  true,  true,  0, 0, false },
    { "ADJUSTED_LAST", "Adjusted Last", "STK FUND",            true,  false, false, 0, 0, true },
    { "MIDPOINT",      "Midpoint", quoted,                     false, true,  true,  0, 0, false },
    { "BID",           "Bid",      quoted,                     false, true,  false, -1, -1, false },
    { "ASK",           "Ask",      quoted,                     false, true,  false, 1, 1, false },
    { "BID_ASK",       "BidAsk",   quoted,                     false, false, true,  -1, 1, false },
    { "HISTORICAL_VOLATILITY", "Historical Volatility", "",    false, false, false, 0, 0, false },
    { "OPTION_IMPLIED_VOLATILITY", "Option Implied Volatility", "",
      false, false, false, 0, 0, false },
    { "FEE_RATE",      "Fee Rate",  "",                        false, false, false, 0, 0, false },
    { "YIELD_BID",     "Yield Bid", "",                        false, false, false, 0, 0, false },
    { "YIELD_ASK",     "Yield Ask", "",                        false, false, false, 0, 0, false },
    { "YIELD_BID_ASK", "Yield Bid/Ask", "",                    false, false, false, 0, 0, false },
    { "YIELD_LAST",    "Yield Last", "",                       false, false, false, 0, 0, false },
    { "SCHEDULE",      "Schedule", quoted,                     false, false, false, 0, 0, false },
};

const struct sim_what *sim_what_at(size_t i)
{
    return i < COUNT(whats) ? &whats[i] : NULL;
}

const struct sim_what *sim_what_find(const char *name)
{
    for (size_t i = 0; i < COUNT(whats); i++)
        if (!strcmp(whats[i].name, name))
            return &whats[i];
    return NULL;
}

bool sim_what_is_of(const struct sim_what *what, const struct sim_contract *contract)
{
    const size_t n = strlen(contract->type);
    const char *at = what->types;

    while (n && (at = strstr(at, contract->type))) {
        if ((at == what->types || at[-1] == ' ') && (!at[n] || at[n] == ' '))
            return true;
        at += n;
    }
    return false;
}

/* A tick off may fall on 0.30000000000000004: back to what prints short. */
static double move(double price, double ticks, double tick)
{
    const double per_unit = round(1 / tick);

    if (ticks == 0 || tick >= 1)
        return price + ticks * tick;
    return round((price + ticks * tick) * per_unit) / per_unit;
}

static void quote(const struct sim_what *what, double tick, struct bars *bars, size_t i)
{
    double *open = &bars->column[BARS_OPEN][i], *close = &bars->column[BARS_CLOSE][i];
    double *high = &bars->column[BARS_HIGH][i], *low = &bars->column[BARS_LOW][i];

    if (!strcmp(what->name, "BID_ASK"))     /* averages over the time of the bar */
        *open = *close = (*open + *high + *low + *close) / 4;
    *open = move(*open, what->bid, tick);
    *low = move(*low, what->bid, tick);
    *high = move(*high, what->ask, tick);
    *close = move(*close, what->ask, tick);
}

static void trade(struct bars *bars, size_t i)
{
    const double volume = bars->column[BARS_VOLUME][i];
    const double mean = (bars->column[BARS_HIGH][i] + bars->column[BARS_LOW][i] +
                         bars->column[BARS_CLOSE][i]) / 3;

    if (isnan(bars->column[BARS_WAP][i]))
        bars->column[BARS_WAP][i] = round(mean * WAP_PLACES) / WAP_PLACES;
    if (isnan(bars->column[BARS_TRADES][i]))
        bars->column[BARS_TRADES][i] = volume > 0 ? ceil(volume / TRADE_SIZE) : 0;
}

static void forget_volume(struct bars *bars, size_t i)
{
    bars->column[BARS_VOLUME][i] = 0;
    bars->column[BARS_WAP][i] = (double)NAN;
    bars->column[BARS_TRADES][i] = (double)NAN;
}

static void adjust(struct bars *bars, size_t i)
{
    for (int c = BARS_OPEN; c <= BARS_CLOSE; c++)
        bars->column[c][i] *= bars->column[BARS_ADJUST][i];
}

void sim_what_apply(const struct sim_what *what, const struct sim_contract *contract,
                    struct bars *bars)
{
    bars_add_column(bars, BARS_WAP, (double)NAN);
    bars_add_column(bars, BARS_TRADES, (double)NAN);
    for (size_t i = 0; i < bars->count; i++) {
        if (what->needs_now && bars->column[BARS_ADJUST])
            adjust(bars, i);
        if (what->has_volume) {
            trade(bars, i);
            continue;
        }
        quote(what, contract->tick, bars, i);
        forget_volume(bars, i);
    }
}
