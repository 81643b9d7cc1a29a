#include "wire/wire_ib.h"

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

