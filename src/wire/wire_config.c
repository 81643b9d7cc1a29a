#include "wire/wire_config.h"

const char *const wire_config_origin_names[] = {
    "default", "file", "environment", "command line", NULL
};

const struct wire_field wire_config_item_fields[] = {
    WIRE_TEXT(struct wire_config_item, key, WIRE_REQUIRED),
    WIRE_OWNED(struct wire_config_item, value, WIRE_REQUIRED),
    WIRE_NAME(struct wire_config_item, origin, wire_config_origin_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_config_item, place, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_config_item, usual, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_config_item, expected, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_config_item, variable, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_config_item, older_variable, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_config_item, help, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_config_fields[] = {
    WIRE_TEXT(struct wire_config, file, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_config, items, wire_config_item_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_config, total, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_config, next, WIRE_NULLABLE),
    WIRE_END
};
