/* wire_json - JSON text to a jansson tree, with our limits, and a tree back to text. */
#ifndef WIRE_WIRE_JSON_H
#define WIRE_WIRE_JSON_H

#include "base/error.h"
#include "base/words.h"

#include <jansson.h>
#include <stddef.h>

struct buf;

/* The tree is the caller's: json_decref. ERROR_MALFORMED with line and column: not JSON, a name
 * twice in an object, deeper than WIRE_MOST_DEPTH (jansson calls itself, and a task's stack is
 * small), neither object nor array, not UTF-8. ERROR_TOO_LARGE: longer than WIRE_MOST_BYTES. */
CHECKED bool wire_json_read(const char *json, size_t length, json_t **ret_tree, struct error *err);

/* Compact, in the order read, numbers in their shortest form. */
void wire_json_print(struct buf *json, const json_t *tree);

#endif
