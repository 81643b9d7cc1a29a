/* import_options - what an import's query says, checked: which series, how to read the file, whose
 * bars they are. Plain values; nothing to free; any thread. */
#ifndef MANAGERS_IMPORT_OPTIONS_H
#define MANAGERS_IMPORT_OPTIONS_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars_csv.h"
#include "domain/series.h"

struct wire_import_query;

struct import_options {
    struct series series;
    struct bars_csv_options csv;    /* without zone, columns and latest */
    char source[32];
};

/* ERROR_INVALID, naming what makes no sense. */
CHECKED bool import_options_read(const struct wire_import_query *query,
                                 struct import_options *ret_options, struct error *err);

#endif
