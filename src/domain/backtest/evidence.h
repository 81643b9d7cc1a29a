/*
 * evidence - whether a backtest says anything, or luck and search would have said it too.
 *
 * All of it on active returns: the strategy's less its mean exposure times buy and hold, net of
 * costs. What cannot be computed is NaN, and then is no evidence. Random draws come from the seed.
 */
#ifndef DOMAIN_BACKTEST_EVIDENCE_H
#define DOMAIN_BACKTEST_EVIDENCE_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest.h"
#include "domain/backtest/performance.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    EVIDENCE_BOOTSTRAP_DRAWS = 2000, EVIDENCE_RANDOM_DRAWS = 1000,
    EVIDENCE_TRADES_LEAST = 30,
    EVIDENCE_OVERFITTING_TRIALS = 10, EVIDENCE_OVERFITTING_BLOCK = 20   /* the least of both */
};

/*
 * D. Bailey and M. Lopez de Prado: the probability that the true Sharpe ratio is above a benchmark
 * ("The Sharpe Ratio Efficient Frontier", 2012), and that with the benchmark which the best of so
 * many trials would reach by luck ("The Deflated Sharpe Ratio", 2014). Ratios per bar, not
 * annualised.
 */
double evidence_probabilistic_sharpe(const double *returns, size_t n, double benchmark);

/* The Sharpe ratio that the best of n_trials without skill is expected to show; 0 for one trial. */
double evidence_best_by_luck(double n_trials, double variance_of_trials);

/* variance_of_trials is of the trials' Sharpe ratios per bar; taken as 1 / (n - 1) where it is less
 * or NaN. n_trials counts this one. */
double evidence_deflated_sharpe(const double *returns, size_t n, size_t n_trials,
                                double variance_of_trials);

/* D. Politis and J. Romano, "The Stationary Bootstrap", 1994: blocks of geometric length around
 * mean_block, which wrap. 95 % intervals by percentiles. */
struct evidence_interval {
    double mean_low, mean_high;         /* of the mean return, per bar */
    double sharpe_low, sharpe_high;     /* per bar, not annualised */
};
struct evidence_interval evidence_bootstrap(const double *returns, size_t n, double mean_block,
                                            size_t n_draws, uint64_t seed);

/* max(mean bars held, bars in 5 days) */
double evidence_mean_block(const struct backtest_result *result, double bars_per_day);

/* How often trades of the same number, with the same holding times, sides, sizes (shares of equity)
 * and costs, but shuffled and entered at random, would have earned as much: (1 + how often) /
 * (1 + n_draws), by total net profit; of active returns it would be the same share, since the mean
 * exposure is. They leave at an open, as orders do, not by stops. NaN
 * without trades. Asks watch between draws, as if they were bars: ERROR_CANCELLED. */
CHECKED bool evidence_random_entry(const struct performance_input *input, size_t n_draws,
                                   uint64_t seed, const struct backtest_watch *watch,
                                   double *ret_p, struct error *err);

/* The same of a portfolio: each instrument's trades are shuffled over its own bars, with one
 * account. The input is that of its timeline's basket. */
struct evidence_draws {
    size_t count;
    uint64_t seed;
    const struct backtest_watch *watch;
};
struct portfolio_input;
CHECKED bool evidence_random_entry_many(const struct portfolio_input *portfolio,
                                       const struct performance_input *input,
                                       const struct evidence_draws *draws, double *ret_p,
                                       struct error *err);

/*
 * D. Bailey, J. Borwein, M. Lopez de Prado and Q. Zhu, "The Probability of Backtest Overfitting",
 * 2016, by combinatorially symmetric cross-validation: of the 12 870 ways to choose 8 of 16 equal
 * blocks, the share in which the trial with the best Sharpe ratio inside ranks in the lower half
 * outside. returns[trial] are n_bars values on the same dates, for all completed trials; the oldest
 * n_bars % 16 are left out. NaN for fewer than 10 trials or 20 bars per block.
 */
double evidence_overfitting(const double *const *returns, size_t n_trials, size_t n_bars);

struct evidence {
    size_t n_trades;
    double deflated_sharpe;             /* >= 0.95 */
    double random_entry_p;              /* <= 0.05 */
    double net_at_twice_costs;          /* > 0 */
    bool is_sweep;                      /* then also: */
    double overfitting;                 /* PBO < 0.5; NaN: not computed */
};

/* True for evidence. ret_text, of 400 bytes or more, is the sentence that says so or names all that
 * failed: "no evidence: 12 trades (30 needed), deflated Sharpe 0.61 (0.95 needed)". */
bool evidence_judge(const struct evidence *evidence, char *ret_text, size_t size);

#endif
