/* tws_value - numbers as fields of the wire, by kind. Any thread; nothing to free. */
#ifndef IB_TWS_VALUE_H
#define IB_TWS_VALUE_H

#include "base/number.h"
#include "base/words.h"
#include "ib/tws_field.h"

/* The whole text, ended by '\0', as an int64_t, double or bool; false, and nothing is written, for
 * what is none. */
CHECKED bool tws_value_read(enum tws_kind kind, const char *text, size_t length, void *ret_value);

/* A number of at most 15 digits, as prices are, at `at`; returns what stands behind its '\0', or
 * NULL for anything else. Exact: both of its parts are doubles, and it is one division. */
const char *tws_value_quick(const char *at, double *ret_value);

/* Returns the length: 0 where the kind says so with an empty field. */
size_t tws_value_write(enum tws_kind kind, const void *value, char ret_text[NUMBER_TEXT]);

#endif
