#include "wire/wire_timeline.h"

const struct wire_field wire_timeline_row_fields[] = {
    WIRE_TEXT(struct wire_timeline_row, phase, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_timeline_row, process, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_timeline_row, attempt, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_timeline_row, offset_ms, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_timeline_row, ms, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_timeline_row, share, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_timeline_fields[] = {
    WIRE_TEXT(struct wire_timeline, id, WIRE_REQUIRED),
    WIRE_NAME(struct wire_timeline, type, wire_operation_type_names, WIRE_REQUIRED),
    WIRE_NAME(struct wire_timeline, state, wire_operation_state_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_timeline, trace_id, WIRE_NULLABLE),
    WIRE_TIME(struct wire_timeline, created_at, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_timeline, total_ms, WIRE_REQUIRED),
    WIRE_FLAG(struct wire_timeline, is_open, WIRE_REQUIRED),
    WIRE_LIST(struct wire_timeline, rows, wire_timeline_row_fields, WIRE_REQUIRED),
    WIRE_END
};
