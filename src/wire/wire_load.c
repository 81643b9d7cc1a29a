#include "wire/wire_load.h"

const struct wire_field wire_load_request_fields[] = {
    WIRE_TEXTS(struct wire_load_request, symbols, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_load_request, timeframe, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_request, mode, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_request, source, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_request, start, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_request, end, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_request, what_to_show, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_load_request, rth, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_load_request, all_hours, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_request, instrument_type, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_request, exchange, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_request, currency, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_load_request, contract_id, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_load_request, recheck, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_load_missing_fields[] = {
    WIRE_TIME(struct wire_load_missing, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_load_missing, end, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_load_missing, reason, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_load_revision_fields[] = {
    WIRE_TIME(struct wire_load_revision, time, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_load_revision, stored_close, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_load_revision, new_close, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_load_result_fields[] = {
    WIRE_TEXT(struct wire_load_result, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_load_result, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_load_result, mode, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_load_result, source, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_load_result, contract_id, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_result, instrument_type, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_result, exchange, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_result, currency, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_result, name, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_result, what_to_show, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_result, hours, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_result, calendar, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_load_result, requests, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_load_result, empty, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_load_result, failed, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_load_result, received, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_load_result, added, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_load_result, replaced, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_load_result, revised, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_load_result, split, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_result, old_data_hash, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_result, factors, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_load_result, missing, wire_load_missing_fields, WIRE_REQUIRED),
    WIRE_LIST(struct wire_load_result, revisions, wire_load_revision_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_load_result, count, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_load_result, first, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_load_result, last, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_load_result, data_hash, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_load_result, seconds, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_load_result, notes, WIRE_REQUIRED),
    WIRE_END
};
