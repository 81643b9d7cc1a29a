#include "wire/wire_lockbox.h"

const struct wire_field wire_lockbox_fields[] = {
    WIRE_TEXT(struct wire_lockbox, symbol, WIRE_REQUIRED),
    WIRE_FLAG(struct wire_lockbox, is_sealed, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_lockbox, from, WIRE_REQUIRED),
    WIRE_TIME(struct wire_lockbox, sealed_at, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_lockbox, unsealed_at, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_lockbox_list_fields[] = {
    WIRE_LIST(struct wire_lockbox_list, items, wire_lockbox_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_lockbox_list, total, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_lockbox_list, next, WIRE_NULLABLE),
    WIRE_END
};
