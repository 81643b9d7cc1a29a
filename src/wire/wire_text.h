/* wire_text - text as JSON writes it: in quotes, escaped, valid UTF-8. */
#ifndef WIRE_WIRE_TEXT_H
#define WIRE_WIRE_TEXT_H

#include <stddef.h>

struct buf;

/* Bytes that are no UTF-8 become U+FFFD, one each: an error text may quote anything. */
void wire_text_print(struct buf *json, const char *text, size_t length);

#endif
