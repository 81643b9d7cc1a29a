/*
 * wire_ib - what is asked of Interactive Brokers and what it says: between the backend and the IB
 * host, and to the command line. How the connection is: wire_ib_status.h.
 *
 * Bars themselves travel as KBAR (domain/kbar.h): WIRE_IB_BARS_TYPE.
 */
#ifndef WIRE_WIRE_IB_H
#define WIRE_WIRE_IB_H

#include "wire/wire.h"

#define WIRE_IB_STATUS  "/api/v1/ib/status"     /* of the backend */
#define WIRE_IB_RESOLVE "/api/v1/ib/resolve"
#define WIRE_IB_RANGES  "/api/v1/ib/ranges"
#define WIRE_IB_BARS    "/api/v1/ib/bars"

#define WIRE_IB_HOST_BARS      "/data/historical"       /* of the IB host */
#define WIRE_IB_HOST_BATCH     "/data/batch"
#define WIRE_IB_HOST_VALIDATE  "/data/validate"
#define WIRE_IB_HOST_PLAN      "/data/plan"
#define WIRE_IB_HOST_SCHEDULE  "/data/schedule"
#define WIRE_IB_HOST_HEAD      "/data/head-timestamp"
#define WIRE_IB_HOST_RECONNECT "/gateway/reconnect"
#define WIRE_IB_HOST_HEALTH    "/health"

#define WIRE_IB_BARS_TYPE  "application/vnd.ktrdr.bars"
#define WIRE_IB_BATCH_TYPE "application/vnd.ktrdr.bars-stream"

enum { WIRE_IB_SYMBOL = 80 };

/* Which instrument: what is not known is "" or WIRE_UNKNOWN. */
struct wire_ib_query {
    char symbol[WIRE_IB_SYMBOL];    /* may end in '@EXCHANGE' */
    int64_t contract_id;            /* decides alone */
    char instrument_type[12];       /* STK CASH FUT IND CRYPTO */
    char exchange[40], currency[8];
};

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

/* One of the two: the contract, or those that fit. */
struct wire_ib_resolved {
    struct wire_ib_contract *contract;
    size_t n_candidates;
    struct wire_ib_contract *candidates;
    char detail[400];               /* why it is not one */
};

enum wire_ib_lane { WIRE_IB_PERSON, WIRE_IB_BACKFILL, WIRE_IB_LANES };

/* Bars, their first one, or the sessions of an instrument. With contract_id, instrument_type and
 * exchange it is asked for as it is; else it is resolved first. */
struct wire_ib_ask {
    char symbol[WIRE_IB_SYMBOL];    /* as in wire_ib_query */
    int64_t contract_id;
    char instrument_type[12], exchange[40], currency[8];
    char timeframe[8];              /* 1m 5m 15m 30m 1h 1d: longer ones are built from these */
    char what_to_show[16];          /* TRADES MIDPOINT ADJUSTED_LAST …; "": by the type */
    bool rth, all_hours;            /* neither: by the type */
    int64_t start, end;             /* of bars by their start, [start, end) */
    enum wire_ib_lane lane;         /* who waits: a person goes before a backfill */
};

struct wire_ib_head {
    char what_to_show[16], hours[8];        /* "rth", "all" */
    int64_t first;                  /* seconds UTC */
};

struct wire_ib_plan_ask {
    size_t n_asks;
    struct wire_ib_ask *asks;       /* owned */
};

/* Each is one request to IB; those of an ask touch, oldest first. */
struct wire_ib_segment {
    int64_t ask;                    /* its place in the list */
    int64_t start, end;
};

struct wire_ib_plan {
    size_t n_segments;
    struct wire_ib_segment *segments;
    int64_t seconds;                /* until the last is answered, with what is under way now */
};

struct wire_ib_schedule {
    char zone[40];
    size_t n_sessions;
    struct wire_ib_session *sessions;       /* as IB lists them; parts of a session one by one */
};

struct wire_ib_batch {
    size_t n_requests;
    struct wire_ib_ask *requests;
};

extern const struct wire_field wire_ib_query_fields[];
extern const struct wire_field wire_ib_session_fields[];
extern const struct wire_field wire_ib_contract_fields[];
extern const struct wire_field wire_ib_contracts_fields[];
extern const struct wire_field wire_ib_resolved_fields[];
extern const struct wire_field wire_ib_ask_fields[];
extern const struct wire_field wire_ib_head_ask_fields[];       /* of the same struct: no times */
extern const struct wire_field wire_ib_head_fields[];
extern const struct wire_field wire_ib_plan_ask_fields[];
extern const struct wire_field wire_ib_plan_fields[];
extern const struct wire_field wire_ib_schedule_fields[];
extern const struct wire_field wire_ib_batch_fields[];

WIRE_RELEASE(ib_contract)
WIRE_RELEASE(ib_contracts)
WIRE_RELEASE(ib_resolved)
WIRE_RELEASE(ib_plan_ask)
WIRE_RELEASE(ib_plan)
WIRE_RELEASE(ib_schedule)
WIRE_RELEASE(ib_batch)

#endif
