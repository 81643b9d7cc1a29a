/* The verdict on the best of 50 rules in worlds without an edge, and on an edge that is there: the
 * short form of bench_noise.c. */
#include "../../../bench/noise_judge.h"
#include "test.h"

#include <string.h>

enum { SEEDS = 20, BARS = 756, TRIALS = 50 };

TEST(no_rule_is_a_repeat_of_another)
{
    enum { RULES = 500 };
    static uint8_t signal[RULES][BARS], hidden[BARS];
    struct bars bars = {0};
    struct random random = random_seed(1);

    noise_garch(&(struct noise_world){ .n = BARS }, &random, &bars, hidden);
    for (size_t k = 0; k < RULES; k++)
        noise_rule(&bars, k, signal[k]);
    for (size_t k = 1; k < RULES; k++)
        for (size_t other = 0; other < k; other++)
            CHECK(memcmp(signal[k], signal[other], BARS) != 0);
    bars_release(&bars);
}

static int count_evidence(struct noise_world world, size_t trials, enum noise_costs costs)
{
    int count = 0;

    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct evidence_report report = {0};
        struct error err;

        world.seed = seed;
        CHECK(noise_judge(&world, trials, costs, &report, &err));
        count += report.is_evidence;
    }
    return count;
}

TEST(the_best_of_many_rules_on_noise_is_no_evidence)
{
    const struct noise_world noise = { .n = BARS };

    CHECK(SEEDS - count_evidence(noise, TRIALS, NOISE_FREE) >= 18);
    CHECK(SEEDS - count_evidence(noise, TRIALS, NOISE_IB) >= 18);
}

TEST(a_market_that_rises_makes_no_rule_evidence)
{
    const struct noise_world rising = { .n = BARS, .drift = 0.08 };

    CHECK(SEEDS - count_evidence(rising, TRIALS, NOISE_FREE) >= 18);
    CHECK(SEEDS - count_evidence(rising, TRIALS, NOISE_IB) >= 18);
}

TEST(days_in_another_order_hold_no_evidence)
{
    struct bars days = {0};
    uint8_t hidden[2 * BARS];
    struct random random = random_seed(9);
    const struct noise_world trending = { .n = 2 * BARS, .edge = 4 };
    const struct noise_world shuffled = { .n = BARS, .days = &days };

    noise_garch(&trending, &random, &days, hidden);
    CHECK(SEEDS - count_evidence(shuffled, TRIALS, NOISE_FREE) >= 18);
    bars_release(&days);
}

TEST(an_edge_that_shows_is_evidence)
{
    const struct noise_world edge = { .n = BARS, .edge = 2.5, .is_measured = true };

    CHECK(count_evidence(edge, 20, NOISE_FREE) >= 16);
    CHECK(count_evidence(edge, 20, NOISE_IB) >= 16);
}
