/* wire_time - seconds since 1970 UTC as ISO 8601 text, "2024-01-31T14:30:00Z", and back. */
#ifndef WIRE_WIRE_TIME_H
#define WIRE_WIRE_TIME_H

#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WIRE_TIME_LENGTH = 20, WIRE_TIME_DATE_LENGTH = 10 };

/* As date_print_iso, but fast enough for a column of them. Years 0 to 9999; what lies outside is
 * printed as the end it lies beyond. */
void wire_time_print(int64_t time, char ret_text[WIRE_TIME_LENGTH + 1]);

/* The same for times in order: the date is only worked out when it changes. {0} at the start. */
struct wire_time_day {
    int64_t midnight;
    char text[WIRE_TIME_LENGTH + 1];        /* a time of that day; "": none yet */
};
void wire_time_print_next(struct wire_time_day *day, int64_t time,
                          char ret_text[WIRE_TIME_LENGTH + 1]);

/* A date, a time and its zone (Z or an offset); false otherwise. */
CHECKED bool wire_time_parse(const char *text, size_t length, int64_t *ret_time);

#endif
