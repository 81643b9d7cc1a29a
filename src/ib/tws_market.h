/* tws_market - messages about the present: real-time bars and ticks. Texts are borrowed. */
#ifndef IB_TWS_MARKET_H
#define IB_TWS_MARKET_H

#include "ib/tws_contract.h"

struct tws_live_request {               /* of message.contract */
    int64_t bar_size;                   /* always 5 */
    const char *what;                   /* TRADES, MIDPOINT, BID, ASK */
    bool use_rth;
    const char *options;
};

struct tws_live_bar {
    int64_t time;                       /* its start, seconds UTC */
    double open, high, low, close;
    double volume, wap;
    int64_t count;
};

struct tws_neutral {                    /* the instrument that makes a BAG delta neutral */
    int64_t con_id;
    double delta, price;
};

struct tws_market_request {
    size_t n_legs;
    const struct tws_leg *legs;
    size_t n_neutrals;                  /* 0 or 1 */
    const struct tws_neutral *neutrals;
    const char *generic_ticks;
    bool snapshot, regulatory_snapshot; /* the latter costs money each time */
    const char *options;
};

struct tws_market_tick {
    int64_t type;                       /* 1 bid, 2 ask, 4 last, 8 volume … */
    double price, size;                 /* also of a generic tick: price */
    int64_t mask;                       /* 1 can auto-execute, 2 past limit, 4 before the open */
    const char *text;                   /* of a text tick */
};

struct tws_option_tick {                /* -1 or -2: not computed */
    int64_t type, attributes;
    double volatility, delta, price, dividend, gamma, vega, theta, underlying;
};

struct tws_efp_tick {
    int64_t type;
    double basis_points;
    const char *formatted;
    double future;
    int64_t hold_days;
    const char *future_date;
    double dividend_impact, dividends;
};

struct tws_tick_params {
    double min_tick;
    const char *bbo_exchange;
    int64_t permissions;
};

extern const struct tws_layout tws_market_layouts[];

#endif
