#include "base/buf.h"
#include "domain/feature_coverage.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static struct findings findings;

/* The value of the bars is their close: momentum's is awkward to plan, a moving average over one
 * bar is not. */
static bool measure(const char *sets, size_t n, struct feature_coverage *ret, struct strategy *strategy)
{
    OWNED(buf_release) struct buf text = {0};
    OWNED(bars_release) struct bars bars = {0};
    struct features_input in = { .symbol = "X", .calendar = calendar_find("none") };
    struct error err = {0};

    buf_print(&text, "name: t\ntraining_data: {symbols: {symbol: X}, timeframes: {timeframe: 1d}}\n"
              "indicators: {s: {type: wma, period: 2}}\nfuzzy_sets: {%s}\n"
              "nn_inputs: [{fuzzy_set: f, lags: 1}]\n"
              "model: {architecture: {hidden_layers: [2]}}\n"
              "training: {labels: {source: zigzag}}\n", sets);
    findings = (struct findings){0};
    if (!strategy_parse(text.bytes, text.length, strategy, &findings)) {
        printf("    %s: %s\n", findings.items[0].field, findings.items[0].text);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const double price = (double)(i / 2);       /* pairs, so that half the means are whole */
        bars_append(&bars, (int64_t)i * 86400, (double[]){ price, price, price, price, 1 });
    }
    in.bars[TIMEFRAME_1_DAY] = &bars;
    return feature_coverage_measure(strategy, &in, ret, &err);
}

TEST(sets_that_add_up_to_one_are_called_so)
{
    OWNED(feature_coverage_release) struct feature_coverage coverage = {0};
    OWNED(strategy_release) struct strategy strategy = {0};

    CHECK(measure("f: {indicator: s, low: {type: trapezoidal, parameters: [-9, -9, 0, 100]}, "
                  "high: {type: trapezoidal, parameters: [0, 100, 999, 999]}}", 202, &coverage,
                  &strategy));
    CHECK(coverage.count == 1);                     /* though it gives four columns */
    CHECK(coverage.sets[0].is_ruspini && coverage.sets[0].n == 201);
    CHECK_NEAR(coverage.sets[0].mean_sum, 1, 1e-12);
    CHECK(coverage.sets[0].in_none == 0 && !coverage.sets[0].n_gaps);
    CHECK(coverage.sets[0].lowest == 0 && coverage.sets[0].highest == 100);
    CHECK_NEAR(coverage.sets[0].members[0].mean + coverage.sets[0].members[1].mean, 1, 1e-12);
}

/* By hand: of the 101 + 100 values from 0 to 100, those below 40 and above 80 are in `mid` or none. */
TEST(what_lies_in_no_set_is_counted_and_where)
{
    OWNED(feature_coverage_release) struct feature_coverage coverage = {0};
    OWNED(strategy_release) struct strategy strategy = {0};
    const struct feature_coverage_set *set;

    CHECK(measure("f: {indicator: s, mid: {type: trapezoidal, parameters: [40, 40, 80, 80]}, "
                  "never: [200, 210, 220]}", 202, &coverage, &strategy));
    set = &coverage.sets[0];
    CHECK(!set->is_ruspini && set->n_gaps == 2 && set->least_sum == 0 && set->most_sum == 1);
    CHECK_NEAR(set->gaps[0].from, 0, 1e-9);
    CHECK_NEAR(set->gaps[0].until, 40, 0.2);
    CHECK_NEAR(set->gaps[1].from, 80, 0.2);
    CHECK_NEAR(set->gaps[1].until, 100, 1e-9);
    CHECK_NEAR(set->gaps[0].share + set->gaps[1].share, set->in_none, 1e-12);
    CHECK_NEAR(set->members[0].share, 1 - set->in_none, 1e-12);
    CHECK(set->members[1].share == 0 && set->members[1].mean == 0);
    CHECK(set->in_none > 0.55 && set->in_none < 0.65 && set->in_several == 0);
}

TEST(overlap_is_the_share_that_belongs_to_several)
{
    OWNED(feature_coverage_release) struct feature_coverage coverage = {0};
    OWNED(strategy_release) struct strategy strategy = {0};

    CHECK(measure("f: {indicator: s, a: {type: trapezoidal, parameters: [-9, -9, 60, 60]}, "
                  "b: {type: trapezoidal, parameters: [40, 40, 999, 999]}}", 202, &coverage,
                  &strategy));
    CHECK_NEAR(coverage.sets[0].in_several, 41. / 201, 0.01);
    CHECK(coverage.sets[0].most_sum == 2 && coverage.sets[0].members[0].strong ==
                                                coverage.sets[0].members[0].share);
}

TEST(bars_that_all_lie_in_the_warm_up_measure_nothing)
{
    OWNED(feature_coverage_release) struct feature_coverage coverage = {0};
    OWNED(strategy_release) struct strategy strategy = {0};

    CHECK(!measure("f: {indicator: s, a: [0, 1, 2]}", 1, &coverage, &strategy));
    CHECK(!coverage.count);
}
