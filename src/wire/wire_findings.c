#include "wire/wire_findings.h"

const char *const wire_findings_kind_names[] = { "error", "warning", NULL };

const struct wire_field wire_findings_item_fields[] = {
    WIRE_NAME(struct wire_findings_item, kind, wire_findings_kind_names, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_findings_item, line, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_findings_item, column, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_findings_item, field, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_findings_item, text, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_findings_item, suggestion, WIRE_OPTIONAL),
    WIRE_END
};
