/* wire_import - what an import did: every line of the file is accepted, repaired or rejected. */
#ifndef WIRE_WIRE_IMPORT_H
#define WIRE_WIRE_IMPORT_H

#include "wire/wire.h"

#define WIRE_IMPORT "/api/v1/data/import"   /* POST, the body is the file */

struct wire_import_query {
    char symbol[33];
    char timeframe[8];
    char label[256];            /* the file's name, for messages */
    char tz[64];                /* zone of naive times; UTC */
    char columns[256];          /* "timestamp,open,-,high,low,close"; by the header */
    char dates[8];              /* "mdy", "dmy": what 01/02/2024 is; as the file tells */
    char decimal[8];            /* "point", "comma": what 1,234 is; as the file tells */
    char calendar[16];
    char instrument_type[16];
    char what_to_show[16];      /* "TRADES", "MIDPOINT", "BID_ASK"; TRADES */
    char source[32];            /* who says so: "csv" */
    double max_rejected;        /* share of the rows, 0 to 1; 0.05 */
};

struct wire_import_repair {
    char rule[80];              /* "row repeated: dropped" */
    int64_t count, first_line;
};

struct wire_import_rejection {
    int64_t line;               /* of the file, from 1 */
    char reason[200];
};

struct wire_import_report {
    char symbol[33];
    char timeframe[8];
    char label[256];
    char source[32];
    int64_t rows;               /* without the header */
    int64_t accepted;
    int64_t added;              /* accepted, and new */
    int64_t same;               /* accepted, and stored already */
    int64_t replaced;           /* accepted, and another value before */
    int64_t kept;               /* accepted, but the value of the series' own source stays */
    int64_t repaired_count;     /* rows, all rules together */
    size_t n_repaired;
    struct wire_import_repair *repaired;
    int64_t rejected_count;
    size_t n_rejected;
    struct wire_import_rejection *rejected; /* the first of them */
    char tz[64];                /* as it was read: "UTC (by default)" */
    int64_t first, last;
    char data_hash[65];
    char refused[400];          /* why nothing was stored */
    size_t n_notes;
    char **notes;
};

extern const struct wire_field wire_import_query_fields[];
extern const struct wire_field wire_import_repair_fields[];
extern const struct wire_field wire_import_rejection_fields[];
extern const struct wire_field wire_import_report_fields[];

WIRE_RELEASE(import_query)
WIRE_RELEASE(import_repair)
WIRE_RELEASE(import_rejection)
WIRE_RELEASE(import_report)

#endif
