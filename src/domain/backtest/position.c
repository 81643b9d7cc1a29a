#include "domain/backtest/position.h"

#include <math.h>

enum { STEPS_MOST = 1000 };

double position_round(const struct backtest_settings *settings, double quantity)
{
    const double increment = settings->increment;

    /* 0.3 / 0.1 is 2.9999999999999996 and means 3. */
    return increment > 0 ? floor(quantity / increment * (1 + 1e-12)) * increment : quantity;
}

static double money_of(const struct backtest_settings *settings, double equity, double volatility)
{
    switch (settings->sizing) {
    case BACKTEST_FRACTION:
        return settings->size * equity;
    case BACKTEST_VOLATILITY:
        return volatility > 0 ? fmin(settings->size / volatility, 1) * equity : 0;
    case BACKTEST_AMOUNT:
    case BACKTEST_UNITS:
        break;
    }
    return settings->size;
}

double position_size(const struct backtest_settings *settings, double equity, double volatility,
                     double price, double scale)
{
    const bool is_units = settings->sizing == BACKTEST_UNITS;
    double money = is_units ? settings->size * price * scale
                            : money_of(settings, equity, volatility);
    const double most = settings->most_of_symbol > 0 ? settings->most_of_symbol * equity : money;

    if (is_units && !(money > most))
        return position_round(settings, settings->size);
    money = money > most ? most : money;
    return money > 0 ? position_round(settings, money / (price * scale)) : 0;
}

struct terms {
    const struct backtest_settings *settings;
    int direction;                      /* 1 a buy, -1 a sale */
    enum costs_liquidity liquidity;
    int64_t time;
    double unit_value;                  /* money */
};

static struct costs_bill charge(const struct terms *terms, double quantity)
{
    const struct backtest_settings *settings = terms->settings;
    const struct costs_order order = {
        .quantity = quantity, .value = quantity * terms->unit_value, .time = terms->time,
        .side = terms->direction > 0 ? COSTS_BUY : COSTS_SELL, .liquidity = terms->liquidity,
    };
    struct costs_bill bill = costs_charge(&settings->costs, &order);

    bill.commission *= settings->cost_multiple;
    bill.fees *= settings->cost_multiple;
    return bill;
}

static double bill_total(const struct terms *terms, double quantity)
{
    const struct costs_bill bill = charge(terms, quantity);

    return bill.commission + bill.fees;
}

static bool is_affordable(const struct terms *terms, double quantity, double balance)
{
    return quantity * terms->unit_value + bill_total(terms, quantity) <= balance;
}

/* Costs never fall as quantity rises, so what the costs of too many leave over is affordable; a few
 * steps up from there find the most. */
static double cut(const struct terms *terms, double quantity, double balance)
{
    const double increment = terms->settings->increment;

    quantity = fmin(quantity, position_round(terms->settings, balance / terms->unit_value));
    if (quantity > 0 && !is_affordable(terms, quantity, balance)) {
        const double left = balance - bill_total(terms, quantity);
        quantity = left > 0 ? position_round(terms->settings, left / terms->unit_value) : 0;
    }
    if (increment <= 0 || quantity <= 0)
        return quantity;
    for (int i = 0; i < STEPS_MOST && is_affordable(terms, quantity + increment, balance); i++)
        quantity += increment;
    return quantity;
}

static double slip(const struct position *position, const struct position_fill *fill)
{
    const struct backtest_settings *settings = position->settings;

    if (settings->slippage.unit == COSTS_SLIPPAGE_MEASURED)
        return fabs(fill->price) * settings->half_spread[fill->bar] * settings->cost_multiple;
    return costs_slip(&settings->slippage, fill->price, settings->tick) * settings->cost_multiple;
}

static void set_levels(struct position *position)
{
    const struct backtest_settings *settings = position->settings;
    const struct backtest_trade *trade = &position->trade;
    const double price = trade->entry_price, side = trade->side;

    position->stop = settings->stop_loss_pct > 0
        ? price * (1 - side * settings->stop_loss_pct / 100) : -side * INFINITY;
    position->target = settings->take_profit_pct > 0
        ? price * (1 + side * settings->take_profit_pct / 100) : side * INFINITY;
    position->lowest = position->highest = price;
}

bool position_open(struct position *position, int side, double quantity,
                   const struct position_fill *fill)
{
    const double slipped = slip(position, fill), price = fill->price + side * slipped;
    const struct terms terms = {
        position->settings, side, COSTS_TAKES, fill->time, price * fill->scale
    };
    const double cash = position->balance - position->locked;
    struct costs_bill bill;

    if (!(price > 0))
        return false;
    if (position->settings->size_at == BACKTEST_SIZE_AT_FILL_OPEN)
        quantity = position_size(position->settings, position->balance, (double)NAN, price,
                                 fill->scale);
    bill = charge(&terms, quantity);
    if (!(quantity * terms.unit_value + (bill.commission + bill.fees) <= cash)) {
        quantity = cut(&terms, quantity, cash);
        bill = charge(&terms, quantity);
    }
    if (!(quantity > 0))
        return false;
    position->side = side;
    position->balance -= bill.commission + bill.fees;
    position->trade = (struct backtest_trade){
        .side = side, .entry_bar = fill->bar, .quantity = quantity, .entry_price = price,
        .value = quantity * price * fill->scale, .commission = bill.commission, .fees = bill.fees,
        .slippage = slipped * quantity * fill->scale,
    };
    set_levels(position);
    return true;
}

static void note_excursions(const struct position *position, struct backtest_trade *trade)
{
    const double exit = trade->exit_price;
    const double lowest = position->lowest < exit ? position->lowest : exit;
    const double highest = position->highest > exit ? position->highest : exit;
    const double below = lowest / trade->entry_price - 1, above = highest / trade->entry_price - 1;

    trade->mae = trade->side > 0 ? below : -above;
    trade->mfe = trade->side > 0 ? above : -below;
}

/* What was paid until now goes with the units. */
static struct backtest_trade *split(struct position *position, double quantity)
{
    struct backtest_trade *rest = &position->trade, *part = &position->part;
    const double share = quantity / rest->quantity;

    *part = *rest;
    part->quantity = quantity;
    part->value = share * rest->value;
    part->commission = share * rest->commission;
    part->fees = share * rest->fees;
    part->borrow = share * rest->borrow;
    part->slippage = share * rest->slippage;
    part->dividends = share * rest->dividends;
    rest->quantity -= quantity;
    rest->value -= part->value;
    rest->commission -= part->commission;
    rest->fees -= part->fees;
    rest->borrow -= part->borrow;
    rest->slippage -= part->slippage;
    rest->dividends -= part->dividends;
    return part;
}

static void finish(const struct position *position, struct backtest_trade *trade,
                   const struct position_fill *fill, enum backtest_reason reason)
{
    const bool slips = reason != BACKTEST_TARGET &&
                       position->settings->slips == BACKTEST_SLIPS_BOTH;
    const double slipped = slips ? slip(position, fill) : 0;
    const double price = fill->price - trade->side * slipped;

    trade->reason = reason;
    trade->exit_bar = fill->bar;
    trade->exit_price = price;
    trade->gross = trade->side * trade->quantity * (price - trade->entry_price) * fill->scale;
    trade->slippage += slipped * trade->quantity * fill->scale;
    note_excursions(position, trade);
}

const struct backtest_trade *position_close(struct position *position, double quantity,
                                            const struct position_fill *fill,
                                            enum backtest_reason reason)
{
    const bool is_whole = quantity >= position->trade.quantity;
    struct backtest_trade *trade = is_whole ? &position->trade : split(position, quantity);
    struct terms terms = {
        position->settings, -trade->side, reason == BACKTEST_TARGET ? COSTS_ADDS : COSTS_TAKES,
        fill->time, 0
    };
    struct costs_bill bill;

    finish(position, trade, fill, reason);
    terms.unit_value = fabs(trade->exit_price) * fill->scale;
    bill = charge(&terms, trade->quantity);
    trade->commission += bill.commission;
    trade->fees += bill.fees;
    trade->net = trade->gross - trade->commission - trade->fees - trade->borrow + trade->dividends;
    trade->ret = trade->net / trade->value;
    position->balance += trade->gross - bill.commission - bill.fees;
    if (is_whole)
        position->side = 0;
    return trade;
}

void position_pay(struct position *position, double dividend, double borrow)
{
    struct backtest_trade *trade = &position->trade;
    const double received = trade->side * trade->quantity * dividend;
    const double fee = trade->quantity * borrow * position->settings->cost_multiple;

    trade->dividends += received;
    trade->borrow += fee;
    position->balance += received - fee;
}
