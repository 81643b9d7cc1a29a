#include "backend/route_notes.h"

#include "wire/wire_backtest.h"
#include "wire/wire_backup.h"
#include "wire/wire_bars.h"
#include "wire/wire_batch.h"
#include "wire/wire_check.h"
#include "wire/wire_coverage.h"
#include "wire/wire_evaluation.h"
#include "wire/wire_fuzzy.h"
#include "wire/wire_health.h"
#include "wire/wire_ib_check.h"
#include "wire/wire_ib_status.h"
#include "wire/wire_import.h"
#include "wire/wire_indicator.h"
#include "wire/wire_lockbox.h"
#include "wire/wire_load.h"
#include "wire/wire_model.h"
#include "wire/wire_operation.h"
#include "wire/wire_prediction.h"
#include "wire/wire_prune.h"
#include "wire/wire_sheet.h"
#include "wire/wire_strategy.h"
#include "wire/wire_sweep.h"
#include "wire/wire_timeline.h"
#include "wire/wire_track.h"
#include "wire/wire_trades.h"
#include "wire/wire_training.h"
#include "wire/wire_walk_forward.h"
#include "wire/wire_why.h"

#define TEXT   "{\"type\":\"string\"}"
#define TIMES  "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"date-time\"}}"
#define PRICES "{\"type\":\"array\",\"items\":{\"type\":[\"number\",\"null\"]}}"

/* Written by wire_bars_print_json, which has no table. */
static const char bars_schema[] =
    "{\"type\":\"object\",\"properties\":{\"symbol\":" TEXT ",\"timeframe\":" TEXT
    ",\"timestamp\":" TIMES ",\"open\":" PRICES ",\"high\":" PRICES ",\"low\":" PRICES
    ",\"close\":" PRICES ",\"volume\":" PRICES ",\"wap\":" PRICES ",\"count\":" PRICES
    ",\"adjust\":" PRICES "},\"required\":[\"symbol\",\"timeframe\",\"timestamp\",\"open\","
    "\"high\",\"low\",\"close\",\"volume\"]}";

#define GET(path_, summary_, ...) \
    { .method = "GET", .path = path_, .summary = summary_, .status = 200, __VA_ARGS__ }
#define DELETE(path_, status_, summary_, ...) \
    { .method = "DELETE", .path = path_, .summary = summary_, .status = status_, __VA_ARGS__ }
#define POST(path_, status_, summary_, ...) \
    { .method = "POST", .path = path_, .summary = summary_, .status = status_, __VA_ARGS__ }

const struct wire_openapi_route route_notes[] = {
    GET(WIRE_HEALTH, "How the service and its parts are; from probes made before.",
        .reply = wire_health_fields),
    GET("/health", "The same.", .reply = wire_health_fields),
    GET("/metrics", "Counters and gauges for Prometheus.", .reply_type = "text/plain"),
    GET(WIRE_OPENAPI, "This document.", .reply_schema = "{\"type\":\"object\"}"),

    GET(WIRE_BARS_LIST, "Which series of bars are stored.", .reply = wire_bars_list_fields),
    GET(WIRE_BARS_SERIES, "Stored bars, as columns; as rows with Accept: text/csv, packed with "
        "application/vnd.ktrdr.bars.", .query = wire_bars_query_fields,
        .reply_schema = bars_schema),
    DELETE(WIRE_BARS_SERIES, 200, "Forgets a series.", .query = wire_bars_query_fields,
           .reply = wire_bars_deleted_fields),
    GET(WIRE_BARS_RANGE, "From when to when there are bars, and their hash.",
        .query = wire_bars_query_fields, .reply = wire_bars_item_fields),
    GET(WIRE_BARS_GAPS, "What is missing, and why.", .query = wire_bars_query_fields,
        .reply = wire_bars_gaps_fields),
    GET(WIRE_BARS_QUALITY, "What is odd about the bars.", .query = wire_bars_query_fields,
        .reply = wire_bars_quality_fields),
    POST(WIRE_IMPORT, 200, "Bars from a CSV file, streamed, with a report of every row that was "
         "repaired or rejected.", .query = wire_import_query_fields, .request_type = "text/csv",
         .reply = wire_import_report_fields),
    POST(WIRE_LOAD_START, 202, "Starts to fetch what is missing; of several symbols a batch.",
         .request = wire_load_request_fields, .reply = wire_operation_fields),

    GET(WIRE_STRATEGY_LIST, "The strategies in the backend's folder.",
        .reply = wire_strategy_list_fields),
    GET(WIRE_STRATEGY_ONE, "The text of one.", .reply = wire_strategy_text_fields),
    POST(WIRE_STRATEGY_VALIDATE, 200, "What is wrong with a strategy, with lines and columns.",
         .request = wire_strategy_request_fields, .reply = wire_strategy_report_fields),
    POST(WIRE_STRATEGY_FEATURES, 200, "The features that a strategy compiles to, in order.",
         .request = wire_strategy_request_fields, .reply = wire_strategy_features_fields),
    POST(WIRE_CHECK, 200, "Poisons the bars to come; says what of a strategy's features, labels "
         "and decisions changes.", .request = wire_check_request_fields,
         .reply = wire_check_result_fields),
    POST(WIRE_COVERAGE, 200, "How its fuzzy sets cover the values that stored bars give.",
         .request = wire_check_request_fields, .reply = wire_coverage_result_fields),
    POST(WIRE_STRATEGY_MIGRATE, 200, "A strategy of an older grammar in today's, and every change.",
         .request = wire_strategy_request_fields, .reply = wire_strategy_migration_fields),

    POST(WIRE_TRAINING_START, 202, "Starts a training; with items a batch of them, which have what "
         "they leave out from the request itself.", .request = wire_training_start_fields,
         .reply = wire_operation_fields),
    POST(WIRE_SWEEP_START, 202, "Starts a training for every combination of values and every seed, "
         "as a batch.", .request = wire_sweep_request_fields, .reply = wire_operation_fields),
    GET(WIRE_SWEEP_ONE, "How its combinations compare so far: medians over seeds on validation.",
        .reply = wire_sweep_fields),
    GET(WIRE_MODEL_LIST, "Models, the newest first.", .query = wire_model_query_fields,
        .reply = wire_model_list_fields),
    GET(WIRE_MODEL_ONE, "One model: where it comes from and how it learned.",
        .reply = wire_model_fields),
    DELETE(WIRE_MODEL_ONE, 200, "Forgets a model and removes its files.",
           .reply = wire_model_deleted_fields),
    GET(WIRE_MODEL_FILE, "One file of a model.", .reply_type = "application/octet-stream"),
    POST(WIRE_MODEL_TEST, 202, "Starts a look at the test part; each look is counted.",
         .request = wire_evaluation_request_fields, .reply = wire_operation_fields),
    POST(WIRE_MODEL_PREDICT, 200, "What a model says of the last bar.",
         .request = wire_prediction_request_fields, .reply = wire_prediction_result_fields),
    POST(WIRE_SHEET, 200, "What it says of each of its symbols, as orders a person may place.",
         .request = wire_sheet_request_fields, .reply = wire_sheet_fields),
    GET(WIRE_TRACK, "What it said, when it said it, and what came of it.",
        .reply = wire_track_fields),

    POST(WIRE_BACKTEST_LIST, 202, "Starts a backtest.", .request = wire_backtest_request_fields,
         .reply = wire_operation_fields),
    GET(WIRE_BACKTEST_LIST, "Every backtest.", .query = wire_backtest_query_fields,
        .reply = wire_backtest_list_fields),
    GET(WIRE_BACKTEST_ONE, "What came of one, and what of it is evidence.",
        .reply = wire_backtest_fields),
    GET(WIRE_TRADES, "Its trades.", .reply = wire_trades_fields),
    GET(WIRE_BACKTEST_EQUITY, "Its equity, bar by bar.", .reply = wire_backtest_equity_fields),
    GET(WIRE_WHY, "What it did at one bar, from features to fills.",
        .query = wire_why_request_fields, .reply = wire_why_fields),

    POST(WIRE_WALK_FORWARD_START, 202, "Starts a training and a backtest for each window, then a "
         "backtest of the whole.", .request = wire_walk_forward_request_fields,
         .reply = wire_operation_fields),
    GET(WIRE_WALK_FORWARD_ONE, "What came of one: its windows, and the whole.",
        .reply = wire_walk_forward_fields),

    GET(WIRE_LOCKBOX_LIST, "Which bars are sealed, and which were.",
        .reply = wire_lockbox_list_fields),
    POST(WIRE_LOCKBOX_UNSEAL, 200, "Opens a lockbox for good; the trial ledger dates it.",
         .reply = wire_lockbox_fields),

    GET(WIRE_OPERATION_LIST, "Operations, the newest first.", .query = wire_operation_query_fields,
        .reply = wire_operation_list_fields),
    POST(WIRE_PRUNE, 200, "Forgets operations that ended long ago, their events and files; not "
         "models, nor the trial ledger.", .request = wire_prune_request_fields,
         .reply = wire_prune_result_fields),
    GET(WIRE_OPERATION_ONE, "One operation: its state and progress.",
        .reply = wire_operation_fields),
    DELETE(WIRE_OPERATION_ONE, 202, "Cancels it.", .request = wire_operation_cancel_fields,
           .reply = wire_operation_fields),
    GET(WIRE_OPERATION_RESULT, "What came of it; its form depends on the operation's type.",
        .reply_schema = "{\"type\":\"object\"}"),
    GET(WIRE_TIMELINE, "Where its time went, phase by phase, in the backend and its worker.",
        .reply = wire_timeline_fields),
    GET(WIRE_OPERATION_EVENTS, "Its events as they come: state, metric, progress; from "
        "Last-Event-ID on.", .reply_type = "text/event-stream"),
    POST(WIRE_OPERATION_RESUME, 202, "Goes on with one that failed or was cancelled.",
         .reply = wire_operation_fields),
    POST(WIRE_OPERATION_RETRY, 202, "The same again, as a new operation.",
         .reply = wire_operation_fields),

    GET(WIRE_INDICATOR_LIST, "Every indicator, its parameters and outputs.",
        .reply = wire_indicator_list_fields),
    POST(WIRE_INDICATOR_COMPUTE, 200, "Indicators over stored bars.",
         .request = wire_indicator_request_fields, .reply = wire_indicator_values_fields),
    POST(WIRE_FUZZY_COMPUTE, 200, "Memberships of a strategy's fuzzy sets over stored bars.",
         .request = wire_fuzzy_request_fields, .reply = wire_indicator_values_fields),

    GET(WIRE_IB_STATUS, "How the connection to Interactive Brokers is, and what pacing leaves.",
        .reply = wire_ib_status_fields),
    POST(WIRE_IB_RESOLVE, 200, "Which instrument a symbol is at IB, or all those that fit.",
         .request = wire_ib_query_fields, .reply = wire_ib_resolved_fields),
    GET(WIRE_IB_RANGES, "Since when IB has bars of an instrument.", .query = wire_ib_query_fields,
        .reply = wire_ib_ranges_fields),
    POST(WIRE_IB_CHECK, 200, "Walks from the socket to first bars; with a symbol, from its "
         "contract to its bars.", .request = wire_ib_query_fields, .reply = wire_ib_check_fields),

    GET(WIRE_BACKUP, "The whole database of one moment, checked, as a SQLite file.",
        .reply_type = "application/vnd.sqlite3"),
    POST(WIRE_BATCH, 200, "Up to 100 requests in one, answered in order.",
         .request = wire_batch_request_fields, .reply = wire_batch_fields),
};
const size_t route_notes_count = COUNT(route_notes);
