/*
 * html_report - a backtest as one HTML file for a browser: style and drawings are in it, no script
 * and nothing from elsewhere. Light or dark as the reader's system is.
 */
#ifndef CLI_HTML_REPORT_H
#define CLI_HTML_REPORT_H

#include <stddef.h>

struct bars;
struct buf;
struct wire_backtest;
struct wire_backtest_equity;
struct wire_model;
struct wire_trades;

struct html_report {                /* all borrowed */
    const struct wire_backtest *backtest;
    const struct wire_backtest_equity *equity;
    const struct wire_trades *trades;
    size_t n_prices;                /* of the symbols it traded, the first ones of many */
    const struct html_report_price {
        const char *symbol;
        const struct bars *bars;    /* that it traded on; NULL: not there any more */
    } *prices;
    const struct wire_model *model; /* NULL: signals were given, or it was deleted */
};

void html_report_print(const struct html_report *report, struct buf *out);

#endif
