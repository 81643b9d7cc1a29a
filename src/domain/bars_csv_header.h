/*
 * bars_csv_header - which field of a row is what: by the names in a header line, by the user's own
 * list, or by position.
 */
#ifndef DOMAIN_BARS_CSV_HEADER_H
#define DOMAIN_BARS_CSV_HEADER_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars_csv_line.h"

#include <stddef.h>

enum bars_csv_column {
    BARS_CSV_TIME,
    BARS_CSV_CLOCK,             /* the time of day, where it stands apart */
    BARS_CSV_OPEN, BARS_CSV_HIGH, BARS_CSV_LOW, BARS_CSV_CLOSE, BARS_CSV_VOLUME,
    BARS_CSV_ADJUSTED,          /* the close, adjusted for dividends */
    BARS_CSV_COLUMNS
};

enum { BARS_CSV_PLACES = 256, BARS_CSV_NOWHERE = -1 };

struct bars_csv_header {
    int place[BARS_CSV_COLUMNS];        /* index of its field, below PLACES, or NOWHERE */
    size_t n_fields;
    size_t n_needed;                    /* 1 + the last place in use */
};

enum bars_csv_match { BARS_CSV_NO_HEADER, BARS_CSV_HEADER, BARS_CSV_BAD_HEADER };

/* BAD_HEADER, with err: a header it is, but a column is missing or could be two. */
enum bars_csv_match bars_csv_header_match(const struct bars_csv_field *fields, size_t count,
                                          struct bars_csv_header *ret_header, struct error *err);

/* The user's list: 'timestamp,open,high,low,close,volume', '-' for a field to skip. */
CHECKED bool bars_csv_header_parse(const char *columns, struct bars_csv_header *ret_header,
                                   struct error *err);

/* timestamp [time] open high low close [volume], for files without a header line. */
CHECKED bool bars_csv_header_guess(const struct bars_csv_field *fields, size_t count,
                                   struct bars_csv_header *ret_header);

const char *bars_csv_header_name(enum bars_csv_column column);
void bars_csv_header_print(const struct bars_csv_header *header, char *ret_text, size_t room);

#endif
