#include "base/mem.h"
#include "domain/backtest/evidence.h"
#include "domain/statistics.h"

#include <math.h>
#include <stdlib.h>

enum { BLOCKS = 16, HALF = BLOCKS / 2 };

struct sums {
    double sum, squares;                /* of returns less the trial's mean */
};

struct study {
    size_t n_trials, per_block;
    double *mean;                       /* by trial */
    struct sums (*block)[BLOCKS];       /* by trial */
    double *inside, *outside;           /* Sharpe ratios by trial, of one split */
};

static void sum_trial(struct study *study, const double *returns, size_t trial)
{
    const double mean = statistics_mean(returns, BLOCKS * study->per_block);

    study->mean[trial] = mean;
    for (size_t i = 0; i < BLOCKS * study->per_block; i++) {
        struct sums *sums = &study->block[trial][i / study->per_block];
        const double x = returns[i] - mean;
        sums->sum += x;
        sums->squares += x * x;
    }
}

/* A trial that never traded is neither good nor bad: 0. */
static double sharpe_of(const struct study *study, size_t trial, unsigned blocks)
{
    const double n = (double)(HALF * study->per_block);
    double sum = 0, squares = 0;

    for (int b = 0; b < BLOCKS; b++) {
        if (blocks & 1u << b) {
            sum += study->block[trial][b].sum;
            squares += study->block[trial][b].squares;
        }
    }
    const double variance = (squares - sum * sum / n) / (n - 1);
    return variance > 0 ? (study->mean[trial] + sum / n) / sqrt(variance) : 0;
}

/* Whether the best inside ranks in the lower half outside; ties share their ranks. */
static bool is_overfitted(const struct study *study)
{
    size_t best = 0, below = 0, equal = 0;

    for (size_t i = 1; i < study->n_trials; i++)
        if (study->inside[i] > study->inside[best])
            best = i;
    for (size_t i = 0; i < study->n_trials; i++) {
        below += study->outside[i] < study->outside[best];
        equal += study->outside[i] == study->outside[best];
    }
    return 2 * below + equal + 1 <= study->n_trials + 1;
}

static double share_overfitted(struct study *study)
{
    const unsigned all = (1u << BLOCKS) - 1;
    size_t n = 0, overfitted = 0;

    for (unsigned blocks = 0; blocks <= all; blocks++) {
        if (__builtin_popcount(blocks) != HALF)
            continue;
        for (size_t i = 0; i < study->n_trials; i++) {
            study->inside[i] = sharpe_of(study, i, blocks);
            study->outside[i] = sharpe_of(study, i, all & ~blocks);
        }
        overfitted += is_overfitted(study);
        n++;
    }
    return (double)overfitted / (double)n;
}

double evidence_overfitting(const double *const *returns, size_t n_trials, size_t n_bars)
{
    struct study study = { .n_trials = n_trials, .per_block = n_bars / BLOCKS };
    const size_t dropped = n_bars % BLOCKS;
    double share;

    if (n_trials < EVIDENCE_OVERFITTING_TRIALS || study.per_block < EVIDENCE_OVERFITTING_BLOCK)
        return NAN;
    study.mean = mem_alloc(n_trials * sizeof(*study.mean));
    study.block = mem_alloc(n_trials * sizeof(*study.block));
    study.inside = mem_alloc(n_trials * sizeof(*study.inside));
    study.outside = mem_alloc(n_trials * sizeof(*study.outside));
    for (size_t i = 0; i < n_trials; i++)
        sum_trial(&study, returns[i] + dropped, i);
    share = share_overfitted(&study);
    free(study.mean);
    free(study.block);
    free(study.inside);
    free(study.outside);
    return share;
}
