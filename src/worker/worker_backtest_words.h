/* worker_backtest_words - commission, slippage and size of a backtest, as assumed, in words. */
#ifndef WORKER_WORKER_BACKTEST_WORDS_H
#define WORKER_WORKER_BACKTEST_WORDS_H

struct wire_backtest;
struct worker_backtest_made;

void worker_backtest_words_add(const struct worker_backtest_made *made,
                               struct wire_backtest *told);

#endif
