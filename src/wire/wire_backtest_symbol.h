/* wire_backtest_symbol - one of several symbols of a portfolio: what it brought. */
#ifndef WIRE_WIRE_BACKTEST_SYMBOL_H
#define WIRE_WIRE_BACKTEST_SYMBOL_H

#include "wire/wire.h"

struct wire_backtest_symbol {
    char symbol[33];
    char data_hash[65];
    int64_t bars, start, end;
    int64_t trades, wins;
    double net;                 /* of its trades; all together are the change of equity */
    double contribution;        /* net by the capital */
    double costs;               /* commission, fees and borrow */
    double slippage, dividends;
    double buy_and_hold;        /* total return over its bars */
};

extern const struct wire_field wire_backtest_symbol_fields[];

WIRE_RELEASE(backtest_symbol)

#endif
