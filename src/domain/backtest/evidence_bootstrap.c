#include "base/mem.h"
#include "base/random.h"
#include "domain/backtest/evidence.h"
#include "domain/statistics.h"

#include <math.h>
#include <stdlib.h>

struct draw {
    double mean, deviation;
};

static struct draw draw_once(const double *centred, size_t n, double new_block,
                             struct random *random)
{
    double sum = 0, squares = 0;
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        const bool begins = i == 0 || random_uniform(random) < new_block;
        at = begins ? random_below(random, n) : at + 1 == n ? 0 : at + 1;
        sum += centred[at];
        squares += centred[at] * centred[at];
    }
    const double mean = sum / (double)n;
    const double variance = (squares - sum * mean) / (double)(n - 1);
    return (struct draw){ mean, variance > 0 ? sqrt(variance) : 0 };
}

struct evidence_interval evidence_bootstrap(const double *returns, size_t n, double mean_block,
                                            size_t n_draws, uint64_t seed)
{
    struct evidence_interval interval = { NAN, NAN, NAN, NAN };
    const double centre = statistics_mean(returns, n);
    struct random random = random_seed(seed);
    double *centred, *means, *sharpes;
    size_t n_sharpes = 0;

    if (n < 2 || !n_draws || isnan(centre))
        return interval;
    centred = mem_alloc(n * sizeof(*centred));
    means = mem_alloc(n_draws * sizeof(*means));
    sharpes = mem_alloc(n_draws * sizeof(*sharpes));
    for (size_t i = 0; i < n; i++)
        centred[i] = returns[i] - centre;       /* so that squares lose no digits */
    for (size_t i = 0; i < n_draws; i++) {
        const struct draw draw = draw_once(centred, n, 1 / fmax(mean_block, 1), &random);
        means[i] = centre + draw.mean;
        if (draw.deviation > 0)
            sharpes[n_sharpes++] = means[i] / draw.deviation;
    }
    statistics_sort(means, n_draws);
    statistics_sort(sharpes, n_sharpes);
    interval.mean_low = statistics_quantile(means, n_draws, 0.025);
    interval.mean_high = statistics_quantile(means, n_draws, 0.975);
    interval.sharpe_low = statistics_quantile(sharpes, n_sharpes, 0.025);
    interval.sharpe_high = statistics_quantile(sharpes, n_sharpes, 0.975);
    free(centred);
    free(means);
    free(sharpes);
    return interval;
}
