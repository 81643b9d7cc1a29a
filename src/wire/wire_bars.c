#include "wire/wire_bars.h"

const struct wire_field wire_bars_query_fields[] = {
    WIRE_TEXT(struct wire_bars_query, start, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_bars_query, end, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_bars_query, limit, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_bars_item_fields[] = {
    WIRE_TEXT(struct wire_bars_item, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_bars_item, timeframe, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_bars_item, count, WIRE_REQUIRED),
    WIRE_TIME(struct wire_bars_item, first, WIRE_NULLABLE),
    WIRE_TIME(struct wire_bars_item, last, WIRE_NULLABLE),
    WIRE_TEXT(struct wire_bars_item, source, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_bars_item, calendar, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_bars_item, instrument_type, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_bars_item, currency, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_bars_item, what_to_show, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_bars_item, hours, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_bars_item, data_hash, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_bars_item, updated_at, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_bars_list_fields[] = {
    WIRE_LIST(struct wire_bars_list, items, wire_bars_item_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_bars_list, total, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_bars_list, next, WIRE_NULLABLE),
    WIRE_END
};

const struct wire_field wire_bars_gap_fields[] = {
    WIRE_TIME(struct wire_bars_gap, from, WIRE_REQUIRED),
    WIRE_TIME(struct wire_bars_gap, until, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_bars_gap, bars, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_bars_gap, kind, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_bars_gap, note, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_bars_kind_fields[] = {
    WIRE_TEXT(struct wire_bars_kind, kind, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_bars_kind, gaps, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_bars_kind, bars, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_bars_gaps_fields[] = {
    WIRE_TEXT(struct wire_bars_gaps, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_bars_gaps, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_bars_gaps, calendar, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_bars_gaps, count, WIRE_REQUIRED),
    WIRE_LIST(struct wire_bars_gaps, kinds, wire_bars_kind_fields, WIRE_REQUIRED),
    WIRE_LIST(struct wire_bars_gaps, gaps, wire_bars_gap_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_bars_gaps, more, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_bars_finding_fields[] = {
    WIRE_TEXT(struct wire_bars_finding, check, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_bars_finding, count, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_bars_finding, share, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_bars_finding, first, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_bars_finding, last, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_bars_finding, text, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_bars_quality_fields[] = {
    WIRE_TEXT(struct wire_bars_quality, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_bars_quality, timeframe, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_bars_quality, count, WIRE_REQUIRED),
    WIRE_TIME(struct wire_bars_quality, first, WIRE_NULLABLE),
    WIRE_TIME(struct wire_bars_quality, last, WIRE_NULLABLE),
    WIRE_TEXT(struct wire_bars_quality, data_hash, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_bars_quality, findings, wire_bars_finding_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_bars_deleted_fields[] = {
    WIRE_TEXT(struct wire_bars_deleted, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_bars_deleted, timeframe, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_bars_deleted, count, WIRE_REQUIRED),
    WIRE_END
};
