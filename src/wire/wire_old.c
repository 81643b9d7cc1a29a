#include "wire/wire_old.h"

const char *const wire_old_kind_names[] = { "bars", "strategy", "other", NULL };
const char *const wire_old_outcome_names[] = { "taken", "would", "failed", "left", NULL };

const struct wire_field wire_old_item_fields[] = {
    WIRE_TEXT(struct wire_old_item, file, WIRE_REQUIRED),
    WIRE_NAME(struct wire_old_item, kind, wire_old_kind_names, WIRE_REQUIRED),
    WIRE_NAME(struct wire_old_item, outcome, wire_old_outcome_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_old_item, symbol, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_old_item, timeframe, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_old_item, accepted, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_old_item, rejected, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_old_item, text, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_old_report_fields[] = {
    WIRE_INTEGER(struct wire_old_report, taken, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_old_report, would, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_old_report, failed, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_old_report, left, WIRE_REQUIRED),
    WIRE_LIST(struct wire_old_report, items, wire_old_item_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_old_report, total, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_old_report, next, WIRE_NULLABLE),
    WIRE_END
};
