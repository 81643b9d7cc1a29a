/* html_tables - the tables of the HTML report: months, symbols, trades, costs, evidence. */
#ifndef CLI_HTML_TABLES_H
#define CLI_HTML_TABLES_H

struct buf;
struct wire_backtest;
struct wire_performance;
struct wire_trades;
struct wire_verdict;

void html_tables_months(const struct wire_performance *performance, struct buf *out);
void html_tables_trades(const struct wire_trades *trades, struct buf *out);
void html_tables_symbols(const struct wire_backtest *backtest, struct buf *out);
void html_tables_costs(const struct wire_backtest *backtest, struct buf *out);
void html_tables_evidence(const struct wire_verdict *verdict, struct buf *out);

#endif
