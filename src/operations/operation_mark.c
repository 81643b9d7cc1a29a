#include "operations/operation_mark.h"

const struct wire_field operation_mark_fields[] = {
    WIRE_TEXT(struct operation_mark, phase, WIRE_REQUIRED),
    WIRE_TEXT(struct operation_mark, process, WIRE_REQUIRED),
    WIRE_INTEGER(struct operation_mark, attempt, WIRE_REQUIRED),
    WIRE_END
};
