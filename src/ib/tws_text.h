/*
 * tws_text - the \uXXXX by which IB writes free text in ASCII, from server version 153 on.
 *
 * Both ways together lose nothing: bytes that are no UTF-8 (gateways on Windows send some) pass as
 * they are, and a backslash before a 'u' becomes \u005c. Any thread.
 */
#ifndef IB_TWS_TEXT_H
#define IB_TWS_TEXT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

bool tws_text_is_escaped(const char *text);

/* Writes UTF-8 and its '\0', never longer than the text; returns the length. What is no character
 * (\u0000, half a pair of surrogates, \u12) stays as it stands. */
size_t tws_text_unescape(const char *text, char *ret_text);
void tws_text_escape(const char *text, struct buf *out);

/* For people: as much as has room, '?' for what is no UTF-8 or no character to be seen. */
void tws_text_show(const char *text, char *ret_text, size_t room);

#endif
