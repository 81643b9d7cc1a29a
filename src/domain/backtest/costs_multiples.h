/*
 * costs_multiples - the same backtest at half, once and twice its costs, and the multiple of them
 * at which nothing is left: found by running the engine again, since quantities change with costs.
 */
#ifndef DOMAIN_BACKTEST_COSTS_MULTIPLES_H
#define DOMAIN_BACKTEST_COSTS_MULTIPLES_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest.h"

#include <stddef.h>

enum costs_multiples_at {
    COSTS_MULTIPLES_NONE, COSTS_MULTIPLES_HALF, COSTS_MULTIPLES_ONCE, COSTS_MULTIPLES_TWICE,
    COSTS_MULTIPLES_COUNT
};

struct costs_multiples {
    struct costs_multiple {
        double multiple;                /* of all four: commission, fees, slippage, borrow */
        size_t n_trades;
        double net, total_return;
        double active_return;           /* net of costs, less hold at the mean exposure */
    } at[COSTS_MULTIPLES_COUNT];        /* 0, 0.5, 1, 2 */

    /* Where active_return is 0, to a thousandth. NaN where it is below 0 even without costs, and
     * where nothing up to 1000 times the costs eats it up (as where there are none). */
    double break_even;
};

/* What is run at a multiple, and what its curve is compared with. */
struct costs_multiples_study {
    bool (*run)(void *arg, const struct backtest_watch *watch, double multiple,
                struct backtest_result *ret_result, struct error *err);
    void *arg;
    const struct bars *bars;                    /* of buy and hold */
    const struct backtest_settings *settings;   /* its capital and prices' units */
    const struct backtest_watch *watch;
};
CHECKED bool costs_multiples_find(const struct costs_multiples_study *study,
                                  struct costs_multiples *ret_multiples, struct error *err);

/* Of one instrument. Twenty-odd runs; watch counts the bars of each anew. Fails as backtest_run
 * does. */
CHECKED bool costs_multiples_run(const struct backtest_input *input,
                                 const struct backtest_settings *settings,
                                 const struct backtest_watch *watch,
                                 struct costs_multiples *ret_multiples, struct error *err);

#endif
