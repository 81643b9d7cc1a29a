/* Leaks that are planted here, in indicators and plans of the test's own, must be found by name; an
 * honest plan has none. */
#include "base/mem.h"
#include "domain/lookahead.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BARS = 900, DAY = 86400, FITTED = 300 };

static struct findings findings;
static uint64_t state = 7;

static double random_step(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) / (double)(1ull << 53) - 0.5;
}

static struct bars make_bars(void)
{
    struct bars bars = {0};
    double price = 100;

    state = 7;
    for (int64_t i = 0; i < BARS; i++) {
        const double open = price, close = open * (1 + 0.04 * random_step());
        const double value[] = { open, fmax(open, close) * 1.01, fmin(open, close) * 0.99, close,
                                 1000 * (1.1 + random_step()) };
        bars_append(&bars, 1514764800 + i * DAY, value);
        price = close;
    }
    return bars;
}

struct stage {
    struct bars bars;
    struct strategy strategy;
    struct feature_plan plan;
    struct features_input in;
    size_t fit_rows[FITTED];
};

static void stage_release(struct stage *stage)
{
    feature_plan_release(&stage->plan);
    strategy_release(&stage->strategy);
    bars_release(&stage->bars);
}

/* Raw values, a fitted one, memberships, and whatever stop the decisions have. */
static bool stage_open(struct stage *stage, const char *labels)
{
    OWNED(buf_release) struct buf text = {0};
    struct error err = {0};

    buf_print(&text, "name: t\ntraining_data: {symbols: {symbol: X}, timeframes: {timeframe: 1d}}\n"
              "indicators: {r: {type: rsi, period: 5}, m: {type: roc, period: 3}}\n"
              "fuzzy_sets: {f: {indicator: r, low: [0, 20, 60], high: [40, 80, 100]}}\n"
              "nn_inputs: [{fuzzy_set: f}, {raw_indicator: m, normalization: zscore}]\n"
              "model: {architecture: {hidden_layers: [6]}}\n"
              "training: {labels: {source: %s}}\ndecisions: {stop_loss: 2%%}\n", labels);
    findings = (struct findings){0};
    if (!strategy_parse(text.bytes, text.length, &stage->strategy, &findings)) {
        printf("    %s: %s\n", findings.items[0].field, findings.items[0].text);
        return false;
    }
    stage->bars = make_bars();
    stage->in = (struct features_input){ .symbol = "X", .calendar = calendar_find("none") };
    stage->in.bars[TIMEFRAME_1_DAY] = &stage->bars;
    for (size_t i = 0; i < FITTED; i++)
        stage->fit_rows[i] = 50 + i;
    return feature_plan_build(&stage->strategy, &stage->plan, &err) &&
           features_fit(&stage->plan, &stage->in, stage->fit_rows, FITTED, &err);
}

static struct lookahead_report check(struct stage *stage)
{
    const struct lookahead_subject subject = {
        .strategy = &stage->strategy, .plan = &stage->plan, .in = &stage->in,
        .fit_rows = stage->fit_rows, .n_fit_rows = FITTED, .probes = 4, .seed = 1,
    };
    struct lookahead_report report = {0};
    struct error err = {0};

    if (!lookahead_check(&subject, &report, &err))
        test_expect(false, __FILE__, __LINE__, "%s", err.text);
    return report;
}

static const struct lookahead_leak *find(const struct lookahead_report *report,
                                         enum lookahead_part part, const char *what)
{
    for (size_t i = 0; i < report->n_leaks && i < LOOKAHEAD_LEAKS; i++)
        if (report->leaks[i].part == part && !strcmp(report->leaks[i].what, what))
            return &report->leaks[i];
    return NULL;
}

/* Tomorrow's close over today's. */
static void peek(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t ahead = (size_t)param[0];

    for (size_t i = 0; i < n; i++)
        out[0][i] = i + ahead < n ? in[0][i + ahead] / in[0][i] - 1 : 0;
}

/* The distance from the mean of all there is, as careless normalisation has it. */
static void demean(size_t n, const double *const in[], const double *param, double *const out[])
{
    double sum = 0;

    (void)param;
    for (size_t i = 0; i < n; i++)
        sum += in[0][i];
    for (size_t i = 0; i < n; i++)
        out[0][i] = in[0][i] - sum / (double)n;
}

static size_t no_warmup(const double *param)
{
    (void)param;
    return 0;
}

static const struct indicator peeking = {
    .name = "peek", .title = "", .origin = "", .n_inputs = 1, .inputs = { INDICATOR_PRICE },
    .n_params = 1, .params = { INDICATOR_BARS("ahead", 1, 1) }, .n_outputs = 1,
    .outputs = { "peek" }, .warmup = no_warmup, .compute = peek,
};
static const struct indicator demeaning = {
    .name = "demean", .title = "", .origin = "", .n_inputs = 1, .inputs = { INDICATOR_PRICE },
    .n_outputs = 1, .outputs = { "demean" }, .warmup = no_warmup, .compute = demean,
};

TEST(an_honest_plan_has_no_leak_with_any_kind_of_label)
{
    static const char *const labels[] = { "zigzag", "zigzag_segments", "forward_return",
                                          "triple_barrier" };

    for (size_t i = 0; i < COUNT(labels); i++) {
        OWNED(stage_release) struct stage stage = {0};
        struct lookahead_report report;

        CHECK(stage_open(&stage, labels[i]));
        report = check(&stage);
        for (size_t k = 0; k < report.n_leaks; k++)
            printf("    %s: %s %s\n", labels[i], lookahead_part_name(report.leaks[k].part),
                   report.leaks[k].what);
        CHECK(!report.n_leaks && report.probes == 4 && report.runs == 12);
        for (int part = 0; part < LOOKAHEAD_PARTS; part++)
            CHECK(report.n_compared[part] > 0);
    }
}

TEST(an_indicator_that_sees_tomorrow_is_caught_by_its_feature_and_by_what_follows)
{
    OWNED(stage_release) struct stage stage = {0};
    struct lookahead_report report;
    const struct lookahead_leak *leak;

    CHECK(stage_open(&stage, "zigzag"));
    stage.plan.series[stage.plan.columns[2].series].indicator = &peeking;
    stage.plan.series[stage.plan.columns[2].series].param[0] = 1;
    report = check(&stage);
    leak = find(&report, LOOKAHEAD_FEATURE, "1d_m_raw");
    CHECK(leak && leak->bar == leak->known);        /* the last bar that was known, and no other */
    CHECK(find(&report, LOOKAHEAD_DECISION, "confidence") ||
          find(&report, LOOKAHEAD_DECISION, "signal"));
    CHECK(!find(&report, LOOKAHEAD_FEATURE, "1d_f_low"));
    CHECK(!find(&report, LOOKAHEAD_LABEL, "class"));
}

TEST(a_mean_over_all_bars_is_caught_from_the_first_row_on)
{
    OWNED(stage_release) struct stage stage = {0};
    struct lookahead_report report;
    const struct lookahead_leak *leak;

    CHECK(stage_open(&stage, "zigzag"));
    stage.plan.series[stage.plan.columns[2].series].indicator = &demeaning;
    report = check(&stage);
    leak = find(&report, LOOKAHEAD_FEATURE, "1d_m_raw");
    CHECK(leak && leak->bar == report.first_row && leak->bar < leak->known);
    CHECK(find(&report, LOOKAHEAD_SCALE, "1d_m_raw"));
}

TEST(leaks_are_counted_by_name_not_by_row)
{
    OWNED(stage_release) struct stage stage = {0};
    struct lookahead_report report;

    CHECK(stage_open(&stage, "zigzag"));
    stage.plan.series[stage.plan.columns[0].series].indicator = &peeking;
    stage.plan.series[stage.plan.columns[0].series].param[0] = 3;
    report = check(&stage);
    CHECK(find(&report, LOOKAHEAD_FEATURE, "1d_f_low") || report.n_leaks > 0);
    for (size_t i = 0; i < report.n_leaks; i++)
        for (size_t k = 0; k < i; k++)
            CHECK(report.leaks[i].part != report.leaks[k].part ||
                  strcmp(report.leaks[i].what, report.leaks[k].what) != 0);
}

TEST(bars_up_to_the_moment_are_the_same_and_later_ones_are_not)
{
    OWNED(bars_release) struct bars bars = make_bars();
    const struct lookahead_poisoning poisoning = {
        calendar_find("none"), TIMEFRAME_1_DAY, bars.time[99] + DAY, 3 };
    struct error err = {0};

    for (int how = 0; how < LOOKAHEAD_POISONS; how++) {
        OWNED(bars_release) struct bars made =
            lookahead_poison_bars(&bars, (enum lookahead_poison)how, &poisoning);

        CHECK(bars_check(&made, &err));
        CHECK(made.count == (how == LOOKAHEAD_CUT_OFF ? 100 : BARS));
        for (int c = 0; c < BARS_REQUIRED; c++) {
            CHECK(!memcmp(made.column[c], bars.column[c], 100 * sizeof(double)));
            for (size_t i = 100; i < made.count; i++)
                CHECK(made.column[c][i] != bars.column[c][i]);
        }
    }
}

static bool stop(void *arg)
{
    (void)arg;
    return false;
}

TEST(a_check_can_be_stopped_and_needs_bars)
{
    OWNED(stage_release) struct stage stage = {0};
    struct lookahead_subject subject = { .probes = 1 };
    struct lookahead_report report;
    struct error err = {0};

    CHECK(stage_open(&stage, "zigzag"));
    subject.strategy = &stage.strategy;
    subject.plan = &stage.plan;
    subject.in = &stage.in;
    stage.bars.count = 5;
    CHECK(!lookahead_check(&subject, &report, &err) && err.code == ERROR_BAD_DATA);
    stage.bars.count = BARS;
    CHECK(lookahead_check(&subject, &report, &err) && report.runs == 3);
    subject.go_on = stop;
    CHECK(!lookahead_check(&subject, &report, &err) && err.code == ERROR_CANCELLED);
}
