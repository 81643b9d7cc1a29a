#include "wire/wire_backtest_equity.h"

const struct wire_field wire_backtest_equity_fields[] = {
    WIRE_TEXT(struct wire_backtest_equity, id, WIRE_REQUIRED),
    WIRE_TIMES(struct wire_backtest_equity, timestamp, WIRE_REQUIRED),
    WIRE_NUMBERS(struct wire_backtest_equity, equity, WIRE_REQUIRED),
    WIRE_NUMBERS(struct wire_backtest_equity, exposure, WIRE_OPTIONAL),
    WIRE_NUMBERS(struct wire_backtest_equity, buy_and_hold, WIRE_OPTIONAL),
    WIRE_END
};
