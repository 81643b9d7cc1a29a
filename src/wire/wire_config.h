/* wire_config - the configuration, for scripts: `ktrdr config show --json`. */
#ifndef WIRE_WIRE_CONFIG_H
#define WIRE_WIRE_CONFIG_H

#include "wire/wire.h"

enum wire_config_origin {
    WIRE_CONFIG_DEFAULT, WIRE_CONFIG_FILE, WIRE_CONFIG_ENVIRONMENT, WIRE_CONFIG_COMMAND_LINE
};

struct wire_config_item {
    char key[64];
    char *value;                /* as a user would write it */
    enum wire_config_origin origin;
    char place[1024];           /* file:line:column, or the variable's name; "" for a default */
    char usual[256];            /* the default; "" where it depends on the machine */
    char expected[128];
    char variable[256];
    char older_variable[64];
    char help[256];
};

struct wire_config {
    char file[1024];            /* that was read; "" : there is none */
    size_t n_items;
    struct wire_config_item *items;
    int64_t total;
    char next[2];
};

extern const char *const wire_config_origin_names[];
extern const struct wire_field wire_config_item_fields[];
extern const struct wire_field wire_config_fields[];

WIRE_RELEASE(config_item)
WIRE_RELEASE(config)

#endif
