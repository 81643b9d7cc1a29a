/*
 * costs - what an order costs: commission, the regulators' fees on sales, and slippage.
 *
 * Money is in the account's currency; the fee schedules are in US dollars, so IB's models suit an
 * account in USD. Values only; nothing to free; any thread.
 */
#ifndef DOMAIN_BACKTEST_COSTS_H
#define DOMAIN_BACKTEST_COSTS_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

enum costs_model {
    COSTS_NONE,
    COSTS_VALUE,            /* '5bp': a share of the value */
    COSTS_UNIT,             /* '0.005/share': per share, contract or unit */
    COSTS_IB_FIXED,         /* 0.005 a share, at least 1.00, at most 1 % of the value */
    COSTS_IB_TIERED,        /* 0.0035, at least 0.35, at most 1 %; clearing 0.0002, taking 0.003 */
    COSTS_IB_FX             /* 0.2 basis points, at least 2.00, at most 1 % */
};

/* What a sale of shares pays from `since` on (seconds, 00:00Z of the day it came into force). */
struct costs_fee {
    int64_t since;
    double sec_per_million;         /* of the value: section 31 of the Exchange Act */
    double finra_per_share;         /* the Trading Activity Fee */
    double finra_most;              /* of one sale */
};

struct costs {
    enum costs_model model;
    double rate;                    /* VALUE: a share (5bp is 0.0005); UNIT: money per unit */
    const struct costs_fee *fees;   /* sorted by since, borrowed; NULL: the built-in table */
    size_t n_fees;
};

struct costs_order {
    double quantity, value;         /* both > 0; value in money */
    int64_t time;                   /* of the fill, for the dated fees */
    enum costs_side { COSTS_BUY, COSTS_SELL } side;
    enum costs_liquidity { COSTS_TAKES, COSTS_ADDS } liquidity;     /* a target adds */
};

struct costs_bill {
    double commission, fees;
};

enum costs_slippage_unit { COSTS_SLIPPAGE_NONE, COSTS_SLIPPAGE_VALUE, COSTS_SLIPPAGE_TICKS,
                           COSTS_SLIPPAGE_PRICE,
                           COSTS_SLIPPAGE_MEASURED };   /* of each bar, by the settings */

struct costs_slippage {
    enum costs_slippage_unit unit;
    double amount;                  /* VALUE: a share of the price; TICKS; PRICE: as the price */
};

/* 'none', '5bp', '0.05%', '0.005/share', '2.25/contract', '0.1/unit', 'ib_fixed', 'ib_tiered',
 * 'ib_fx'. A number without a unit is refused: 0.001 has meant three things. ERROR_INVALID. */
CHECKED bool costs_parse(const char *text, struct costs *ret_costs, struct error *err);

/* 'none', '2bp', '0.02%', '1tick', '0.5ticks', '0.01/share', 'measured'. ERROR_INVALID. */
CHECKED bool costs_parse_slippage(const char *text, struct costs_slippage *ret_slippage,
                                  struct error *err);

/* IB's stock models add the fees of sales; the others are what they say and no more. */
struct costs_bill costs_charge(const struct costs *costs, const struct costs_order *order);

/* By how much a fill at `price` is worse, >= 0, in the price's currency; 0 for MEASURED. */
double costs_slip(const struct costs_slippage *slippage, double price, double tick);

/* The row in force at `time`; sales before the first row pay like its first day. */
const struct costs_fee *costs_fee_at(const struct costs *costs, int64_t time);

/* The shortest text that parses to it again, for reports: "5bp". */
void costs_print(const struct costs *costs, char *ret_text, size_t size);
void costs_print_slippage(const struct costs_slippage *slippage, char *ret_text, size_t size);

#endif
