/* wire_why - how a backtest came to do what it did at one bar: from what it saw to the fill. */
#ifndef WIRE_WIRE_WHY_H
#define WIRE_WIRE_WHY_H

#include "wire/wire.h"

#define WIRE_WHY "/api/v1/backtests/{id}/why"

struct wire_why_request {       /* its query */
    char at[32];                /* the start of a bar, or a time within it */
    char symbol[33];            /* which one of a portfolio */
};

struct wire_why_feature {
    char name[128];
    char indicator[64];         /* kind, of what timeframe, and which output */
    char timeframe[8];
    char output[32];
    double raw;                 /* what the indicator says */
    char set[48];               /* membership or normalisation */
    double value;               /* what the network sees of it */
};

/* What traded in the bar itself, or in the next one by this bar's decision. */
struct wire_why_fill {
    char what[16];              /* "entry", "exit" */
    char side[8];               /* of the trade: "long", "short" */
    char reason[16];            /* "signal", "stop", "target", "end" */
    int64_t time;               /* of the bar it filled in */
    double quantity, price;     /* with slippage */
    double commission, fees;    /* of the whole trade, at its exit */
    double net;                 /* of an exit */
};

struct wire_why {
    char id[48];
    char model_id[96];
    char symbol[33];
    char timeframe[8];
    char data_hash[65];         /* of the bars then, and now */
    int64_t time;               /* start of the bar */
    int64_t known_at;           /* its end, from when it could be decided on */
    double open, high, low, close, volume;
    char phase[16];             /* "warm-up", "decided" or "signals" */
    double buy, hold, sell;     /* the network's shares */
    char answer[8];             /* BUY, HOLD, SELL */
    double confidence, threshold;
    double position_before;     /* units held at the close before, < 0 short */
    double position;            /* at this close */
    double equity;
    char decision[200];         /* in words: what became of the answer, and why */
    char order[16];             /* "none", "buy", "sell", "close", "reverse" */
    size_t n_in_bar;
    struct wire_why_fill *in_bar;
    size_t n_next_bar;
    struct wire_why_fill *next_bar;
    size_t n_features;
    struct wire_why_feature *features;
};

extern const struct wire_field wire_why_request_fields[];
extern const struct wire_field wire_why_feature_fields[];
extern const struct wire_field wire_why_fill_fields[];
extern const struct wire_field wire_why_fields[];

WIRE_RELEASE(why_request)
WIRE_RELEASE(why_feature)
WIRE_RELEASE(why_fill)
WIRE_RELEASE(why)

#endif
