#include "wire/wire_import.h"

const struct wire_field wire_import_query_fields[] = {
    WIRE_TEXT(struct wire_import_query, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_import_query, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_import_query, label, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_import_query, tz, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_import_query, columns, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_import_query, dates, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_import_query, decimal, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_import_query, calendar, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_import_query, instrument_type, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_import_query, what_to_show, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_import_query, source, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_import_query, max_rejected, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_import_repair_fields[] = {
    WIRE_TEXT(struct wire_import_repair, rule, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_import_repair, count, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_import_repair, first_line, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_import_rejection_fields[] = {
    WIRE_INTEGER(struct wire_import_rejection, line, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_import_rejection, reason, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_import_report_fields[] = {
    WIRE_TEXT(struct wire_import_report, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_import_report, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_import_report, label, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_import_report, source, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_import_report, rows, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_import_report, accepted, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_import_report, added, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_import_report, same, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_import_report, replaced, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_import_report, kept, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_import_report, repaired_count, WIRE_REQUIRED),
    WIRE_LIST(struct wire_import_report, repaired, wire_import_repair_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_import_report, rejected_count, WIRE_REQUIRED),
    WIRE_LIST(struct wire_import_report, rejected, wire_import_rejection_fields, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_import_report, tz, WIRE_REQUIRED),
    WIRE_TIME(struct wire_import_report, first, WIRE_NULLABLE),
    WIRE_TIME(struct wire_import_report, last, WIRE_NULLABLE),
    WIRE_TEXT(struct wire_import_report, data_hash, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_import_report, refused, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_import_report, notes, WIRE_OPTIONAL),
    WIRE_END
};
