/*
 * fake_ib - Interactive Brokers of memory, linked in place of adapters/adapt_ib: one stock, AAA, with
 * a daily bar for every session of New York since 2020-01-02. It answers 10 ms later, on the loop.
 */
#ifndef TESTS_FAKE_IB_H
#define TESTS_FAKE_IB_H

#include "adapters/adapt_ib.h"

enum { FAKE_IB_ASKS = 200, FAKE_IB_SEGMENT_DAYS = 100 };

extern struct fake_ib {
    int64_t now;                    /* seconds UTC */
    int64_t lacks_from, lacks_until;        /* it has no bars there */
    int64_t differs_at;             /* that bar's close is 1 higher */
    double factor;                  /* of all prices: 0.5 after a split */
    int64_t dividend_at;            /* ADJUSTED_LAST is 0.9 of the price before; 0: none */
    int64_t fails_at;               /* what is asked for with this start fails */
    enum error_code fails_with;
    const char *zone;               /* of AAA's exchange; NULL: New York's */
    bool is_asleep;                 /* not connected, and so without a clock, until it is asked */
    /* What came: */
    struct wire_ib_ask asks[FAKE_IB_ASKS];
    size_t n_asks, at_once, at_once_most;
    struct wire_ib_ask schedules[4];        /* and those for sessions, which are New York's */
    size_t n_schedules;
} fake;

#endif
