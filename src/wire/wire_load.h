/* wire_load - bars to be fetched from a source, and what came of it. */
#ifndef WIRE_WIRE_LOAD_H
#define WIRE_WIRE_LOAD_H

#include "wire/wire.h"

#define WIRE_LOAD_START "/api/v1/data/load"

/* One symbol is an operation of type data_load, several are a batch of them. What is "" or unknown
 * is as the instrument's type has it; mode: tail, source: ib, timeframe: 1d. */
struct wire_load_request {
    size_t n_symbols;
    char **symbols;             /* "AAPL", "EUR/USD", "SAP@IBIS" */
    char timeframe[8];
    char mode[12];              /* "tail", "backfill", "full" */
    char source[16];            /* "ib" */
    char start[32];             /* dates are inclusive */
    char end[32];
    char what_to_show[16];      /* "TRADES", "MIDPOINT" … */
    bool rth, all_hours;        /* neither: by the type */
    char instrument_type[12], exchange[40], currency[8];
    int64_t contract_id;        /* decides alone; of one symbol only */
    bool recheck;               /* ask again for what was answered with 'no data' */
};

/* A stretch that was asked for and did not come: [start, end) of bars by their start. */
struct wire_load_missing {
    int64_t start, end;
    char reason[200];
};

/* A bar that the source tells otherwise than it did; older than the last two sessions, so it
 * stays as it was. */
struct wire_load_revision {
    int64_t time;
    double stored_close, new_close;
};

struct wire_load_result {
    char symbol[33];
    char timeframe[8];
    char mode[12];
    char source[16];
    int64_t contract_id;
    char instrument_type[12], exchange[40], currency[8];
    char name[96];              /* the instrument's, as the source has it */
    char what_to_show[16];
    char hours[8];              /* "rth", "all" */
    char calendar[16];
    int64_t requests;           /* for bars, that were answered or failed */
    int64_t empty;              /* of them, answered with 'no data' */
    int64_t failed;             /* of them, and those not asked any more */
    int64_t received;           /* bars */
    int64_t added;              /* of them new */
    int64_t replaced;           /* corrections within the last two sessions */
    int64_t revised;            /* older and told otherwise: not taken */
    char split[24];             /* "2 for 1": all was fetched anew */
    char old_data_hash[65];     /* of the bars before the split */
    char factors[16];           /* of dividends: "stored", "none"; "": not of such a series */
    size_t n_missing;
    struct wire_load_missing *missing;
    size_t n_revisions;
    struct wire_load_revision *revisions;   /* the first of them */
    int64_t count, first, last; /* stored now */
    char data_hash[65];
    double seconds;
    size_t n_notes;
    char **notes;
};

extern const struct wire_field wire_load_request_fields[];
extern const struct wire_field wire_load_missing_fields[];
extern const struct wire_field wire_load_revision_fields[];
extern const struct wire_field wire_load_result_fields[];

WIRE_RELEASE(load_request)
WIRE_RELEASE(load_result)

#endif
