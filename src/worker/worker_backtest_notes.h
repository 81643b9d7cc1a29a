/* worker_backtest_notes - what a trader must know beside the numbers, and would not ask for. */
#ifndef WORKER_WORKER_BACKTEST_NOTES_H
#define WORKER_WORKER_BACKTEST_NOTES_H

struct wire_backtest;
struct worker_backtest_made;

/* Adds to notes (how it was done) and warnings (why to trust it less). */
void worker_backtest_notes_add(const struct worker_backtest_made *made,
                               struct wire_backtest *told);

#endif
