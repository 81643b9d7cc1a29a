/* bars_csv_row - the fields of a line into a bar, or the reason why it is none. */
#ifndef DOMAIN_BARS_CSV_ROW_H
#define DOMAIN_BARS_CSV_ROW_H

#include "base/words.h"
#include "domain/bars.h"
#include "domain/bars_csv_header.h"
#include "domain/bars_csv_report.h"
#include "domain/bars_csv_time.h"

struct bars_csv_dialect;
struct zone;

struct bars_csv_row {
    struct bars_csv_time time;
    double value[BARS_REQUIRED];
    double adjusted;                    /* the adjusted close, if there is such a column */
    unsigned rules;                     /* 1u << rule for each that was used */
    enum bars_csv_column bad_column;    /* where the reason lies; COLUMNS: the whole row */
    struct bars_csv_field bad_field;
};

/* GOOD, or why not. `zone` is known by its name, and may be NULL. */
enum bars_csv_reason bars_csv_row_read(const char *line, size_t length,
                                       const struct bars_csv_dialect *dialect,
                                       const struct zone *zone, struct bars_csv_row *ret_row);

#endif
