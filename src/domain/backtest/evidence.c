#include "domain/backtest/evidence.h"

#include "domain/calc.h"
#include "domain/statistics.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static const double euler_gamma = 0.57721566490153286, e = 2.7182818284590452;
static const double least_deflated_sharpe = 0.95, most_random_p = 0.05, most_overfitting = 0.5;

double evidence_probabilistic_sharpe(const double *returns, size_t n, double benchmark)
{
    const double sharpe = statistics_sharpe(returns, n);
    const double skew = statistics_skew(returns, n), kurtosis = statistics_kurtosis(returns, n);
    const double spread = 1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe;

    if (!(spread > 0) || n < 2)
        return NAN;
    return calc_normal_cdf((sharpe - benchmark) * sqrt((double)(n - 1)) / sqrt(spread));
}

double evidence_best_by_luck(double n_trials, double variance_of_trials)
{
    if (n_trials <= 1)
        return 0;
    return sqrt(variance_of_trials) *
           ((1 - euler_gamma) * calc_normal_inverse(1 - 1 / n_trials) +
            euler_gamma * calc_normal_inverse(1 - 1 / (n_trials * e)));
}

double evidence_deflated_sharpe(const double *returns, size_t n, size_t n_trials,
                                double variance_of_trials)
{
    /* What ratios of nothing but noise would vary by. */
    const double least = n > 1 ? 1 / (double)(n - 1) : (double)NAN;
    const double variance = variance_of_trials > least ? variance_of_trials : least;

    return evidence_probabilistic_sharpe(returns, n,
                                         evidence_best_by_luck((double)n_trials, variance));
}

double evidence_mean_block(const struct backtest_result *result, double bars_per_day)
{
    double held = 0;

    for (size_t i = 0; i < result->n_trades; i++)
        held += (double)(result->trades[i].exit_bar - result->trades[i].entry_bar);
    return fmax(result->n_trades ? held / (double)result->n_trades : 0, 5 * bars_per_day);
}

struct sentence {
    char *text;
    size_t size, length;
    bool has_failed;
};

static void add_failure(struct sentence *s, const char *format, ...) PRINTS(2, 3);

static void add_failure(struct sentence *s, const char *format, ...)
{
    va_list args;

    s->length += (size_t)snprintf(s->text + s->length, s->size - s->length, "%s",
                                  s->has_failed ? ", " : "no evidence: ");
    va_start(args, format);
    if (s->length < s->size)
        s->length += (size_t)vsnprintf(s->text + s->length, s->size - s->length, format, args);
    va_end(args);
    if (s->length >= s->size)
        s->length = s->size - 1;
    s->has_failed = true;
}

static void need(struct sentence *s, bool holds, double value, const char *what, const char *needed)
{
    if (holds)
        return;
    if (isnan(value))
        add_failure(s, "%s not computed", what);
    else
        add_failure(s, "%s %.3g (%s)", what, value, needed);
}

bool evidence_judge(const struct evidence *x, char *ret_text, size_t size)
{
    struct sentence s = { ret_text, size, 0, false };

    if (x->n_trades < EVIDENCE_TRADES_LEAST)
        add_failure(&s, "%zu trades (%d needed)", x->n_trades, EVIDENCE_TRADES_LEAST);
    need(&s, x->deflated_sharpe >= least_deflated_sharpe, x->deflated_sharpe, "deflated Sharpe",
         "0.95 needed");
    need(&s, x->random_entry_p <= most_random_p, x->random_entry_p, "random-entry p",
         "0.05 at most");
    need(&s, x->net_at_twice_costs > 0, x->net_at_twice_costs, "net at twice the costs",
         "above 0 needed");
    need(&s, !x->is_sweep || x->overfitting < most_overfitting, x->overfitting,
         "probability of overfitting", "below 0.5 needed");
    if (!s.has_failed)
        snprintf(ret_text, size, "evidence: deflated Sharpe %.3g, random-entry p %.3g, %zu trades, "
                 "net %.2f at twice the costs", x->deflated_sharpe, x->random_entry_p, x->n_trades,
                 x->net_at_twice_costs);
    return !s.has_failed;
}
