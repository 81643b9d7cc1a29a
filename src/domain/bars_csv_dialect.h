/*
 * bars_csv_dialect - how a file is written, decided once from its beginning: delimiter, header,
 * decimal mark, order of day and month. What the beginning does not tell is refused, not guessed.
 */
#ifndef DOMAIN_BARS_CSV_DIALECT_H
#define DOMAIN_BARS_CSV_DIALECT_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars_csv_header.h"
#include "domain/bars_csv_time.h"

#include <stddef.h>

struct bars_csv_options;

struct bars_csv_dialect {
    char delimiter, decimal;
    enum bars_csv_dates dates;
    size_t header_line;         /* from 1; 0: the file has none */
    struct bars_csv_header header;
};

enum bars_csv_found { BARS_CSV_REFUSED, BARS_CSV_FOUND, BARS_CSV_MORE };

enum { BARS_CSV_DIALECT_MOST = 8 << 20 };   /* bytes to look at; days above 12 come before that */

/* `reader` stands at the beginning, after a byte order mark. MORE: call it again with more bytes;
 * never where reader->is_whole. */
enum bars_csv_found bars_csv_dialect_find(const struct bars_csv_reader *reader,
                                          const struct bars_csv_options *options,
                                          struct bars_csv_dialect *ret_dialect, struct error *err);

bool bars_csv_dialect_is_comment(const char *line, size_t length);
bool bars_csv_dialect_is_blank(const char *line, size_t length);

#endif
