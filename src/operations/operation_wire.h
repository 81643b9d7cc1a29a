/* operation_wire - a stored operation, and what is in its log, as they travel. */
#ifndef OPERATIONS_OPERATION_WIRE_H
#define OPERATIONS_OPERATION_WIRE_H

#include "base/error.h"
#include "base/words.h"
#include "wire/wire_operation.h"

struct buf;
struct operation;
struct operation_event;
struct operation_run;

/* The place of a type's name; WIRE_OPERATION_TYPES if there is none. */
enum wire_operation_type operation_wire_find_type(const char *name);

/* `run`: while it is worked on, for its progress; else NULL. The caller releases the answer. */
void operation_wire_fill(const struct operation *stored, const struct operation_run *run,
                         struct wire_operation *ret_operation);

/* The data of one SSE event; `stored` for the error of a failed one. */
void operation_wire_event(const struct operation_event *event, const struct operation *stored,
                          struct buf *ret_json);

#endif
