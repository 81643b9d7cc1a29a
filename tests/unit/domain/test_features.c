#include "base/mem.h"
#include "domain/features.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOURS = 2400, DAY = 86400, HOUR = 3600 };

static struct findings findings;

static uint64_t state = 1;

static double random_step(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) / (double)(1ull << 53) - 0.5;
}

static void add_bar(struct bars *bars, int64_t time, double *price)
{
    const double open = *price, close = open * (1 + 0.02 * random_step());
    const double high = fmax(open, close) * (1 + 0.01 * fabs(random_step()));
    const double low = fmin(open, close) * (1 - 0.01 * fabs(random_step()));
    const double value[] = { open, high, low, close, 1000 * (1.1 + random_step()) };

    bars_append(bars, time, value);
    *price = close;
}

/* Hours from Monday 2018-01-01 on, without weekends. */
static struct bars make_hours(uint64_t seed)
{
    struct bars bars = {0};
    double price = 100;

    state = seed;
    for (int i = 0; bars.count < HOURS; i++)
        if (i / 24 % 7 < 5)
            add_bar(&bars, 1514764800 + (int64_t)i * HOUR, &price);
    return bars;
}

/* The days of those hours. */
static struct bars make_days(const struct bars *hours)
{
    struct bars days = {0};

    for (size_t i = 0; i < hours->count; i++) {
        const int64_t day = hours->time[i] / DAY * DAY;
        const double value[] = { hours->column[BARS_OPEN][i], hours->column[BARS_HIGH][i],
                                 hours->column[BARS_LOW][i], hours->column[BARS_CLOSE][i],
                                 hours->column[BARS_VOLUME][i] };
        const size_t last = days.count - 1;

        if (!days.count || days.time[last] != day) {
            bars_append(&days, day, value);
            continue;
        }
        days.column[BARS_HIGH][last] = fmax(days.column[BARS_HIGH][last], value[BARS_HIGH]);
        days.column[BARS_LOW][last] = fmin(days.column[BARS_LOW][last], value[BARS_LOW]);
        days.column[BARS_CLOSE][last] = value[BARS_CLOSE];
        days.column[BARS_VOLUME][last] += value[BARS_VOLUME];
    }
    return days;
}

static bool build(const char *indicators, const char *fuzzy_sets, const char *inputs,
                  struct feature_plan *ret_plan)
{
    OWNED(buf_release) struct buf text = {0};
    struct strategy strategy;
    struct error err = {0};
    bool is_good;

    buf_print(&text,
              "name: t\ntraining_data:\n  symbols: {symbol: X}\n"
              "  timeframes: {timeframes: [1h, 1d]}\nindicators: {%s}\n%s%s%snn_inputs: [%s]\n"
              "model: {architecture: {hidden_layers: [4]}}\n"
              "training: {labels: {source: zigzag}}\n",
              indicators, fuzzy_sets[0] ? "fuzzy_sets: {" : "", fuzzy_sets,
              fuzzy_sets[0] ? "}\n" : "", inputs);
    findings = (struct findings){0};
    if (!strategy_parse(text.bytes, text.length, &strategy, &findings)) {
        printf("    %s: %s\n", findings.items[0].field, findings.items[0].text);
        return false;
    }
    is_good = feature_plan_build(&strategy, ret_plan, &err);
    strategy_release(&strategy);
    return is_good;
}

static struct features_input input_of(const struct bars *hours, const struct bars *days)
{
    struct features_input in = { .symbol = "X", .calendar = calendar_find("none") };

    in.bars[TIMEFRAME_1_HOUR] = hours;
    in.bars[TIMEFRAME_1_DAY] = days;
    return in;
}

static float at(const struct features *features, size_t row, size_t column)
{
    return features->values[row * features->columns + column];
}

TEST(columns_have_the_order_of_the_file_and_names_that_say_what_they_are)
{
    static const char *const names[] = {
        "1h_rsi_zone_low", "1h_rsi_zone_mid", "1h_rsi_zone_high", "1d_rsi_zone_low",
        "1d_rsi_zone_mid", "1d_rsi_zone_high", "1h_macd_turn_down", "1h_macd_turn_up",
        "1d_strength_calm", "1d_strength_trending", "1h_bands.middle_raw", "1h_rsi_fast_raw",
        "1h_rsi_fast_raw_lag_1", "1h_rsi_fast_raw_lag_2",
    };
    OWNED(feature_plan_release) struct feature_plan plan = {0};

    CHECK(build("rsi_fast: {type: rsi, period: 7}, macd_std: {type: macd}, "
                "bands: {type: bbands}, trend: {type: adx}",
                "rsi_zone: {indicator: rsi_fast, low: [0, 20, 40], mid: [30, 50, 70], "
                "high: [60, 80, 100]}, macd_turn: {indicator: macd_std.histogram, "
                "down: {type: gaussian, parameters: [-0.5, 0.4]}, "
                "up: {type: gaussian, parameters: [0.5, 0.4]}}, "
                "strength: {indicator: trend.adx, "
                "calm: {type: trapezoidal, parameters: [0, 0, 15, 25]}, "
                "trending: {type: trapezoidal, parameters: [20, 30, 100, 100]}}",
                "{fuzzy_set: rsi_zone, timeframes: all}, {fuzzy_set: macd_turn, timeframes: [1h]}, "
                "{fuzzy_set: strength, timeframes: [1d]}, {raw_indicator: bands.middle, "
                "timeframes: [1h], normalization: rolling_zscore}, "
                "{raw_indicator: rsi_fast, timeframes: [1h], lags: 2}", &plan));
    CHECK(plan.n_columns == COUNT(names));
    for (size_t i = 0; i < plan.n_columns && i < COUNT(names); i++)
        CHECK_TEXT(&plan.columns[i].name[0], names[i]);
    CHECK(plan.n_series == 5);          /* rsi on 1h and 1d, macd, adx, bbands */
    CHECK(plan.uses[TIMEFRAME_1_DAY] && !plan.uses[TIMEFRAME_4_HOURS]);
    CHECK(!feature_plan_needs_fit(&plan));
}

TEST(the_hash_is_that_of_the_text_and_changes_with_every_parameter)
{
    static const char *const variants[][3] = {
        { "r: {type: rsi, period: 14}", "z: {indicator: r, low: [0, 20, 40]}", "{fuzzy_set: z}" },
        { "r: {type: rsi, period: 15}", "z: {indicator: r, low: [0, 20, 40]}", "{fuzzy_set: z}" },
        { "r: {type: rsi, source: high}", "z: {indicator: r, low: [0, 20, 40]}",
          "{fuzzy_set: z}" },
        { "r: {type: rsi}", "z: {indicator: r, low: [0, 20, 41]}", "{fuzzy_set: z}" },
        { "r: {type: rsi}", "z: {indicator: r, low: [0, 20, 40]}", "{fuzzy_set: z, lags: 1}" },
        { "r: {type: rsi}", "z: {indicator: r, low: [0, 20, 40]}",
          "{fuzzy_set: z, timeframes: [1d]}" },
        { "r: {type: rsi}", "", "{raw_indicator: r}" },
        { "r: {type: rsi}", "", "{raw_indicator: r, normalization: minmax}" },
    };
    char hashes[COUNT(variants)][HASH_HEX], again[HASH_HEX];

    for (size_t i = 0; i < COUNT(variants); i++) {
        OWNED(feature_plan_release) struct feature_plan plan = {0};
        CHECK(build(variants[i][0], variants[i][1], variants[i][2], &plan));
        feature_plan_hash(&plan, hashes[i]);
        CHECK(strlen(hashes[i]) == 64);
        for (size_t k = 0; k < i; k++)
            CHECK(strcmp(hashes[i], hashes[k]));
        feature_plan_add_fit(&plan, "X");           /* what was learnt is not the plan */
        feature_plan_hash(&plan, again);
        CHECK(!strcmp(again, hashes[i]));
    }
    {
        OWNED(feature_plan_release) struct feature_plan plan = {0};
        OWNED(buf_release) struct buf text = {0};
        CHECK(build("r: {type: rsi}", "z: {indicator: r, low: [0, 20, 40]}", "{fuzzy_set: z}",
                    &plan));
        feature_plan_hash(&plan, again);
        CHECK(!strcmp(again, hashes[0]));           /* 14 is the default */
        feature_plan_text(&plan, &text);
        CHECK_TEXT(text.bytes,
                   "ktrdr feature plan 1, a row per bar of 1h\n"
                   "1h_z_low: 1h rsi(period=14) of close, rsi; triangular(0, 20, 40); lag 0\n"
                   "1d_z_low: 1d rsi(period=14) of close, rsi; triangular(0, 20, 40); lag 0\n");
    }
}

TEST(two_columns_of_one_name_are_refused)
{
    OWNED(feature_plan_release) struct feature_plan plan = {0};

    CHECK(!build("r: {type: rsi}", "a: {indicator: r, b_c: [0, 20, 40]}, "
                 "a_b: {indicator: r, c: [0, 1, 2]}", "{fuzzy_set: a}, {fuzzy_set: a_b}", &plan));
    CHECK(!findings.n_errors && !plan.columns);
}

TEST(a_day_is_known_only_when_it_has_ended)
{
    OWNED(bars_release) struct bars hours = make_hours(7), days = make_days(&hours);
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    OWNED(features_release) struct features features = {0};
    const struct features_input in = input_of(&hours, &days);
    static double roc[HOURS];
    double *const out[] = { roc };
    struct error err = {0};

    CHECK(build("r: {type: roc, period: 1}", "", "{raw_indicator: r, timeframes: [1d]}", &plan));
    CHECK(features_compute(&plan, &in, &features, &err));
    CHECK(indicator_run(indicator_find("roc"), &days, (double[]){ 1 }, INDICATOR_SOURCE_CLOSE, out,
                        &err));
    CHECK(features.rows == HOURS && features.columns == 1);
    CHECK(features.first_row == 47);        /* the last hour of the second day: its day ends then */
    CHECK(isnan(at(&features, 46, 0)));
    for (size_t i = features.first_row; i < HOURS; i++)
        CHECK(at(&features, i, 0) == (float)roc[(i + 1) / 24 - 1]);
}

TEST(a_lag_counts_bars_of_its_own_timeframe)
{
    OWNED(bars_release) struct bars hours = make_hours(7), days = make_days(&hours);
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    OWNED(features_release) struct features features = {0};
    const struct features_input in = input_of(&hours, &days);
    struct error err = {0};

    CHECK(build("r: {type: roc, period: 1}", "",
                "{raw_indicator: r, timeframes: [1h, 1d], lags: 1}", &plan));
    CHECK(features_compute(&plan, &in, &features, &err));
    CHECK(features.columns == 4 && features.first_row == 71);
    for (size_t i = 100; i < 400; i++) {
        CHECK(at(&features, i, 1) == at(&features, i - 1, 0));
        CHECK(at(&features, i, 3) == at(&features, i - 24, 2));
    }
}

TEST(a_rolling_zscore_is_that_of_its_window)
{
    OWNED(bars_release) struct bars hours = make_hours(9);
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    OWNED(features_release) struct features features = {0};
    const struct features_input in = input_of(&hours, NULL);
    const double *close = hours.column[BARS_CLOSE];
    struct error err = {0};

    CHECK(build("s: {type: sma, period: 2}", "", "{raw_indicator: s, timeframes: [1h], "
                "normalization: rolling_zscore, window: 20}", &plan));
    CHECK(features_compute(&plan, &in, &features, &err));
    CHECK(features.first_row == 20);
    for (size_t i = 20; i < 300; i++) {
        double sum = 0, squares = 0;
        for (size_t k = i - 19; k <= i; k++)
            sum += (close[k] + close[k - 1]) / 2;
        for (size_t k = i - 19; k <= i; k++)
            squares += ((close[k] + close[k - 1]) / 2 - sum / 20) *
                       ((close[k] + close[k - 1]) / 2 - sum / 20);
        CHECK_NEAR(at(&features, i, 0),
                   ((close[i] + close[i - 1]) / 2 - sum / 20) / sqrt(squares / 20), 1e-6);
    }
}

TEST(scales_are_learnt_from_the_training_rows_alone_and_nothing_is_clipped)
{
    OWNED(bars_release) struct bars hours = make_hours(3);
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    OWNED(features_release) struct features features = {0};
    const struct features_input in = input_of(&hours, NULL);
    struct features_input other = in;
    static size_t rows[600];
    struct error err = {0};
    double sum = 0, squares = 0;
    float low = 1e9f, high = -1e9f;
    size_t outside = 0;

    CHECK(build("r: {type: roc, period: 3}, q: {type: roc, period: 5}", "",
                "{raw_indicator: r, timeframes: [1h], normalization: zscore}, "
                "{raw_indicator: q, timeframes: [1h], normalization: minmax}", &plan));
    CHECK(feature_plan_needs_fit(&plan));
    CHECK(!features_compute(&plan, &in, &features, &err) && err.code == ERROR_INVALID);
    for (size_t i = 0; i < COUNT(rows); i++)
        rows[i] = 10 + i;
    CHECK(features_fit(&plan, &in, rows, COUNT(rows), &err));
    CHECK(features_compute(&plan, &in, &features, &err));
    for (size_t i = 0; i < COUNT(rows); i++) {
        sum += at(&features, rows[i], 0);
        squares += at(&features, rows[i], 0) * at(&features, rows[i], 0);
        low = fminf(low, at(&features, rows[i], 1));
        high = fmaxf(high, at(&features, rows[i], 1));
    }
    CHECK_NEAR(sum / 600, 0, 1e-6);
    CHECK_NEAR(squares / 600, 1, 1e-6);
    CHECK(low == 0 && high == 1);
    for (size_t i = 610; i < HOURS; i++)
        outside += at(&features, i, 1) < 0 || at(&features, i, 1) > 1;
    CHECK(outside > 0);
    other.symbol = "Y";
    CHECK(!features_compute(&plan, &other, &features, &err) && strstr(err.text, "'Y'"));
    rows[0] = 2;
    CHECK(!features_fit(&plan, &in, rows, COUNT(rows), &err) && strstr(err.text, "no value"));
    CHECK(plan.n_fits == 1);
}

TEST(prices_are_adjusted_where_the_factors_are_known)
{
    OWNED(bars_release) struct bars hours = make_hours(4), scaled = make_hours(4);
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    OWNED(features_release) struct features features = {0}, wanted = {0};
    struct features_input in = input_of(&hours, NULL);
    struct error err = {0};

    bars_add_column(&hours, BARS_ADJUST, 1);
    for (size_t i = 0; i < 500; i++) {
        hours.column[BARS_ADJUST][i] = 0.5;
        for (int c = BARS_OPEN; c <= BARS_CLOSE; c++)
            scaled.column[c][i] *= 0.5;
    }
    CHECK(build("r: {type: rsi, period: 5}, a: {type: atr, period: 5}", "",
                "{raw_indicator: r, timeframes: [1h]}, {raw_indicator: a, timeframes: [1h], "
                "normalization: rolling_zscore}", &plan));
    CHECK(features_compute(&plan, &in, &features, &err));
    in.bars[TIMEFRAME_1_HOUR] = &scaled;
    CHECK(features_compute(&plan, &in, &wanted, &err));
    CHECK(features.first_row == wanted.first_row);
    CHECK(!memcmp(features.values + 2 * features.first_row, wanted.values + 2 * wanted.first_row,
                  2 * (HOURS - features.first_row) * sizeof(float)));
    hours.column[BARS_ADJUST][7] = 0;
    in.bars[TIMEFRAME_1_HOUR] = &hours;
    CHECK(!features_compute(&plan, &in, &features, &err) && err.code == ERROR_BAD_DATA);
}

TEST(bars_that_are_missing_are_an_error_and_not_an_old_value)
{
    OWNED(bars_release) struct bars hours = make_hours(5), days = make_days(&hours);
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    struct bars few = bars_slice(&days, 0, 20), none = bars_slice(&hours, 0, 0);
    struct features features = {0};
    struct features_input in = input_of(&hours, NULL);
    struct error err = {0};

    CHECK(build("r: {type: roc, period: 1}", "", "{raw_indicator: r, timeframes: [1d]}", &plan));
    CHECK(!features_compute(&plan, &in, &features, &err) && err.code == ERROR_INVALID);
    in.bars[TIMEFRAME_1_DAY] = &few;
    CHECK(!features_compute(&plan, &in, &features, &err) && err.code == ERROR_BAD_DATA);
    CHECK(strstr(err.text, "1d bars are missing before 2018-02-"));
    in.bars[TIMEFRAME_1_DAY] = &none;
    CHECK(!features_compute(&plan, &in, &features, &err) && strstr(err.text, "no 1d bars"));
    CHECK(!features.values);
}

TEST(bars_that_are_all_warmup_give_no_row)
{
    OWNED(bars_release) struct bars hours = make_hours(6);
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    OWNED(features_release) struct features features = {0};
    struct bars few = bars_slice(&hours, 0, 14);
    const struct features_input in = input_of(&few, NULL);
    struct error err = {0};

    CHECK(build("r: {type: rsi}", "", "{raw_indicator: r, timeframes: [1h]}", &plan));
    CHECK(features_compute(&plan, &in, &features, &err));
    CHECK(features.rows == 14 && features.first_row == 14);
    for (size_t i = 0; i < 14; i++)
        CHECK(isnan(at(&features, i, 0)));
}
