/*
 * worker_backtest_result - what a backtest found, in the words of the wire, and its files.
 *
 * What a trader must know beside the numbers (costs assumed, bars the model has seen, stale opens,
 * an index, dividends that are missing) is a note or a warning here: nobody has to ask for it.
 */
#ifndef WORKER_WORKER_BACKTEST_RESULT_H
#define WORKER_WORKER_BACKTEST_RESULT_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest.h"
#include "domain/backtest/evidence_report.h"
#include "domain/backtest/performance.h"

#include <stddef.h>
#include <stdint.h>

struct wire_model;
struct wire_worker_request;
struct portfolio_input;
struct worker_backtest_symbol;

struct worker_backtest_made {           /* all borrowed */
    const struct wire_worker_request *request;
    const struct wire_model *model;     /* NULL: signals were given */
    const char *strategy;               /* its name; "" */
    size_t n_symbols;
    const struct worker_backtest_symbol *symbols;   /* that were traded */
    const struct portfolio_input *portfolio;        /* of several */
    const struct bars *bars;            /* the part that was traded; a portfolio's basket */
    const struct backtest_settings *settings;
    const struct backtest_result *result;
    const struct performance_input *measured;
    const struct performance *performance;
    const struct evidence_report *evidence;
    size_t in_sample;                   /* bars that the model has seen */
    size_t n_turns;                     /* models that take turns; 0: one, or signals */
};

CHECKED bool worker_backtest_result_write(const struct worker_backtest_made *made,
                                          struct error *err);

#endif
