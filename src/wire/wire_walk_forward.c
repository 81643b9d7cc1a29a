#include "wire/wire_walk_forward.h"

const struct wire_field wire_walk_forward_request_fields[] = {
    WIRE_TEXT(struct wire_walk_forward_request, strategy, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_walk_forward_request, strategy_text, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, strategy_label, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, train, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, test, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, step, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_walk_forward_request, anchored, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, symbol, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, timeframe, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, start_date, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, end_date, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, lockbox, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_walk_forward_request, seed, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_walk_forward_request, capital, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, commission, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_request, slippage, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_walk_forward_request, periods_per_year, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_walk_forward_request, size, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_walk_forward_request, overrides, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_walk_forward_request, symbols, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_walk_forward_window_fields[] = {
    WIRE_INTEGER(struct wire_walk_forward_window, number, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward_window, train_start, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward_window, train_end, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward_window, test_start, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward_window, test_end, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward_window, training, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward_window, model_id, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_walk_forward_window, validation_balanced_accuracy, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward_window, backtest, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_walk_forward_window, bars, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_walk_forward_window, trades, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_walk_forward_window, total_return, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_walk_forward_window, buy_and_hold, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_walk_forward_window, sharpe, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_walk_forward_window, max_drawdown, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_walk_forward_fields[] = {
    WIRE_TEXT(struct wire_walk_forward, id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward, strategy, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward, train, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward, test, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_walk_forward, step, WIRE_REQUIRED),
    WIRE_FLAG(struct wire_walk_forward, anchored, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_walk_forward, seed, WIRE_REQUIRED),
    WIRE_LIST(struct wire_walk_forward, windows, wire_walk_forward_window_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_walk_forward, windows_won, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_walk_forward, backtest_id, WIRE_REQUIRED),
    WIRE_POINTER(struct wire_walk_forward, backtest, wire_backtest_fields, WIRE_OPTIONAL),
    WIRE_END
};
