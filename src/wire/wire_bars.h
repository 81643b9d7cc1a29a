/*
 * wire_bars - what is said about stored bars.
 *
 * Bars themselves travel as columns: wire_bars_print.h.
 */
#ifndef WIRE_WIRE_BARS_H
#define WIRE_WIRE_BARS_H

#include "wire/wire.h"

#define WIRE_BARS_LIST    "/api/v1/data"
#define WIRE_BARS_SERIES  "/api/v1/data/{symbol}/{timeframe}"    /* GET, DELETE */
#define WIRE_BARS_RANGE   "/api/v1/data/{symbol}/{timeframe}/range"
#define WIRE_BARS_GAPS    "/api/v1/data/{symbol}/{timeframe}/gaps"
#define WIRE_BARS_QUALITY "/api/v1/data/{symbol}/{timeframe}/quality"

/* Of every route with {symbol}/{timeframe}; dates are inclusive. */
struct wire_bars_query {
    char start[32];             /* "2024-01-31" or a time */
    char end[32];
    int64_t limit;              /* the last so many */
};

/* One stored series; also the answer of /range. */
struct wire_bars_item {
    char symbol[33];
    char timeframe[8];
    int64_t count;
    int64_t first;              /* start of the first bar */
    int64_t last;
    char source[32];            /* "import", "ib" */
    char calendar[16];
    char instrument_type[16];
    char currency[8];
    char what_to_show[24];
    char hours[8];              /* "rth", "all" */
    char data_hash[65];
    int64_t updated_at;
};

struct wire_bars_list {
    size_t n_items;
    struct wire_bars_item *items;
    int64_t total;
    char next[64];
};

struct wire_bars_gap {
    int64_t from;               /* where the first missing bar would start */
    int64_t until;              /* where the next bar starts */
    int64_t bars;               /* missing on the grid */
    char kind[16];              /* "holiday", "half_day", "no_trades", "missing", "unclassified" */
    char note[40];              /* "Christmas Day" */
};

struct wire_bars_kind {
    char kind[16];
    int64_t gaps, bars;
};

struct wire_bars_gaps {
    char symbol[33];
    char timeframe[8];
    char calendar[16];
    int64_t count;              /* bars looked at */
    size_t n_kinds;
    struct wire_bars_kind *kinds;
    size_t n_gaps;
    struct wire_bars_gap *gaps; /* but for closed ones; the first of them */
    int64_t more;               /* so many are not listed */
};

/* One thing `data check` saw. */
struct wire_bars_finding {
    char check[32];             /* "stale_opens", "spikes", "flat_runs", "zero_volume" … */
    int64_t count;
    double share;               /* of the bars looked at */
    int64_t first, last;
    char text[256];
};

struct wire_bars_quality {
    char symbol[33];
    char timeframe[8];
    int64_t count, first, last;
    char data_hash[65];
    size_t n_findings;
    struct wire_bars_finding *findings;
};

struct wire_bars_deleted {
    char symbol[33];
    char timeframe[8];
    int64_t count;              /* bars that are gone */
};

extern const struct wire_field wire_bars_query_fields[];
extern const struct wire_field wire_bars_item_fields[];
extern const struct wire_field wire_bars_list_fields[];
extern const struct wire_field wire_bars_gap_fields[];
extern const struct wire_field wire_bars_kind_fields[];
extern const struct wire_field wire_bars_gaps_fields[];
extern const struct wire_field wire_bars_finding_fields[];
extern const struct wire_field wire_bars_quality_fields[];
extern const struct wire_field wire_bars_deleted_fields[];

WIRE_RELEASE(bars_query)
WIRE_RELEASE(bars_item)
WIRE_RELEASE(bars_list)
WIRE_RELEASE(bars_gap)
WIRE_RELEASE(bars_kind)
WIRE_RELEASE(bars_gaps)
WIRE_RELEASE(bars_finding)
WIRE_RELEASE(bars_quality)
WIRE_RELEASE(bars_deleted)

#endif
