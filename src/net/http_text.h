/* http_text - the small grammars of HTTP: tokens, percent escapes, UTF-8. */
#ifndef NET_HTTP_TEXT_H
#define NET_HTTP_TEXT_H

#include <stdbool.h>
#include <stddef.h>

bool http_text_is_token(const char *bytes, size_t length);     /* at least one byte of tchar */
bool http_text_is_utf8(const char *bytes, size_t length);      /* strictly */

/* Resolves %XX in place; '+' stays. False if an escape is broken or stands for NUL, or if what
 * comes out is not UTF-8. */
bool http_text_unescape(char *text);
bool http_text_unescape_form(char *text);       /* likewise, and '+' is a space */

#endif
