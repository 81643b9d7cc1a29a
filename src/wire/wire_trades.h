/* wire_trades - the trades of a backtest, in the order they ended. */
#ifndef WIRE_WIRE_TRADES_H
#define WIRE_WIRE_TRADES_H

#include "wire/wire.h"

#define WIRE_TRADES "/api/v1/backtests/{id}/trades"

struct wire_trades_item {
    int64_t number;             /* from 1 */
    char symbol[33];
    char side[8];               /* "long", "short" */
    double quantity;
    int64_t entry_time;
    double entry_price;
    int64_t exit_time;
    double exit_price;
    char exit_reason[24];       /* "signal", "stop", "target", "end" */
    int64_t bars;
    double value;               /* at the entry */
    double gross, commission, fees;
    double slippage;            /* lies in the prices, so in gross */
    double borrow, dividends, net;
    double net_return;          /* of the value at entry */
    double mae;                 /* worst and best price seen, against the entry's */
    double mfe, confidence;
};

struct wire_trades {
    char id[48];
    size_t n_items;
    struct wire_trades_item *items;
    int64_t total;
};

extern const struct wire_field wire_trades_item_fields[];
extern const struct wire_field wire_trades_fields[];

WIRE_RELEASE(trades_item)
WIRE_RELEASE(trades)

#endif
