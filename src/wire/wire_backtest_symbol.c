#include "wire/wire_backtest_symbol.h"

const struct wire_field wire_backtest_symbol_fields[] = {
    WIRE_TEXT(struct wire_backtest_symbol, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest_symbol, data_hash, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_backtest_symbol, bars, WIRE_REQUIRED),
    WIRE_TIME(struct wire_backtest_symbol, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_backtest_symbol, end, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_backtest_symbol, trades, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_backtest_symbol, wins, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_backtest_symbol, net, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_backtest_symbol, contribution, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_backtest_symbol, costs, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_backtest_symbol, slippage, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_backtest_symbol, dividends, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest_symbol, buy_and_hold, WIRE_OPTIONAL),
    WIRE_END
};
