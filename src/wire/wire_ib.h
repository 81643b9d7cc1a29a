/*
 * wire_ib - instruments as Interactive Brokers knows them, and the places where IB is asked: of the
 * backend, and of the IB host. Bars: wire_ib_bars.h. The connection: wire_ib_status.h,
 * wire_ib_check.h. The tables of all of them are in wire_ib.c.
 */
#ifndef WIRE_WIRE_IB_H
#define WIRE_WIRE_IB_H

#include "wire/wire.h"

#define WIRE_IB_STATUS  "/api/v1/ib/status"     /* of the backend */
#define WIRE_IB_RESOLVE "/api/v1/ib/resolve"
#define WIRE_IB_RANGES  "/api/v1/ib/ranges"
#define WIRE_IB_CHECK   "/api/v1/ib/check"

#define WIRE_IB_HOST_BARS      "/data/historical"       /* of the IB host */
#define WIRE_IB_HOST_BATCH     "/data/batch"
#define WIRE_IB_HOST_VALIDATE  "/data/validate"
#define WIRE_IB_HOST_PLAN      "/data/plan"
#define WIRE_IB_HOST_SCHEDULE  "/data/schedule"
#define WIRE_IB_HOST_HEAD      "/data/head-timestamp"
#define WIRE_IB_HOST_RECONNECT "/gateway/reconnect"

enum { WIRE_IB_SYMBOL = 80 };

/* Which instrument: what is not known is "" or WIRE_UNKNOWN. */
struct wire_ib_query {
    char symbol[WIRE_IB_SYMBOL];    /* may end in '@EXCHANGE' */
    int64_t contract_id;            /* decides alone */
    char instrument_type[12];       /* STK CASH FUT IND CRYPTO */
    char exchange[40], currency[8];
};

/* Its fields, of every struct that has them. */
#define WIRE_IB_QUERY_FIELDS(st)                   \
    WIRE_TEXT(st, symbol, WIRE_OPTIONAL),          \
    WIRE_INTEGER(st, contract_id, WIRE_OPTIONAL),  \
    WIRE_TEXT(st, instrument_type, WIRE_OPTIONAL), \
    WIRE_TEXT(st, exchange, WIRE_OPTIONAL),        \
    WIRE_TEXT(st, currency, WIRE_OPTIONAL)

struct wire_ib_session {
    int64_t date;                   /* its 00:00Z */
    int64_t open, close;            /* both 0: closed that day */
};

struct wire_ib_contract {
    int64_t contract_id;
    char symbol[40];                /* IB's spelling: 'BRK B' */
    char instrument_type[12];
    char exchange[40], primary_exchange[40], currency[8];
    char local_symbol[40], trading_class[40];
    char last_trade[40];            /* '20251219'; "": it does not end */
    double multiplier;
    double min_tick, size_increment;
    char name[96];
    char zone[40];                  /* of the exchange, as IB writes it */
    size_t n_trading, n_liquid;
    struct wire_ib_session *trading, *liquid;   /* owned; about a week */
    char hours_note[128];           /* why they are missing; "" */
};

struct wire_ib_contracts {
    size_t n_items;
    struct wire_ib_contract *items; /* owned */
};

struct wire_ib_head {
    char what_to_show[16], hours[8];        /* "rth", "all" */
    int64_t first;                  /* seconds UTC; 0: not known, then the note says why */
    char note[200];
};

struct wire_ib_validate {
    char symbol[WIRE_IB_SYMBOL];    /* as in wire_ib_query */
    int64_t contract_id;
    char instrument_type[12], exchange[40], currency[8];
    bool contract_only;             /* no heads: they cost a request each */
};

/* One of the two: the contract, or those that fit. */
struct wire_ib_resolved {
    struct wire_ib_contract *contract;      /* owned, like all pointers here */
    size_t n_heads;
    struct wire_ib_head *heads;
    size_t n_candidates;
    struct wire_ib_contract *candidates;
    char detail[400], suggestion[200];      /* why it is not one */
};

/* What of its data IB has, by kind and hours. */
struct wire_ib_ranges {
    struct wire_ib_contract contract;
    size_t n_items;
    struct wire_ib_head *items;     /* owned */
};

extern const struct wire_field wire_ib_query_fields[];
extern const struct wire_field wire_ib_session_fields[];
extern const struct wire_field wire_ib_contract_fields[];
extern const struct wire_field wire_ib_contracts_fields[];
extern const struct wire_field wire_ib_resolved_fields[];
extern const struct wire_field wire_ib_validate_fields[];
extern const struct wire_field wire_ib_head_fields[];
extern const struct wire_field wire_ib_ranges_fields[];

WIRE_RELEASE(ib_contract)
WIRE_RELEASE(ib_contracts)
WIRE_RELEASE(ib_resolved)
WIRE_RELEASE(ib_ranges)

#endif
