/*
 * report_backtest - a backtest as a trader wants to read it: over what, at what costs, next to buy
 * and hold, how deep it fell, what is left at twice the costs, and whether that is evidence.
 */
#ifndef CLI_REPORT_BACKTEST_H
#define CLI_REPORT_BACKTEST_H

struct buf;
struct wire_backtest;
struct wire_trades;

void report_backtest_print(const struct wire_backtest *backtest, struct buf *out);
void report_backtest_trades(const struct wire_trades *trades, struct buf *out);

#endif
