/* evidence_report - all the evidence on one backtest, and the verdict: evidence.h, run in turn. */
#ifndef DOMAIN_BACKTEST_EVIDENCE_REPORT_H
#define DOMAIN_BACKTEST_EVIDENCE_REPORT_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/costs_multiples.h"
#include "domain/backtest/evidence.h"
#include "domain/backtest/performance.h"
#include "domain/backtest/portfolio.h"

#include <stddef.h>
#include <stdint.h>

struct evidence_report_request {
    const struct backtest_input *input;         /* what was run, or NULL: */
    const struct portfolio_input *portfolio;    /* several instruments, on */
    const struct portfolio_timeline *timeline;  /* their times; */
    const struct performance_input *measured;   /* and what came of it: the same bars */
    size_t n_trials;                            /* in the ledger, this one counted; at least 1 */
    double variance_of_trials;                  /* of their Sharpe ratios per bar; NaN: not known */
    enum evidence_report_kind { EVIDENCE_REPORT_SINGLE, EVIDENCE_REPORT_SWEEP } kind;
    double overfitting;                         /* evidence_overfitting() of the sweep; or NaN */
    uint64_t seed;
    const struct backtest_watch *watch;         /* or NULL; counts anew in each part of the work */
};

struct evidence_report {
    struct evidence evidence;
    double probabilistic_sharpe;
    double active_sharpe;                       /* per bar, as all here; the interval's middle */
    struct evidence_interval interval;
    struct costs_multiples multiples;
    bool is_evidence;
    char text[400];                             /* the sentence */
};

/* Takes some twenty backtests and a thousand quick ones. Fails as backtest_run does. */
CHECKED bool evidence_report_make(const struct evidence_report_request *request,
                                  struct evidence_report *ret_report, struct error *err);

#endif
