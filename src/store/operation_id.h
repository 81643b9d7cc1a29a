/* operation_id - 'op_' and a ULID: 48 bits of milliseconds and 80 random ones, in Crockford's
 * base 32. So ids sort by time, and within a millisecond as they were made by this process. */
#ifndef STORE_OPERATION_ID_H
#define STORE_OPERATION_ID_H

#include <stdbool.h>
#include <stdint.h>

enum { OPERATION_ID_SIZE = 30 };        /* with the '\0' */

/* Any thread. */
void operation_id_new(int64_t now_ms, char ret_id[OPERATION_ID_SIZE]);

/* Of the right form: 'op_' and 26 of 0-9 A-Z without I L O U, the first at most 7. */
bool operation_id_is_valid(const char *text);

#endif
