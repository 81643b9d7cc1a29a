#include "base/buf.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_migrate.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static const char v2[] =
    "name: fx_pullback_demo\n"
    "description: Pullback entries on EURUSD\n"
    "version: \"1.0\"\n"
    "scope: symbol_specific\n"
    "training_data:\n"
    "  symbols: {mode: single, symbol: EURUSD}\n"
    "  timeframes: {mode: multi_timeframe, list: [1h, 4h], base_timeframe: 1h}\n"
    "  history_required: 300\n"
    "deployment:\n"
    "  target_symbols: {mode: training_only}\n"
    "indicators:\n"
    "  - {name: rsi, type: RSI, params: {period: 10, source: close}}\n"
    "  - {name: ema, type: EMA, period: 50}\n"
    "  - {name: macd, fast_period: 5}\n"
    "fuzzy_sets:\n"
    "  rsi:\n"
    "    weak: {type: trapezoidal, parameters: [0, 0, 25, 40]}\n"
    "    middle: {type: Triangular, parameters: [35, 50, 65]}\n"
    "  ema:\n"
    "    under: {type: triangular, parameters: [0.980, 0.990, 1.000]}\n"
    "    at: {type: gaussian, parameters: [1.000, 0.003]}\n"
    "  macd:\n"
    "    up: {type: triangular, parameters: [0, 0.001, 0.002]}\n"
    "model:\n"
    "  type: mlp\n"
    "  architecture: {hidden_layers: [32, 16], activation: tanh, dropout: 0.1}\n"
    "  features: {lookback_periods: 2}\n"
    "  training:\n"
    "    learning_rate: 0.0008\n"
    "    optimizer: adam\n"
    "    early_stopping: {patience: 8, monitor: val_loss}\n"
    "    lr_scheduler: {type: reduce_on_plateau, factor: 0.5, patience: 4}\n"
    "    analytics: {enabled: true}\n"
    "decisions:\n"
    "  output_format: classification\n"
    "  confidence_threshold: 0.55\n"
    "  filters: {min_signal_separation: 6.5, volume_filter: false}\n"
    "training:\n"
    "  method: supervised\n"
    "  labels: {source: zigzag, zigzag_threshold: 0.006, label_lookahead: 24}\n"
    "  data_split: {train: 0.7, validation: 0.15, test: 0.15}\n"
    "orchestrator:\n"
    "  max_position_size: 0.9\n";

static struct findings findings;

static void show(void)
{
    for (size_t i = 0; i < findings.count; i++)
        if (findings.items[i].kind == FINDINGS_ERROR)
            printf("    %d: %s: %s\n", findings.items[i].line, findings.items[i].field,
                   findings.items[i].text);
}

static bool is_noted(enum findings_kind kind, const char *field, const char *text)
{
    for (size_t i = 0; i < findings.count; i++)
        if (findings.items[i].kind == kind && !strcmp(findings.items[i].field, field) &&
            strstr(findings.items[i].text, text))
            return true;
    return false;
}

static bool migrate(const char *text, struct buf *ret_text)
{
    findings = (struct findings){0};
    return strategy_migrate(text, strlen(text), ret_text, &findings);
}

TEST(a_v2_file_becomes_a_v3_one_that_means_the_same)
{
    OWNED(buf_release) struct buf text = {0};
    struct strategy s;
    const double *under;

    if (!migrate(v2, &text))
        show();
    CHECK(!findings.n_errors);
    findings = (struct findings){0};
    CHECK(text.bytes && strategy_parse(text.bytes, text.length, &s, &findings));
    if (findings.n_errors || !text.bytes)
        return;
    CHECK(s.data.n_symbols == 1 && s.data.n_timeframes == 2 && s.data.base == TIMEFRAME_1_HOUR);
    CHECK(s.n_indicators == 3 && s.indicators[0].param[0] == 10);
    CHECK(s.indicators[1].indicator == indicator_find("distance_from_ma"));
    CHECK(s.indicators[1].param[0] == 50 && s.indicators[1].param[1] == 1);     /* ema */
    CHECK(s.indicators[2].param[0] == 5);               /* beside the name, and honoured */
    under = s.fuzzy_sets[1].members[0].membership.param;
    CHECK_NEAR(under[0], -2, 1e-12);
    CHECK_NEAR(under[1], -1, 1e-12);
    CHECK_NEAR(under[2], 0, 1e-12);
    CHECK_NEAR(s.fuzzy_sets[1].members[1].membership.param[1], 0.3, 1e-12);
    CHECK(s.fuzzy_sets[2].reads.output == 0);           /* the line of macd */
    CHECK(s.n_inputs == 3 && s.inputs[0].lags == 2 && s.shape.inputs == 5 * 2 * 3);
    CHECK(s.shape.hidden[0] == 32 && s.shape.activation == NETWORK_TANH);
    CHECK(s.training.learning_rate == 0.0008 && s.training.early_stopping.patience == 8);
    CHECK(s.training.lr_scheduler.type == TRAIN_REDUCE_ON_PLATEAU);
    CHECK(s.decisions.min_signal_separation == 7);      /* 6.5 hours of 1h bars */
    CHECK(s.decisions.confidence_threshold == 0.55 && s.labels.zigzag_threshold == 0.006);
    strategy_release(&s);
}

TEST(what_changed_or_was_dropped_is_told_with_its_line)
{
    OWNED(buf_release) struct buf text = {0};

    CHECK(migrate(v2, &text));
    CHECK(is_noted(FINDINGS_WARNING, "scope", "dropped"));
    CHECK(is_noted(FINDINGS_WARNING, "deployment", "dropped"));
    CHECK(is_noted(FINDINGS_WARNING, "orchestrator", "dropped"));
    CHECK(is_noted(FINDINGS_WARNING, "model.training.analytics", "dropped"));
    CHECK(is_noted(FINDINGS_WARNING, "decisions.filters.volume_filter", "dropped"));
    CHECK(is_noted(FINDINGS_WARNING, "decisions.filters.min_signal_separation", "rounded up"));
    CHECK(is_noted(FINDINGS_WARNING, "indicators", "distance_from_ma"));
    CHECK(is_noted(FINDINGS_WARNING, "training.labels", "zigzag_segments"));
    CHECK(findings.items[0].line == 3);                 /* version */
}

TEST(what_cannot_be_carried_over_is_refused)
{
    OWNED(buf_release) struct buf text = {0};
    static const char *const minimal =
        "name: x\ndata: {symbols: [A], timeframes: [1d]}\nindicators: [{name: %s}]\n"
        "fuzzy_sets: {%s: {low: {type: triangular, parameters: [1, 2, 3]}}}\n"
        "model: {architecture: {hidden_layers: [4]}%s}\n"
        "training: {labels: {zigzag_threshold: 0.05}}\n";
    struct strategy s;

    buf_print(&text, minimal, "rsi", "rsi", "");
    {
        OWNED(buf_release) struct buf out = {0};
        if (!migrate(text.bytes, &out))
            show();
        CHECK(!findings.n_errors);
        findings = (struct findings){0};
        CHECK(strategy_parse(out.bytes, out.length, &s, &findings));
        CHECK(s.labels.kind == STRATEGY_ZIGZAG);
        strategy_release(&s);
    }
    text.length = 0;
    buf_print(&text, minimal, "rsi", "rsi", ", colour: red");
    OWNED(buf_release) struct buf out = {0};
    CHECK(!migrate(text.bytes, &out) && is_noted(FINDINGS_ERROR, "model.colour", "cannot be"));
    text.length = 0;
    buf_print(&text, minimal, "nonsense", "nonsense", "");
    CHECK(!migrate(text.bytes, &out) &&
          is_noted(FINDINGS_ERROR, "indicators.nonsense", "there is no indicator"));
    text.length = out.length = 0;
    buf_print(&text, minimal, "bollinger_bands", "bollinger_bands", "");
    CHECK(!migrate(text.bytes, &out) && is_noted(FINDINGS_ERROR, "fuzzy_sets.bollinger_bands",
                                                 "several outputs"));
    CHECK(!migrate("nn_inputs: []", &out) && findings.n_errors == 1);
    CHECK(!migrate("[", &out) && findings.items[0].line);
}
