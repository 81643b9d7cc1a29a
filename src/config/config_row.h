/* config_row - the one table of keys: what each may hold, and where its value lies. */
#ifndef CONFIG_CONFIG_ROW_H
#define CONFIG_CONFIG_ROW_H

#include "config/config.h"

enum config_kind { CONFIG_IS_TEXT, CONFIG_IS_URL, CONFIG_IS_WHOLE, CONFIG_IS_CHOICE,
                   CONFIG_IS_SWITCH };

struct config_row {
    struct config_key key;
    enum config_kind kind;
    size_t offset, size;            /* of its field in struct config */
    int64_t least, most;            /* of a whole number */
    const char *choices;            /* "debug info " */
    void (*decide)(struct config *config);      /* the default where no constant will do */
    const char *follows;            /* a switch: on, where it says nothing and this key was set */
};

/* One array, in the order of the page; static. */
size_t config_row_count(void);
const struct config_row *config_row_at(size_t i);
/* NULL: there is no such key. */
const struct config_row *config_row_find(const char *name);

/* Writes the value as its kind has it. False: it does not fit; the caller knows the place. */
CHECKED bool config_row_store(const struct config_row *row, const char *text,
                              struct config *config);

#endif
