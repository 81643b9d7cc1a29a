/* wire_backtest_input - a series that a backtest read. */
#ifndef WIRE_WIRE_BACKTEST_INPUT_H
#define WIRE_WIRE_BACKTEST_INPUT_H

#include "wire/wire.h"

struct wire_backtest_input {
    char symbol[33];
    char timeframe[8];
    char data_hash[65];
    char what_to_show[24];      /* "BID_ASK": quotes, beside prices of the same timeframe */
};

extern const struct wire_field wire_backtest_input_fields[];

WIRE_RELEASE(backtest_input)

#endif
