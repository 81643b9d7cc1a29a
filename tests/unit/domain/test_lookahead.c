/* What comes after a bar must not change what was known at its end: every indicator, on one timeframe
 * and on two, with the future replaced, shifted and cut off. */
#include "base/mem.h"
#include "domain/features.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOURS = 3200, HOUR = 3600 };

static struct findings findings;
static uint64_t state;

static double random_step(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) / (double)(1ull << 53) - 0.5;
}

static void random_bar(double *price, double ret_value[BARS_REQUIRED])
{
    const double open = *price, close = open * (1 + 0.04 * random_step());

    ret_value[BARS_OPEN] = open;
    ret_value[BARS_HIGH] = fmax(open, close) * (1 + 0.01 * fabs(random_step()));
    ret_value[BARS_LOW] = fmin(open, close) * (1 - 0.01 * fabs(random_step()));
    ret_value[BARS_CLOSE] = close;
    ret_value[BARS_VOLUME] = 1000 * (1.1 + random_step());
    *price = close;
}

static void fill(struct bars *bars, int64_t seconds, uint64_t seed, double price)
{
    double value[BARS_REQUIRED];

    state = seed;
    for (int64_t t = 0; t < HOURS * (int64_t)HOUR; t += seconds) {
        random_bar(&price, value);
        bars_append(bars, 1514764800 + t, value);
    }
}

/* Every output of every indicator that may be a feature. */
static void describe(struct buf *indicators, struct buf *inputs)
{
    for (size_t i = 0; indicator_at(i); i++) {
        const struct indicator *in = indicator_at(i);
        if (in->looks_ahead)
            continue;
        buf_print(indicators, "  i_%s: {type: %s}\n", in->name, in->name);
        for (size_t o = 0; o < in->n_outputs; o++)
            buf_print(inputs, "  - {raw_indicator: i_%s%s%s, normalization: rolling_zscore, "
                      "window: 10, lags: 1}\n", in->name, in->n_outputs > 1 ? "." : "",
                      in->n_outputs > 1 ? in->outputs[o] : "");
    }
}

static bool make_plan(struct feature_plan *ret_plan)
{
    OWNED(buf_release) struct buf text = {0}, indicators = {0}, inputs = {0};
    struct strategy strategy;
    struct error err = {0};
    bool is_good;

    describe(&indicators, &inputs);
    buf_print(&text, "name: t\ntraining_data:\n  symbols: {symbol: X}\n"
              "  timeframes: {timeframes: [1h, 2h, 4h]}\nindicators:\n%s"
              "fuzzy_sets: {f: {indicator: i_rsi, low: [0, 20, 50], high: [40, 80, 100]}}\n"
              "nn_inputs:\n  - {fuzzy_set: f, lags: 3}\n%s"
              "model: {architecture: {hidden_layers: [4]}}\n"
              "training: {labels: {source: zigzag}}\n", indicators.bytes, inputs.bytes);
    findings = (struct findings){0};
    if (!strategy_parse(text.bytes, text.length, &strategy, &findings)) {
        printf("    %s: %s\n", findings.items[0].field, findings.items[0].text);
        return false;
    }
    is_good = feature_plan_build(&strategy, ret_plan, &err);
    strategy_release(&strategy);
    return is_good;
}

static const enum timeframe timeframes[] = { TIMEFRAME_1_HOUR, TIMEFRAME_2_HOURS,
                                             TIMEFRAME_4_HOURS };

enum poison { REPLACED, SHIFTED, CUT_OFF, POISONS };

/* Bars as they are known at `now` (the end of an hour); what is later is poisoned. A bar that has
 * begun and not ended is later, too: its numbers may still change. */
static void poison(const struct bars *from, enum timeframe timeframe, int64_t now, enum poison how,
                   struct bars *ret_bars)
{
    double price = 1e4;

    state = 99;
    for (size_t i = 0; i < from->count; i++) {
        double value[BARS_REQUIRED];
        const bool is_known = from->time[i] + timeframe_seconds(timeframe) <= now;

        if (!is_known && how == CUT_OFF)
            return;
        for (int c = 0; c < BARS_REQUIRED; c++)
            value[c] = from->column[c][i] * (is_known ? 1 : 7.5);
        if (!is_known && how == REPLACED)
            random_bar(&price, value);
        bars_append(ret_bars, from->time[i], value);
    }
}

static void compare(const struct feature_plan *plan, const struct features *whole,
                    const struct features *part, size_t row)
{
    const size_t from = whole->first_row * whole->columns, until = (row + 1) * whole->columns;

    CHECK(part->first_row == whole->first_row && part->rows > row);
    if (part->rows > row && !memcmp(whole->values + from, part->values + from,
                                    (until - from) * sizeof(float)))
        return;
    for (size_t i = from; i < until && part->rows > row; i++)
        if (memcmp(&whole->values[i], &part->values[i], sizeof(float))) {
            test_expect(false, __FILE__, __LINE__, "'%s' in row %zu saw beyond row %zu",
                        plan->columns[i % whole->columns].name, i / whole->columns, row);
            return;
        }
}

struct bars_of_all { struct bars of[COUNT(timeframes)]; };

static void release_all(struct bars_of_all *series)
{
    for (size_t t = 0; t < COUNT(timeframes); t++)
        bars_release(&series->of[t]);
}

TEST(no_feature_sees_what_had_not_happened)
{
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    OWNED(features_release) struct features whole = {0};
    OWNED(release_all) struct bars_of_all bars = {0};
    struct features_input in = { .symbol = "X", .calendar = calendar_find("none") };
    struct error err = {0};

    CHECK(make_plan(&plan));
    for (size_t t = 0; t < COUNT(timeframes); t++) {
        fill(&bars.of[t], timeframe_seconds(timeframes[t]), 5 + t, 100);
        in.bars[timeframes[t]] = &bars.of[t];
    }
    if (!features_compute(&plan, &in, &whole, &err))
        test_expect(false, __FILE__, __LINE__, "%s", err.text);
    CHECK(whole.first_row > 24 && whole.first_row < HOURS - 200 && whole.columns > 100);
    for (size_t row = whole.first_row; row < HOURS - 1; row += 97)
        for (int how = 0; how < POISONS; how++) {
            OWNED(features_release) struct features part = {0};
            OWNED(release_all) struct bars_of_all known = {0};

            for (size_t t = 0; t < COUNT(timeframes); t++) {
                poison(&bars.of[t], timeframes[t], bars.of[0].time[row] + HOUR, (enum poison)how,
                       &known.of[t]);
                in.bars[timeframes[t]] = &known.of[t];
            }
            CHECK(features_compute(&plan, &in, &part, &err));
            compare(&plan, &whole, &part, row);
        }
}
