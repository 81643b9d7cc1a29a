#include "wire/wire_backtest_input.h"

const struct wire_field wire_backtest_input_fields[] = {
    WIRE_TEXT(struct wire_backtest_input, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest_input, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest_input, data_hash, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest_input, what_to_show, WIRE_OPTIONAL),
    WIRE_END
};
