/* wire_columns - long columns of numbers as JSON arrays, written straight into a buffer. */
#ifndef WIRE_WIRE_COLUMNS_H
#define WIRE_WIRE_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/* Each appends "[…]"; what is not finite becomes null, times become text as in wire_time.h. */
void wire_columns_numbers(struct buf *json, const double *values, size_t count);
void wire_columns_integers(struct buf *json, const int64_t *values, size_t count);
void wire_columns_times(struct buf *json, const int64_t *times, size_t count);

#endif
