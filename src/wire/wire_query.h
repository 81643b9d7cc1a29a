/*
 * wire_query - the same tables, as the query of a URL: start=2024-01-01&limit=500.
 *
 * For tables of texts, numbers, integers, flags and names only (asserted).
 */
#ifndef WIRE_WIRE_QUERY_H
#define WIRE_WIRE_QUERY_H

#include "wire/wire.h"

/* Appends "?a=b&c=d", or nothing if all is unknown. */
void wire_query_encode(const struct wire_field *fields, const void *object, struct buf *url);

/* `query` is what follows the '?', or NULL. Fails with ERROR_INVALID: an unknown name, a name
 * twice, a value that does not fit, a REQUIRED one missing. Then *ret_object is cleared. */
CHECKED bool wire_query_decode(const struct wire_field *fields, const char *query,
                               void *ret_object, struct error *err);

/* Appends the pattern with each {name} replaced by the next value, percent-encoded. */
void wire_query_path(struct buf *url, const char *pattern, const char *const *values);

#endif
