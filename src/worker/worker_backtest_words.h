/* worker_backtest_words - what a backtest assumed, as its report says it: costs, sizes. */
#ifndef WORKER_WORKER_BACKTEST_WORDS_H
#define WORKER_WORKER_BACKTEST_WORDS_H

struct wire_backtest;
struct worker_backtest_made;

void worker_backtest_words_fill(const struct worker_backtest_made *made,
                                struct wire_backtest *told);

#endif
