#include "domain/backtest/position.h"

#include <math.h>

enum { STEPS_MOST = 1000 };

static double round_down(const struct backtest_settings *settings, double quantity)
{
    const double increment = settings->increment;

    /* 0.3 / 0.1 is 2.9999999999999996 and means 3. */
    return increment > 0 ? floor(quantity / increment * (1 + 1e-12)) * increment : quantity;
}

double position_size(const struct backtest_settings *settings, double equity, double price,
                     double scale)
{
    const double money = settings->sizing == BACKTEST_FRACTION ? settings->size * equity
                                                               : settings->size;

    if (settings->sizing == BACKTEST_UNITS)
        return round_down(settings, settings->size);
    return money > 0 ? round_down(settings, money / (price * scale)) : 0;
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

    quantity = fmin(quantity, round_down(terms->settings, balance / terms->unit_value));
    if (quantity > 0 && !is_affordable(terms, quantity, balance)) {
        const double left = balance - bill_total(terms, quantity);
        quantity = left > 0 ? round_down(terms->settings, left / terms->unit_value) : 0;
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
    struct costs_bill bill;

    if (!(price > 0))
        return false;
    if (position->settings->size_at == BACKTEST_SIZE_AT_FILL_OPEN)
        quantity = position_size(position->settings, position->balance, price, fill->scale);
    bill = charge(&terms, quantity);
    if (!(quantity * terms.unit_value + (bill.commission + bill.fees) <= position->balance)) {
        quantity = cut(&terms, quantity, position->balance);
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

const struct backtest_trade *position_close(struct position *position,
                                            const struct position_fill *fill,
                                            enum backtest_reason reason)
{
    struct backtest_trade *trade = &position->trade;
    const bool slips = reason != BACKTEST_TARGET &&
                       position->settings->slips == BACKTEST_SLIPS_BOTH;
    const double slipped = slips ? slip(position, fill) : 0;
    const double price = fill->price - trade->side * slipped;
    const struct terms terms = {
        position->settings, -trade->side, reason == BACKTEST_TARGET ? COSTS_ADDS : COSTS_TAKES,
        fill->time, fabs(price) * fill->scale
    };
    const struct costs_bill bill = charge(&terms, trade->quantity);

    trade->reason = reason;
    trade->exit_bar = fill->bar;
    trade->exit_price = price;
    trade->gross = trade->side * trade->quantity * (price - trade->entry_price) * fill->scale;
    trade->commission += bill.commission;
    trade->fees += bill.fees;
    trade->slippage += slipped * trade->quantity * fill->scale;
    trade->net = trade->gross - trade->commission - trade->fees - trade->borrow + trade->dividends;
    trade->ret = trade->net / trade->value;
    note_excursions(position, trade);
    position->balance += trade->gross - bill.commission - bill.fees;
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
