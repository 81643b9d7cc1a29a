/* The tables of all four wire_ib headers: their names begin alike. */
#include "wire/wire_ib.h"

#include "wire/wire_ib_bars.h"
#include "wire/wire_ib_check.h"
#include "wire/wire_ib_status.h"

/* ---- instruments ---- */

const struct wire_field wire_ib_query_fields[] = {
    WIRE_IB_QUERY_FIELDS(struct wire_ib_query),
    WIRE_END
};

const struct wire_field wire_ib_session_fields[] = {
    WIRE_TIME(struct wire_ib_session, date, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_session, open, WIRE_NULLABLE),
    WIRE_TIME(struct wire_ib_session, close, WIRE_NULLABLE),
    WIRE_END
};

const struct wire_field wire_ib_contract_fields[] = {
    WIRE_INTEGER(struct wire_ib_contract, contract_id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_ib_contract, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_ib_contract, instrument_type, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_ib_contract, exchange, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_contract, primary_exchange, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_contract, currency, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_contract, local_symbol, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_contract, trading_class, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_contract, last_trade, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_ib_contract, multiplier, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_ib_contract, min_tick, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_ib_contract, size_increment, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_contract, name, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_contract, zone, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_ib_contract, trading, wire_ib_session_fields, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_ib_contract, liquid, wire_ib_session_fields, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_contract, hours_note, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_ib_contracts_fields[] = {
    WIRE_LIST(struct wire_ib_contracts, items, wire_ib_contract_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_head_fields[] = {
    WIRE_TEXT(struct wire_ib_head, what_to_show, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_ib_head, hours, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_head, first, WIRE_NULLABLE),
    WIRE_TEXT(struct wire_ib_head, note, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_ib_resolved_fields[] = {
    WIRE_POINTER(struct wire_ib_resolved, contract, wire_ib_contract_fields, WIRE_NULLABLE),
    WIRE_LIST(struct wire_ib_resolved, heads, wire_ib_head_fields, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_ib_resolved, candidates, wire_ib_contract_fields, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_ib_resolved, detail, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_resolved, suggestion, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_ib_validate_fields[] = {
    WIRE_IB_QUERY_FIELDS(struct wire_ib_validate),
    WIRE_FLAG(struct wire_ib_validate, contract_only, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_ib_ranges_fields[] = {
    WIRE_STRUCT(struct wire_ib_ranges, contract, wire_ib_contract_fields, WIRE_REQUIRED),
    WIRE_LIST(struct wire_ib_ranges, items, wire_ib_head_fields, WIRE_REQUIRED),
    WIRE_END
};

/* ---- bars ---- */

#define DATA_FIELDS(st)                         \
    WIRE_TEXT(st, what_to_show, WIRE_OPTIONAL), \
    WIRE_FLAG(st, rth, WIRE_OPTIONAL),          \
    WIRE_FLAG(st, all_hours, WIRE_OPTIONAL),    \
    WIRE_NAME(st, lane, lanes, WIRE_OPTIONAL)

static const char *const lanes[] = { "person", "backfill", NULL };

const struct wire_field wire_ib_ask_fields[] = {
    WIRE_IB_QUERY_FIELDS(struct wire_ib_ask),
    WIRE_TEXT(struct wire_ib_ask, timeframe, WIRE_REQUIRED),
    DATA_FIELDS(struct wire_ib_ask),
    WIRE_TIME(struct wire_ib_ask, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_ask, end, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_head_ask_fields[] = {
    WIRE_IB_QUERY_FIELDS(struct wire_ib_ask),
    DATA_FIELDS(struct wire_ib_ask),
    WIRE_END
};

const struct wire_field wire_ib_schedule_ask_fields[] = {
    WIRE_IB_QUERY_FIELDS(struct wire_ib_ask),
    WIRE_FLAG(struct wire_ib_ask, rth, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_ib_ask, all_hours, WIRE_OPTIONAL),
    WIRE_NAME(struct wire_ib_ask, lane, lanes, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_ib_ask, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_ask, end, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_plan_ask_fields[] = {
    WIRE_LIST(struct wire_ib_plan_ask, asks, wire_ib_ask_fields, WIRE_REQUIRED),
    WIRE_END
};

static const struct wire_field segment_fields[] = {
    WIRE_INTEGER(struct wire_ib_segment, ask, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_segment, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_segment, end, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_plan_fields[] = {
    WIRE_LIST(struct wire_ib_plan, segments, segment_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_ib_plan, seconds, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_schedule_fields[] = {
    WIRE_TEXT(struct wire_ib_schedule, zone, WIRE_REQUIRED),
    WIRE_LIST(struct wire_ib_schedule, sessions, wire_ib_session_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_batch_fields[] = {
    WIRE_LIST(struct wire_ib_batch, requests, wire_ib_ask_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_batch_item_fields[] = {
    WIRE_INTEGER(struct wire_ib_batch_item, index, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_ib_batch_item, bytes, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_ib_batch_item, count, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_ib_batch_item, error, wire_error_fields, WIRE_OPTIONAL),
    WIRE_END
};

/* ---- the connection ---- */

const struct wire_field wire_ib_farm_fields[] = {
    WIRE_TEXT(struct wire_ib_farm, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_ib_farm, kind, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_ib_farm, state, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_farm, since, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_ib_farm, flaps, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_ib_gateway_fields[] = {
    WIRE_TEXT(struct wire_ib_gateway, state, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_gateway, state_since, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_gateway, host, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_ib_gateway, port, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_ib_gateway, server_version, WIRE_NULLABLE),
    WIRE_INTEGER(struct wire_ib_gateway, client_id, WIRE_NULLABLE),
    WIRE_TEXT(struct wire_ib_gateway, account, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_ib_gateway, is_paper, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_ib_gateway, connected_since, WIRE_NULLABLE),
    WIRE_FLAG(struct wire_ib_gateway, link_lost, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_ib_gateway, farms, wire_ib_farm_fields, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_ib_gateway, connects, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_ib_gateway, reconnects, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_gateway, last_error, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_gateway, last_error_code, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_gateway, next, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_ib_gateway, last_error_at, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_ib_gateway, retry_after_seconds, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_gateway, maintenance_until, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_ib_gateway, clock_skew_seconds, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_ib_pacing_fields[] = {
    WIRE_INTEGER(struct wire_ib_pacing, window_used, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_ib_pacing, window_limit, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_ib_pacing, next_free_in_seconds, WIRE_NULLABLE),
    WIRE_INTEGER(struct wire_ib_pacing, queued, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_ib_pacing, in_flight, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_ib_pacing, in_flight_limit, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_ib_pacing, complaints, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_ib_pacing, answers, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_ib_status_fields[] = {
    WIRE_NAME(struct wire_ib_status, status, wire_health_status_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_ib_status, reason, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_status, mode, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_status, url, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_ib_status, version, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_ib_status, uptime_seconds, WIRE_OPTIONAL),
    WIRE_STRUCT(struct wire_ib_status, gateway, wire_ib_gateway_fields, WIRE_REQUIRED),
    WIRE_STRUCT(struct wire_ib_status, pacing, wire_ib_pacing_fields, WIRE_REQUIRED),
    WIRE_END
};

/* ---- the check ---- */

const char *const wire_ib_outcome_names[] = { "good", "warning", "failed", NULL };

const struct wire_field wire_ib_step_fields[] = {
    WIRE_TEXT(struct wire_ib_step, name, WIRE_REQUIRED),
    WIRE_NAME(struct wire_ib_step, outcome, wire_ib_outcome_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_ib_step, text, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_ib_step, next, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_ib_step, milliseconds, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_ib_check_fields[] = {
    WIRE_TEXT(struct wire_ib_check, symbol, WIRE_OPTIONAL),
    WIRE_NAME(struct wire_ib_check, outcome, wire_ib_outcome_names, WIRE_REQUIRED),
    WIRE_LIST(struct wire_ib_check, steps, wire_ib_step_fields, WIRE_REQUIRED),
    WIRE_END
};
