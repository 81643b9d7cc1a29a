/* strategy_sizing - how large positions are and how many, as a strategy's decisions say. */
#ifndef DOMAIN_STRATEGY_STRATEGY_SIZING_H
#define DOMAIN_STRATEGY_STRATEGY_SIZING_H

#include <stddef.h>

enum strategy_sizing_method {
    STRATEGY_SIZING_FRACTION, STRATEGY_SIZING_AMOUNT, STRATEGY_SIZING_VOLATILITY
};

struct strategy_sizing {
    enum strategy_sizing_method method;
    double share, amount, target_volatility;    /* fraction, money, fraction a year */
    size_t window;                              /* returns that the volatility is measured on */
};

struct strategy_limits {
    double symbol, gross;                       /* fractions of equity; 0: none */
    size_t positions;                           /* 0: any number */
    char entry_hours[16];                       /* "09:30-16:00"; "" */
};

#endif
