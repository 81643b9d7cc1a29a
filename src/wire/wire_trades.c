#include "wire/wire_trades.h"

const struct wire_field wire_trades_item_fields[] = {
    WIRE_INTEGER(struct wire_trades_item, number, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_trades_item, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_trades_item, side, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, quantity, WIRE_REQUIRED),
    WIRE_TIME(struct wire_trades_item, entry_time, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, entry_price, WIRE_REQUIRED),
    WIRE_TIME(struct wire_trades_item, exit_time, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, exit_price, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_trades_item, exit_reason, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_trades_item, bars, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, value, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, gross, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, commission, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, fees, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, slippage, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, borrow, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_trades_item, dividends, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_trades_item, net, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, net_return, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_trades_item, mae, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_trades_item, mfe, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_trades_item, confidence, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_trades_fields[] = {
    WIRE_TEXT(struct wire_trades, id, WIRE_REQUIRED),
    WIRE_LIST(struct wire_trades, items, wire_trades_item_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_trades, total, WIRE_REQUIRED),
    WIRE_END
};
