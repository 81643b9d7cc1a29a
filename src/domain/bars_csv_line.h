/* bars_csv_line - text into lines, and a line into its fields (RFC 4180, one record per line). */
#ifndef DOMAIN_BARS_CSV_LINE_H
#define DOMAIN_BARS_CSV_LINE_H

#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bars_csv_field {
    const char *at;             /* without spaces and quotes around it; borrowed from the line */
    size_t length;
};

/* Counts all fields, keeps the first `room` of them; SIZE_MAX where a quote is not closed. Doubled
 * quotes inside quotes are left doubled: no number and no time has any. */
size_t bars_csv_line_split(const char *line, size_t length, char delimiter,
                           struct bars_csv_field *ret_fields, size_t room);

/* Lines of a piece of text; ends are LF, CR LF or a lone CR, also mixed. */
struct bars_csv_reader {
    const char *bytes;
    size_t length, at;
    size_t line_feed, return_mark;  /* the next of each from `at` on; looked for when passed */
    bool is_whole;              /* nothing follows: the last line needs no end */
};

/* False where no whole line is left; `at` is then the beginning of what remains. */
CHECKED bool bars_csv_line_next(struct bars_csv_reader *reader, const char **ret_line,
                                size_t *ret_length);

#endif
