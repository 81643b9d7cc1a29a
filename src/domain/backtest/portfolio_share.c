#include "base/mem.h"
#include "domain/backtest/performance.h"
#include "domain/backtest/portfolio.h"

#include <math.h>
#include <stdlib.h>

struct portfolio_share portfolio_share_of(const struct portfolio_input *input,
                                          const struct backtest_result *result, size_t symbol)
{
    struct portfolio_share share = { .hold_return = 1 };
    const struct performance_input of = { .bars = input->symbols[symbol].bars,
                                          .settings = &input->settings[symbol] };
    double *hold = mem_alloc(of.bars->count * sizeof(*hold));

    performance_hold_returns(&of, hold);
    for (size_t t = 1; t < of.bars->count; t++)
        share.hold_return *= isfinite(hold[t - 1]) ? 1 + hold[t - 1] : 1;
    share.hold_return -= 1;
    free(hold);
    for (size_t i = 0; i < result->n_trades; i++) {
        const struct backtest_trade *t = &result->trades[i];
        if (t->symbol != symbol)
            continue;
        share.n_trades++;
        share.n_wins += t->net > 0;
        share.net += t->net;
        share.gross += t->gross;
        share.costs += t->commission + t->fees + t->borrow;
        share.slippage += t->slippage;
        share.dividends += t->dividends;
    }
    return share;
}
