/*
 * wire_ib_bars - bars asked of Interactive Brokers: which, in how many requests, in which sessions.
 *
 * Bars themselves travel as KBAR (domain/kbar.h).
 */
#ifndef WIRE_WIRE_IB_BARS_H
#define WIRE_WIRE_IB_BARS_H

#include "wire/wire_error.h"
#include "wire/wire_ib.h"

#define WIRE_IB_BARS_TYPE  "application/vnd.ktrdr.bars"
#define WIRE_IB_BATCH_TYPE "application/vnd.ktrdr.bars-stream"

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

/* The head of each answer of a batch: one line, then so many bytes of KBAR. They come in the order
 * in which they are ready. */
struct wire_ib_batch_item {
    int64_t index;                  /* of the request */
    int64_t bytes, count;           /* count: bars */
    struct wire_error *error;       /* owned; then bytes is 0 */
};

extern const struct wire_field wire_ib_ask_fields[];
extern const struct wire_field wire_ib_head_ask_fields[];       /* of the same struct: no times */
extern const struct wire_field wire_ib_schedule_ask_fields[];   /* … no kind of data */
extern const struct wire_field wire_ib_plan_ask_fields[];
extern const struct wire_field wire_ib_plan_fields[];
extern const struct wire_field wire_ib_schedule_fields[];
extern const struct wire_field wire_ib_batch_fields[];
extern const struct wire_field wire_ib_batch_item_fields[];

WIRE_RELEASE(ib_plan_ask)
WIRE_RELEASE(ib_plan)
WIRE_RELEASE(ib_schedule)
WIRE_RELEASE(ib_batch)
WIRE_RELEASE(ib_batch_item)

#endif
