/*
 * tws_history - messages about the past: bars, the first bar's time, sessions, ticks. Texts are
 * borrowed: see tws_message.h.
 */
#ifndef IB_TWS_HISTORY_H
#define IB_TWS_HISTORY_H

#include "domain/bars.h"
#include "ib/tws_contract.h"
#include "ib/tws_time.h"

struct tws_history_request {            /* of message.contract; for the first bar's time as well */
    const char *end;                    /* 'yyyymmdd-hh:mm:ss' in UTC; empty: now */
    const char *bar_size, *duration;    /* tws_bar_size.h */
    bool use_rth;
    const char *what;                   /* TRADES, MIDPOINT, ADJUSTED_LAST, SCHEDULE … */
    int64_t format_date;                /* 1: texts, 2: seconds; daily bars are texts in any case */
    size_t n_legs;
    const struct tws_leg *legs;         /* of a BAG */
    bool keep_up_to_date;
    const char *options;
};

/* The answer. `bars` always has the columns wap and trades, NaN where IB says -1 (so does every bar
 * of quotes); a volume of -1 is 0 there. The bars are as they were sent: bars_check() says whether
 * they rise and make sense. */
struct tws_history {
    const char *start, *end;            /* the range, in the gateway's notation; before 196 */
    enum tws_time_form form;            /* how all the bars are dated */
    const char *zone;                   /* of TWS_TIME_ZONED */
    struct bars bars;
};

struct tws_history_update {
    int64_t count;                      /* trades; -1: not known */
    struct tws_time time;
    double open, close, high, low, wap, volume;     /* in this order on the wire */
};

struct tws_session_day {
    const char *start, *end;            /* '20251006-09:30:00', in the schedule's zone, not UTC */
    const char *date;                   /* '20251006' */
};

struct tws_schedule {
    const char *start, *end;            /* likewise */
    const char *zone;
    size_t n_days;
    const struct tws_session_day *days;
};

struct tws_ticks_request {
    const char *start, *end;            /* one of them empty */
    int64_t count;                      /* 1000 at most */
    const char *what;                   /* TRADES, BID_ASK, MIDPOINT */
    bool use_rth, ignore_size;
    const char *options;
};

struct tws_tick {
    int64_t time;                       /* seconds UTC */
    int64_t mask;                       /* trades: 1 past limit, 2 unreported */
    double price, size;                 /* quotes: the bid's */
    double ask, ask_size;               /* mask: 1 ask past high, 2 bid past low */
    const char *exchange, *conditions;  /* of trades */
};

struct tws_ticks {
    size_t n_rows;
    const struct tws_tick *rows;
    bool is_done;
};

extern const struct tws_layout tws_history_layouts[];

#endif
