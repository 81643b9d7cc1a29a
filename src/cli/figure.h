/*
 * figure - numbers and times as people read them. What is unknown is "-", never 0.
 *
 * Each returns a text in a buffer that the sixteenth call after this one reuses.
 */
#ifndef CLI_FIGURE_H
#define CLI_FIGURE_H

#include <stdint.h>

const char *figure_count(int64_t count);                    /* 12 345 678 as "12,345,678" */
const char *figure_number(double value, int decimals);      /* "1,234.50" */
const char *figure_shortest(double value);                  /* "190.05", as exact as it is */
const char *figure_percent(double share, int decimals);     /* 0.1234 as "12.34 %" */
const char *figure_signed_percent(double share, int decimals);      /* "+12.34 %" */
const char *figure_time(int64_t time);                      /* "2024-01-31 14:30" UTC */
const char *figure_date(int64_t time);                      /* "2024-01-31" */
const char *figure_duration(double seconds);                /* "42 s", "3 min 20 s", "2 h 05 min" */
const char *figure_milliseconds(int64_t ms);                 /* "95 ms", "3.2 s", "3 min 20 s" */
const char *figure_text(const char *text);                  /* itself, or "-" if it is empty */

#endif
