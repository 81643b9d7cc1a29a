#include "domain/labels/labels.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BARS = 400 };

static void add(struct bars *bars, const double value[4])
{
    const double all[] = { value[0], value[1], value[2], value[3], 1 };

    bars_append(bars, (int64_t)bars->count * 86400, all);
}

/* Bars that are nothing but their close. */
static struct bars of_closes(const double *close, size_t n)
{
    struct bars bars = {0};

    for (size_t i = 0; i < n; i++)
        add(&bars, (double[]){ close[i], close[i], close[i], close[i] });
    return bars;
}

#define OF(...) of_closes((double[]){ __VA_ARGS__ }, COUNT(((double[]){ __VA_ARGS__ })))

static struct labels make(const struct strategy_labels *how, const struct bars *bars)
{
    struct labels labels = {0};
    struct error err = {0};

    if (!labels_make(how, bars, &labels, &err))
        test_expect(false, __FILE__, __LINE__, "%s", err.text);
    return labels;
}

static bool read_case(FILE *file, struct strategy_labels *how, size_t *ret_n)
{
    char name[32], from[8] = "open";

    if (fscanf(file, " case %31s %zu", name, ret_n) != 2)
        return false;
    *how = (struct strategy_labels){0};
    for (int k = 0; k < STRATEGY_LABELS; k++)
        if (!strcmp(strategy_label_name((enum strategy_label)k), name))
            how->kind = (enum strategy_label)k;
    if (how->kind == STRATEGY_ZIGZAG || how->kind == STRATEGY_ZIGZAG_SEGMENTS)
        return fscanf(file, "%lf %zu", &how->zigzag_threshold, &how->label_lookahead) == 2;
    if (how->kind == STRATEGY_FORWARD_RETURN) {
        if (fscanf(file, "%7s %zu %lf %lf", from, &how->horizon, &how->upper_threshold,
                   &how->lower_threshold) != 4)
            return false;
    } else if (fscanf(file, "%7s %lf %lf %zu %zu", from, &how->pt_multiplier, &how->sl_multiplier,
                      &how->max_holding_period, &how->vol_span) != 5) {
        return false;
    }
    how->from = strcmp(from, "open") ? STRATEGY_FROM_CLOSE : STRATEGY_FROM_OPEN;
    return true;
}

TEST(labels_are_those_of_the_definitions_in_exact_fractions)
{
    FILE *file = fopen(test_path("golden/labels.txt"), "r");
    struct strategy_labels how;
    size_t n, n_cases = 0;

    CHECK(file);
    while (file && read_case(file, &how, &n) && n <= BARS) {
        OWNED(bars_release) struct bars bars = {0};
        int class[BARS];
        long settled[BARS];

        for (size_t i = 0; i < n; i++) {
            double value[4];
            CHECK(fscanf(file, "%lf %lf %lf %lf %d %ld", &value[0], &value[1], &value[2],
                         &value[3], &class[i], &settled[i]) == 6);
            add(&bars, value);
        }
        OWNED(labels_release) struct labels labels = make(&how, &bars);
        for (size_t i = 0; i < n; i++)
            if (labels.classes[i] != class[i] || labels.settled[i] != (size_t)settled[i])
                test_expect(false, __FILE__, __LINE__, "%s %zu, row %zu: %d settled %zu, not %d "
                            "settled %ld", strategy_label_name(how.kind), n_cases, i,
                            labels.classes[i], labels.settled[i], class[i], settled[i]);
        n_cases++;
    }
    CHECK(n_cases == 21);
    if (file)
        fclose(file);
}

TEST(a_swing_labels_the_bars_before_its_end_and_is_settled_when_it_is_confirmed)
{
    /*                                        0    1    2    3    4    5    6    7  */
    OWNED(bars_release) struct bars bars = OF(100, 104, 112, 112, 108, 100, 90, 101);
    const struct strategy_labels how = { .kind = STRATEGY_ZIGZAG, .zigzag_threshold = 0.1,
                                         .label_lookahead = 2 };
    OWNED(labels_release) struct labels labels = make(&how, &bars);

    /* The low at 0 is left by 10 % at bar 2, so it is the first extreme; the high at 2 (the earlier
     * of two equal ones) is confirmed at 5, the low at 6 at 7. */
    CHECK(labels.classes[0] == SIGNAL_BUY && labels.settled[0] == 5);
    CHECK(labels.classes[1] == SIGNAL_HOLD);            /* 112 is not 10 % above 104 */
    CHECK(labels.classes[2] == SIGNAL_HOLD);            /* the low is 4 bars away */
    CHECK(labels.classes[4] == SIGNAL_SELL && labels.settled[4] == 7);
    CHECK(labels.classes[5] == SIGNAL_SELL);            /* exactly 10 % below 100 */
    CHECK(labels.classes[6] == LABELS_OPEN_ENDED && labels.settled[6] == SIZE_MAX);
    CHECK(isnan(labels.returns[7]));
    CHECK_NEAR(labels.returns[4], 90.0 / 108 - 1, 1e-15);
}

TEST(a_price_that_does_not_move_enough_settles_nothing)
{
    OWNED(bars_release) struct bars bars = OF(100, 101, 99, 100, 101);
    struct strategy_labels how = { .zigzag_threshold = 0.1, .label_lookahead = 9,
                                   .max_holding_period = 2, .vol_span = 2, .pt_multiplier = 1,
                                   .sl_multiplier = 1 };
    size_t counts[SIGNAL_COUNT];

    for (int k = 0; k < STRATEGY_LABELS; k++) {
        OWNED(labels_release) struct labels labels = {0};
        how.kind = (enum strategy_label)k;
        how.horizon = 10;
        labels = make(&how, &bars);
        labels_count(&labels, NULL, 0, counts);
        CHECK(counts[SIGNAL_BUY] + counts[SIGNAL_HOLD] + counts[SIGNAL_SELL] == 0);
    }
}

TEST(a_bar_that_touches_both_barriers_is_the_loss)
{
    OWNED(bars_release) struct bars bars = {0};
    const struct strategy_labels how = { .kind = STRATEGY_TRIPLE_BARRIER, .vol_span = 2,
                                         .pt_multiplier = 1, .sl_multiplier = 1,
                                         .max_holding_period = 3 };
    OWNED(labels_release) struct labels labels = {0};

    add(&bars, (double[]){ 100, 101, 99, 100 });
    add(&bars, (double[]){ 100, 101, 99, 100 });
    add(&bars, (double[]){ 100, 110, 90, 100 });
    labels = make(&how, &bars);
    CHECK(labels.classes[0] == LABELS_OPEN_ENDED);      /* no volatility yet */
    CHECK(labels.classes[1] == SIGNAL_SELL && labels.settled[1] == 2);
    CHECK_NEAR(labels.returns[1], -0.02, 1e-15);
}

TEST(returns_are_measured_on_adjusted_prices)
{
    OWNED(bars_release) struct bars bars = OF(100, 50, 50, 50);        /* a dividend of 50 */
    const struct strategy_labels how = { .kind = STRATEGY_FORWARD_RETURN, .horizon = 1,
                                         .from = STRATEGY_FROM_CLOSE, .upper_threshold = 0.1,
                                         .lower_threshold = -0.1 };
    OWNED(labels_release) struct labels labels = {0};

    bars_add_column(&bars, BARS_ADJUST, 1);
    bars.column[BARS_ADJUST][0] = 0.5;
    labels = make(&how, &bars);
    CHECK(labels.classes[0] == SIGNAL_HOLD && labels.returns[0] == 0);
}

TEST(a_price_of_zero_has_no_label)
{
    OWNED(bars_release) struct bars bars = OF(100, 0, 100);
    const struct strategy_labels how = { .kind = STRATEGY_FORWARD_RETURN, .horizon = 1 };
    struct labels labels = {0};
    struct error err = {0};

    CHECK(!labels_make(&how, &bars, &labels, &err) && err.code == ERROR_BAD_DATA);
    CHECK(!labels.classes);
}

TEST(a_label_can_be_told_from_the_bars_until_it_is_settled_and_not_before)
{
    OWNED(bars_release) struct bars bars = {0};
    struct strategy_labels how = { .zigzag_threshold = 0.05, .label_lookahead = 10, .horizon = 7,
                                   .upper_threshold = 0.02, .lower_threshold = -0.02,
                                   .pt_multiplier = 1, .sl_multiplier = 1,
                                   .max_holding_period = 9, .vol_span = 5 };
    double price = 100;
    uint64_t state = 3;

    for (int i = 0; i < 200; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        const double open = price;
        price *= 1 + 0.05 * ((double)(state >> 11) / (double)(1ull << 53) - 0.5);
        add(&bars, (double[]){ open, fmax(open, price), fmin(open, price), price });
    }
    for (int k = 0; k < STRATEGY_LABELS; k++) {
        OWNED(labels_release) struct labels whole = {0};
        size_t n_settled = 0;

        how.kind = (enum strategy_label)k;
        whole = make(&how, &bars);
        for (size_t t = 0; t < bars.count; t++) {
            if (whole.classes[t] == LABELS_OPEN_ENDED)
                continue;
            const struct bars until = bars_slice(&bars, 0, whole.settled[t] + 1);
            const struct bars before = bars_slice(&bars, 0, whole.settled[t]);
            OWNED(labels_release) struct labels told = make(&how, &until);
            OWNED(labels_release) struct labels not_told = make(&how, &before);

            CHECK(told.classes[t] == whole.classes[t] && told.settled[t] == whole.settled[t]);
            CHECK(told.returns[t] == whole.returns[t]);
            CHECK(t >= before.count || not_told.classes[t] == LABELS_OPEN_ENDED);
            n_settled++;
        }
        CHECK(n_settled > 100);
    }
}
