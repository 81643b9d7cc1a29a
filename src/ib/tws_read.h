/* tws_read - takes one field after the other out of a payload. Fields are texts ended by '\0', and
 * so is the last one: what follows the last '\0' is an unfinished field and not looked at. */
#ifndef IB_TWS_READ_H
#define IB_TWS_READ_H

#include <stddef.h>

struct tws_read {
    const char *at, *end;       /* at == end: no field is left; else end[-1] is '\0' */
};

struct tws_read tws_read_begin(const char *payload, size_t length);

/* NULL if there is none; the text is borrowed from the payload. */
const char *tws_read_text(struct tws_read *read, size_t *ret_length);

size_t tws_read_count(struct tws_read read);        /* fields that are left */

/* For messages: at most 40 bytes of it, ASCII. In `ret_shown`. */
const char *tws_read_shown(const char *text, char ret_shown[44]);

#endif
