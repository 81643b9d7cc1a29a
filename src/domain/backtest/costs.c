#include "domain/backtest/costs.h"

#include "base/number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/*
 * Days are seconds since 1970 of 00:00Z. Section 31 rates: the SEC's fee rate advisories, as in
 * FINRA's information notices of 3/3/14, 5/7/18 and others. Trading Activity Fee: section 1 of
 * schedule A to FINRA's by-laws, notices 11-27 and later. A row holds both as they stood that day.
 * Not every row could be compared with its notice: where cents matter, costs_fees_parse() takes a
 * table of your own.
 */
static const struct costs_fee built_in[] = {
    { 1329782400, 18.00, 0.000090, 4.50 },      /* 2012-02-21 */
    { 1333238400, 22.40, 0.000090, 4.50 },      /* 2012-04-01 */
    { 1341100800, 22.40, 0.000119, 5.95 },      /* 2012-07-01 */
    { 1369440000, 17.40, 0.000119, 5.95 },      /* 2013-05-25 */
    { 1395100800, 22.10, 0.000119, 5.95 },      /* 2014-03-18 */
    { 1423872000, 18.40, 0.000119, 5.95 },      /* 2015-02-14 */
    { 1455580800, 21.80, 0.000119, 5.95 },      /* 2016-02-16 */
    { 1499126400, 23.10, 0.000119, 5.95 },      /* 2017-07-04 */
    { 1526947200, 13.00, 0.000119, 5.95 },      /* 2018-05-22 */
    { 1555372800, 20.70, 0.000119, 5.95 },      /* 2019-04-16 */
    { 1581984000, 22.10, 0.000119, 5.95 },      /* 2020-02-18 */
    { 1614211200,  5.10, 0.000119, 5.95 },      /* 2021-02-25 */
    { 1640995200,  5.10, 0.000130, 6.49 },      /* 2022-01-01 */
    { 1652486400, 22.90, 0.000130, 6.49 },      /* 2022-05-14 */
    { 1672531200, 22.90, 0.000145, 7.27 },      /* 2023-01-01 */
    { 1677456000,  8.00, 0.000145, 7.27 },      /* 2023-02-27 */
    { 1704067200,  8.00, 0.000166, 8.30 },      /* 2024-01-01 */
    { 1716336000, 27.80, 0.000166, 8.30 },      /* 2024-05-22 */
    { 1747180800,  0.00, 0.000166, 8.30 },      /* 2025-05-14: the year's budget was collected */
    { 1767225600,  0.00, 0.000195, 9.79 },      /* 2026-01-01 */
};

/* Interactive Brokers' US stock and IDEALPRO schedules, lowest tier of volume. */
static const struct schedule {
    const char *name;
    double per_unit, of_value, least;
    double clearing, taking;        /* per share */
    bool has_sale_fees;
} schedules[] = {
    [COSTS_IB_FIXED]  = { "ib_fixed",  0.005,  0,       1.00, 0,      0,     true },
    [COSTS_IB_TIERED] = { "ib_tiered", 0.0035, 0,       0.35, 0.0002, 0.003, true },
    [COSTS_IB_FX]     = { "ib_fx",     0,      0.00002, 2.00, 0,      0,     false },
};
static const double most_of_value = 0.01;

const struct costs_fee *costs_fee_at(const struct costs *costs, int64_t time)
{
    const struct costs_fee *fees = costs->fees ? costs->fees : built_in;
    size_t i = costs->fees ? costs->n_fees : COUNT(built_in);

    assert(i);
    while (--i && fees[i].since > time)
        ;
    return &fees[i];
}

static double sale_fees(const struct costs *costs, const struct costs_order *order)
{
    const struct costs_fee *fee = costs_fee_at(costs, order->time);

    return order->value * fee->sec_per_million * 1e-6 +
           fmin(order->quantity * fee->finra_per_share, fee->finra_most);
}

static struct costs_bill charge_schedule(const struct costs *costs, const struct costs_order *order)
{
    const struct schedule *s = &schedules[costs->model];
    const double rated = order->quantity * s->per_unit + order->value * s->of_value;
    const double least = rated < s->least ? s->least : rated;
    const double most = order->value * most_of_value;
    struct costs_bill bill = { least < most ? least : most, 0 };

    bill.commission += order->quantity * s->clearing;
    if (order->liquidity == COSTS_TAKES)
        bill.commission += order->quantity * s->taking;
    if (s->has_sale_fees && order->side == COSTS_SELL)
        bill.fees = sale_fees(costs, order);
    return bill;
}

struct costs_bill costs_charge(const struct costs *costs, const struct costs_order *order)
{
    switch (costs->model) {
    case COSTS_NONE:
        break;
    case COSTS_VALUE:
        return (struct costs_bill){ order->value * costs->rate, 0 };
    case COSTS_UNIT:
        return (struct costs_bill){ order->quantity * costs->rate, 0 };
    case COSTS_IB_FIXED:
    case COSTS_IB_TIERED:
    case COSTS_IB_FX:
        return charge_schedule(costs, order);
    }
    return (struct costs_bill){0};
}

double costs_slip(const struct costs_slippage *slippage, double price, double tick)
{
    switch (slippage->unit) {
    case COSTS_SLIPPAGE_NONE:
        break;
    case COSTS_SLIPPAGE_VALUE:
        return fabs(price) * slippage->amount;
    case COSTS_SLIPPAGE_TICKS:
        return tick * slippage->amount;
    case COSTS_SLIPPAGE_PRICE:
        return slippage->amount;
    case COSTS_SLIPPAGE_MEASURED:
        break;
    }
    return 0;
}

#define SLIPPAGES "write slippage as 2bp, 1tick, 0.01/share, measured or none"

enum unit { UNIT_VALUE, UNIT_EACH, UNIT_TICKS };

static const struct {
    const char *text;
    enum unit unit;
    double scale;
} units[] = {
    { "bp", UNIT_VALUE, 1e-4 },    { "bps", UNIT_VALUE, 1e-4 },     { "%", UNIT_VALUE, 1e-2 },
    { "/share", UNIT_EACH, 1 },    { "/contract", UNIT_EACH, 1 },   { "/unit", UNIT_EACH, 1 },
    { "tick", UNIT_TICKS, 1 },     { "ticks", UNIT_TICKS, 1 },
};

struct amount {
    enum unit unit;
    double value;
};

/* Digits and a point only: a sign or an exponent is no cost. */
static bool read_number(const char *text, double *ret_value, const char **ret_end)
{
    const size_t digits = strspn(text, "0123456789.");

    *ret_end = text + digits;
    return number_parse(text, digits, ret_value);
}

static bool read_amount(const char *what, const char *text, struct amount *ret, struct error *err)
{
    const char *unit;
    double value;

    if (!read_number(text, &value, &unit))
        return error_set(err, ERROR_INVALID, "'%.40s' is no %s", text, what);
    unit += strspn(unit, " ");
    if (!*unit)
        return error_set(err, ERROR_INVALID, "%s '%.40s' has no unit", what, text);
    for (size_t i = 0; i < COUNT(units); i++) {
        if (!strcmp(unit, units[i].text)) {
            *ret = (struct amount){ units[i].unit, value * units[i].scale };
            return true;
        }
    }
    return error_set(err, ERROR_INVALID, "%s '%.40s' has an unknown unit", what, text);
}

static bool suggest_costs(struct error *err)
{
    return error_suggest(err,
                         "write costs as 5bp, 0.005/share, ib_fixed, ib_tiered, ib_fx or none");
}

bool costs_parse(const char *text, struct costs *ret_costs, struct error *err)
{
    struct amount amount;

    if (!strcmp(text, "none")) {
        *ret_costs = (struct costs){0};
        return true;
    }
    for (size_t model = COSTS_IB_FIXED; model < COUNT(schedules); model++) {
        if (!strcmp(text, schedules[model].name)) {
            *ret_costs = (struct costs){ .model = (enum costs_model)model };
            return true;
        }
    }
    if (!read_amount("cost", text, &amount, err))
        return suggest_costs(err);
    if (amount.unit == UNIT_TICKS) {
        error_set(err, ERROR_INVALID, "cost '%.40s' is in ticks, which only slippage can be", text);
        return suggest_costs(err);
    }
    if (amount.unit == UNIT_VALUE && amount.value >= 1) {
        error_set(err, ERROR_INVALID, "cost '%.40s' is the whole value or more", text);
        return suggest_costs(err);
    }
    *ret_costs = (struct costs){
        .model = amount.unit == UNIT_VALUE ? COSTS_VALUE : COSTS_UNIT, .rate = amount.value
    };
    return true;
}

bool costs_parse_slippage(const char *text, struct costs_slippage *ret_slippage, struct error *err)
{
    static const enum costs_slippage_unit kept[] = {
        [UNIT_VALUE] = COSTS_SLIPPAGE_VALUE, [UNIT_EACH] = COSTS_SLIPPAGE_PRICE,
        [UNIT_TICKS] = COSTS_SLIPPAGE_TICKS,
    };
    struct amount amount;

    if (!strcmp(text, "none")) {
        *ret_slippage = (struct costs_slippage){0};
        return true;
    }
    if (!strcmp(text, "measured")) {
        *ret_slippage = (struct costs_slippage){ COSTS_SLIPPAGE_MEASURED, 0 };
        return true;
    }
    if (!read_amount("slippage", text, &amount, err))
        return error_suggest(err, SLIPPAGES);
    if (amount.unit == UNIT_VALUE && amount.value >= 1) {
        error_set(err, ERROR_INVALID, "slippage '%.40s' is the whole price or more", text);
        return error_suggest(err, SLIPPAGES);
    }
    *ret_slippage = (struct costs_slippage){ kept[amount.unit], amount.value };
    return true;
}

void costs_print(const struct costs *costs, char *ret_text, size_t size)
{
    switch (costs->model) {
    case COSTS_NONE:
        snprintf(ret_text, size, "none");
        break;
    case COSTS_VALUE:
        snprintf(ret_text, size, "%.10gbp", costs->rate * 1e4);
        break;
    case COSTS_UNIT:
        snprintf(ret_text, size, "%.10g/unit", costs->rate);
        break;
    case COSTS_IB_FIXED:
    case COSTS_IB_TIERED:
    case COSTS_IB_FX:
        snprintf(ret_text, size, "%s", schedules[costs->model].name);
        break;
    }
}

void costs_print_slippage(const struct costs_slippage *slippage, char *ret_text, size_t size)
{
    switch (slippage->unit) {
    case COSTS_SLIPPAGE_NONE:
        snprintf(ret_text, size, "none");
        break;
    case COSTS_SLIPPAGE_VALUE:
        snprintf(ret_text, size, "%.10gbp", slippage->amount * 1e4);
        break;
    case COSTS_SLIPPAGE_TICKS:
        snprintf(ret_text, size, "%.10gticks", slippage->amount);
        break;
    case COSTS_SLIPPAGE_PRICE:
        snprintf(ret_text, size, "%.10g/unit", slippage->amount);
        break;
    case COSTS_SLIPPAGE_MEASURED:
        snprintf(ret_text, size, "measured");
        break;
    }
}
