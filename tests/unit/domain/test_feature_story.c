/* The shipped strategy over the S&P 500, from bars to rows that can be learnt from. */
#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/features.h"
#include "domain/labels/labels.h"
#include "domain/split.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

static struct findings findings;

static bool read_strategy(struct strategy *ret_strategy)
{
    OWNED(buf_release) struct buf text = {0};
    FILE *file = fopen(test_path("../strategies/spx_trend.yaml"), "rb");
    char part[1024];
    size_t n;

    if (!file)
        return false;
    while ((n = fread(part, 1, sizeof(part), file)))
        buf_add(&text, part, n);
    fclose(file);
    findings = (struct findings){0};
    return strategy_parse(text.bytes, text.length, ret_strategy, &findings);
}

static void read_bars(const char *path, struct bars *ret_bars)
{
    FILE *file = fopen(path, "r");
    char line[256], time[32];

    while (file && fgets(line, sizeof(line), file)) {
        double v[BARS_REQUIRED];
        enum date_zone zone;
        struct error err;
        int64_t seconds;

        if (sscanf(line, "%31[^,],%lf,%lf,%lf,%lf,%lf", time, &v[0], &v[1], &v[2], &v[3], &v[4]) ==
                6 && date_parse_iso(time, &seconds, &zone, &err))
            bars_append(ret_bars, seconds, v);
    }
    if (file)
        fclose(file);
}

static void check_columns(const struct feature_plan *plan, const struct features *features)
{
    for (size_t c = 0; c < features->columns; c++) {
        float low = 1e9f, high = -1e9f;

        for (size_t i = features->first_row; i < features->rows; i++) {
            low = fminf(low, features->values[i * features->columns + c]);
            high = fmaxf(high, features->values[i * features->columns + c]);
        }
        if (plan->columns[c].membership.kind)
            test_expect(low >= 0 && low < 0.1f && high > 0.9f && high <= 1, __FILE__, __LINE__,
                        "%s goes from %g to %g", plan->columns[c].name, (double)low, (double)high);
        else
            test_expect(low < -1 && high > 1, __FILE__, __LINE__, "%s goes from %g to %g",
                        plan->columns[c].name, (double)low, (double)high);
    }
}

/* Rows that have features and a settled label. */
static size_t collect(const struct features *features, const struct labels *labels,
                      const struct bars *bars, struct split_row *ret_rows, size_t *ret_bar)
{
    size_t n = 0;

    for (size_t i = features->first_row; i < bars->count; i++)
        if (labels->classes[i] != LABELS_OPEN_ENDED) {
            ret_bar[n] = i;
            ret_rows[n++] = (struct split_row){ bars->time[i], bars->time[labels->settled[i]], 0 };
        }
    return n;
}

TEST(the_shipped_strategy_makes_rows_to_learn_from_of_the_sp_500)
{
    const char *path = test_extra_path("data/SPX_1d.csv");
    OWNED(bars_release) struct bars bars = {0};
    OWNED(strategy_release) struct strategy strategy = {0};
    OWNED(feature_plan_release) struct feature_plan plan = {0};
    OWNED(features_release) struct features features = {0};
    OWNED(labels_release) struct labels labels = {0};
    OWNED(split_release) struct split split = {0};
    struct features_input in = { .symbol = "SPX", .calendar = calendar_find("none") };
    static struct split_row rows[6000];
    static size_t bar[6000], train[6000];
    size_t n, counts[SIGNAL_COUNT];
    struct error err = {0};

    if (!path) {
        test_skip("the S&P 500 is not beside this checkout (data/SPX_1d.csv)");
        return;
    }
    read_bars(path, &bars);
    CHECK(bars.count == 5105 && read_strategy(&strategy));
    in.bars[TIMEFRAME_1_DAY] = &bars;
    CHECK(feature_plan_build(&strategy, &plan, &err));
    CHECK(labels_make(&strategy.labels, &bars, &labels, &err));
    for (size_t i = 0; i < 3000; i++)
        train[i] = 300 + i;
    CHECK(features_fit(&plan, &in, train, 3000, &err));
    CHECK(features_compute(&plan, &in, &features, &err));
    CHECK(features.first_row == 268);       /* 20 bars of the bands, then 250 of the window */
    check_columns(&plan, &features);
    n = collect(&features, &labels, &bars, rows, bar);
    CHECK(n > 4700);
    CHECK(split_make(&strategy.split, rows, n, &split, &err));
    for (int p = 0; p < SPLIT_PARTS; p++) {
        for (size_t i = 0; i < split.count[p]; i++)
            train[i] = bar[split.rows[p][i]];
        labels_count(&labels, train, split.count[p], counts);
        printf("    %s: %zu rows, %zu BUY, %zu HOLD, %zu SELL\n",
               split_part_name((enum split_part)p), split.count[p], counts[SIGNAL_BUY],
               counts[SIGNAL_HOLD], counts[SIGNAL_SELL]);
        for (int c = 0; c < SIGNAL_COUNT; c++)
            CHECK(counts[c] * 20 > split.count[p]);
    }
}
