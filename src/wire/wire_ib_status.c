#include "wire/wire_ib_status.h"

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
