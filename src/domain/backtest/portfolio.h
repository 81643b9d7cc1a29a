/*
 * portfolio - trades signals on several instruments that share one account.
 *
 * Each instrument keeps the rules of backtest.h and its own settings, limits too; the capital is
 * that of the first. Bars are aligned by the time they start: an instrument without a bar then
 * holds what it holds. At one time: the night's dividends and borrow; then all exits at the open;
 * then entries, the most confident first, of equal ones in the order of the instruments, as far as
 * cash and limits go; then stops and targets; then one mark, and the decisions by it. Instruments
 * whose open is stale come after the others, at the close. Cash that stops and targets bring is
 * there for the next bar. One that has no more bars is sold at its last close.
 */
#ifndef DOMAIN_BACKTEST_PORTFOLIO_H
#define DOMAIN_BACKTEST_PORTFOLIO_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest.h"
#include "domain/bars.h"

#include <stddef.h>
#include <stdint.h>

struct portfolio_input {
    size_t n;
    const struct backtest_input *symbols;
    const struct backtest_settings *settings;       /* of each */
};

/*
 * The times at which any of them has a bar, as bars: their close is what 1 is worth that was laid
 * out in equal parts at each one's first close and held, dividends included: buy and hold of the
 * equal-weighted portfolio. A part lies as cash until its instrument has a bar, and keeps its last
 * value after it.
 */
struct portfolio_timeline {
    struct bars basket;
    size_t n;
    size_t **at;                    /* of each: the place of each of its bars in the basket */
};

void portfolio_timeline_make(const struct portfolio_input *input,
                             struct portfolio_timeline *ret_timeline);
void portfolio_timeline_release(struct portfolio_timeline *timeline);

/* The result is in bars of the timeline: trades and unfilled orders too, by exit. position is the
 * net value of all by the basket's close, so that what performance.h measures on the basket is
 * right; gross is told beside it. Fails as backtest_run does. */
CHECKED bool portfolio_run(const struct portfolio_input *input,
                           const struct portfolio_timeline *timeline,
                           const struct backtest_watch *watch, struct backtest_result *ret_result,
                           struct error *err);

/* Of one instrument, from the trades. */
struct portfolio_share {
    size_t n_trades, n_wins;
    double net, gross, costs, slippage, dividends;  /* costs: commission, fees and borrow */
    double hold_return;             /* buy and hold over its bars, dividends included */
};
struct portfolio_share portfolio_share_of(const struct portfolio_input *input,
                                          const struct backtest_result *result, size_t symbol);

#endif
