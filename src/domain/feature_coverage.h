/*
 * feature_coverage - how well the fuzzy sets of a strategy cover the values that really come: what
 * lies in no set, what lies in several, and whether the memberships add up to 1 (Ruspini 1969).
 *
 * A set is looked at once for each timeframe that the network sees it on, over all bars behind the
 * indicator's warm-up. Shares are fractions of those bars. Owns its lists.
 */
#ifndef DOMAIN_FEATURE_COVERAGE_H
#define DOMAIN_FEATURE_COVERAGE_H

#include "base/error.h"
#include "base/words.h"
#include "domain/features.h"
#include "domain/strategy/strategy.h"

#include <stdbool.h>
#include <stddef.h>

enum { FEATURE_COVERAGE_GAPS = 8 };

#define FEATURE_COVERAGE_LEAST  0.05    /* less membership is as good as none */
#define FEATURE_COVERAGE_STRONG 0.5     /* belongs to it more than not */

struct feature_coverage_set {
    const struct strategy_fuzzy_set *set;       /* borrowed from the strategy, as `indicator` */
    const char *indicator;                      /* its id there */
    enum timeframe timeframe;
    size_t n;                                   /* values */
    double lowest, highest;
    double in_none;                             /* no membership reaches LEAST */
    double in_several;                          /* two or more reach LEAST */
    double mean_sum, least_sum, most_sum;       /* of all memberships of a value */
    bool is_ruspini;                            /* each sum is 1, to within 0.001 */

    size_t n_members;
    struct feature_coverage_member {
        double share;                           /* of values that reach LEAST in it */
        double strong;                          /* that reach STRONG */
        double mean;
    } *members;

    size_t n_gaps;                              /* ranges of values in no set, the lowest first */
    struct feature_coverage_gap {
        double from, until;
        double share;                           /* of values that lie in it */
    } gaps[FEATURE_COVERAGE_GAPS];
};

struct feature_coverage {
    size_t count;
    struct feature_coverage_set *sets;
};

/* Fails as features_compute() does; with ERROR_BAD_DATA where all bars lie in a warm-up. */
CHECKED bool feature_coverage_measure(const struct strategy *strategy,
                                      const struct features_input *in,
                                      struct feature_coverage *ret_coverage, struct error *err);
void feature_coverage_release(struct feature_coverage *coverage);

#endif
