#include "wire/wire_children.h"

const struct wire_field wire_children_item_fields[] = {
    WIRE_NAME(struct wire_children_item, type, wire_operation_type_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_children_item, label, WIRE_OPTIONAL),
    WIRE_RAW(struct wire_children_item, request, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_children_request_fields[] = {
    WIRE_RAW(struct wire_children_request, common, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_children_request, sweep, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_children_request, items, wire_children_item_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_children_end_fields[] = {
    WIRE_TEXT(struct wire_children_end, id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_children_end, label, WIRE_OPTIONAL),
    WIRE_NAME(struct wire_children_end, state, wire_operation_state_names, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_children_result_fields[] = {
    WIRE_INTEGER(struct wire_children_result, total, WIRE_REQUIRED),
    WIRE_LIST(struct wire_children_result, items, wire_children_end_fields, WIRE_REQUIRED),
    WIRE_END
};
