#include "wire/wire_backtest.h"

const struct wire_field wire_backtest_turn_fields[] = {
    WIRE_TEXT(struct wire_backtest_turn, model, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_turn, start_date, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_backtest_request_fields[] = {
    WIRE_TEXT(struct wire_backtest_request, strategy, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_backtest_request, strategy_text, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, strategy_label, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, model, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_backtest_request, signals, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, signals_label, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, symbol, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, timeframe, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, start_date, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, end_date, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest_request, capital, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, commission, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, slippage, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest_request, periods_per_year, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, sizing, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest_request, size, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_backtest_request, volatility_window, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest_request, volume_share, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest_request, max_symbol, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest_request, max_gross, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_backtest_request, max_positions, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, entry_hours, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_backtest_request, symbols, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_backtest_request, overrides, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_backtest_request, turns, wire_backtest_turn_fields, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_request, walk, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_backtest_stress_fields[] = {
    WIRE_NUMBER(struct wire_backtest_stress, multiple, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_backtest_stress, trades, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_backtest_stress, net, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_backtest_stress, total_return, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_backtest_stress, active_return, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_backtest_fields[] = {
    WIRE_TEXT(struct wire_backtest, id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest, strategy, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest, model_id, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest, signals_label, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest, timeframe, WIRE_REQUIRED),
    WIRE_TIME(struct wire_backtest, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_backtest, end, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_backtest, bars, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_backtest, in_sample_bars, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest, capital, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_backtest, final_equity, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest, currency, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest, commission, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest, slippage, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest, size, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest, periods_per_year, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest, data_hash, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_backtest, inputs, wire_backtest_input_fields, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest, plan_hash, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest, program_version, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_backtest, created_at, WIRE_OPTIONAL),
    WIRE_STRUCT(struct wire_backtest, performance, wire_performance_fields, WIRE_REQUIRED),
    WIRE_POINTER(struct wire_backtest, buy_and_hold, wire_performance_hold_fields, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_backtest, cost_stress, wire_backtest_stress_fields, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest, break_even, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_backtest, unfilled, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_backtest, stale_fills, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_backtest, notes, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_backtest, warnings, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_backtest, verdict, wire_verdict_fields, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_backtest, by_symbol, wire_backtest_symbol_fields, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_backtest_item_fields[] = {
    WIRE_TEXT(struct wire_backtest_item, id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest_item, strategy, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_item, model_id, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_item, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest_item, timeframe, WIRE_REQUIRED),
    WIRE_TIME(struct wire_backtest_item, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_backtest_item, end, WIRE_REQUIRED),
    WIRE_TIME(struct wire_backtest_item, created_at, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest_item, total_return, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_backtest_item, buy_and_hold, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest_item, sharpe, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_backtest_item, max_drawdown, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_backtest_item, trades, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_backtest_item, is_evidence, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_backtest_query_fields[] = {
    WIRE_INTEGER(struct wire_backtest_query, limit, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_backtest_query, after, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_backtest_list_fields[] = {
    WIRE_LIST(struct wire_backtest_list, items, wire_backtest_item_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_backtest_list, total, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_backtest_list, next, WIRE_NULLABLE),
    WIRE_END
};
