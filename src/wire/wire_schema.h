/* wire_schema - a table of fields as a JSON Schema (2020-12), for people and for generators. */
#ifndef WIRE_WIRE_SCHEMA_H
#define WIRE_WIRE_SCHEMA_H

#include "wire/wire.h"

/* Appends the schema of what wire_decode takes with the same care: a STRICT one is closed, and
 * where a field may be missing it may be null; a TOLERANT one is what wire_encode writes, and
 * leaves room for fields to come. */
void wire_schema_print(const struct wire_field *fields, enum wire_care care, struct buf *json);
/* Of one field, without its name. */
void wire_schema_print_field(const struct wire_field *field, enum wire_care care,
                             struct buf *json);

#endif
