#include "wire/wire_ib_check.h"

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
