#include "base/buf.h"
#include "base/yaml_write.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_grammar.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char whole[] =
    "name: trend_triple_demo\n"                                                     /* 1 */
    "version: \"3.0\"\n"
    "training_data:\n"
    "  symbols: {mode: multi_symbol, symbols: [AAPL, brk b]}\n"
    "  timeframes: {timeframes: [1h, 1d], base_timeframe: 1h}\n"                    /* 5 */
    "  start_date: 2010-01-31\n"
    "indicators:\n"
    "  rsi_fast: {type: rsi, period: 7, source: hlc3}\n"
    "  bands: {type: bbands, period: 20, multiplier: 2.5}\n"
    "  trend: {type: adx}\n"                                                        /* 10 */
    "fuzzy_sets:\n"
    "  rsi_zone:\n"
    "    indicator: rsi_fast\n"
    "    low: [0, 20, 40]\n"
    "    high: {type: trapezoidal, parameters: [60, 80, 100, 100]}\n"               /* 15 */
    "  strength:\n"
    "    indicator: trend.adx\n"
    "    calm: {type: gaussian, parameters: [10, 5]}\n"
    "nn_inputs:\n"
    "  - {fuzzy_set: rsi_zone, timeframes: all, lags: 2}\n"                         /* 20 */
    "  - {fuzzy_set: strength, timeframes: [1d]}\n"
    "  - {raw_indicator: bands.middle, timeframes: [1h], normalization: rolling_zscore}\n"
    "model:\n"
    "  type: mlp\n"
    "  architecture: {hidden_layers: [48, 24], activation: tanh, dropout: 0.1}\n"   /* 25 */
    "decisions:\n"
    "  confidence_threshold: 0.4\n"
    "  stop_loss: 3%\n"
    "  filters: {min_signal_separation: 3}\n"
    "training:\n"                                                                   /* 30 */
    "  labels: {source: zigzag, zigzag_threshold: 0.04}\n"
    "  data_split: {train: 0.6, validation: 0.2, test: 0.2}\n"
    "  epochs: 80\n"
    "  optimizer: sgd\n"
    "  early_stopping: {patience: 7}\n"                                             /* 35 */
    "  lr_scheduler: {type: step}\n";

static struct findings findings;

static bool parse(const char *text, struct strategy *ret_strategy)
{
    findings = (struct findings){0};
    return strategy_parse(text, strlen(text), ret_strategy, &findings);
}

/* The whole file with one piece of it exchanged. */
static void exchange(const char *old, const char *new, struct buf *ret_text)
{
    const char *at = strstr(whole, old);

    if (!at) {
        CHECK(at);
        return;
    }
    buf_add(ret_text, whole, (size_t)(at - whole));
    buf_print(ret_text, "%s%s", new, at + strlen(old));
}

static void show(void)
{
    for (size_t i = 0; i < findings.count; i++)
        printf("    %d:%d %s: %s (%s)\n", findings.items[i].line, findings.items[i].column,
               findings.items[i].field, findings.items[i].text, findings.items[i].suggestion);
}

static bool refused_with(size_t n_errors, const char *old, const char *new, int line,
                         const char *field, const char *want)
{
    OWNED(buf_release) struct buf text = {0};
    struct strategy strategy;
    bool is_good = true;

    exchange(old, new, &text);
    if (parse(text.bytes, &strategy)) {
        strategy_release(&strategy);
        return false;
    }
    is_good = findings.n_errors == n_errors && findings.items[0].line == line &&
              !strcmp(findings.items[0].field, field) && strstr(findings.items[0].text, want);
    if (!is_good)
        show();
    return is_good;
}

static bool refused(const char *old, const char *new, int line, const char *field,
                    const char *want)
{
    return refused_with(1, old, new, line, field, want);
}

static bool suggests(const char *want)
{
    return findings.count && strstr(findings.items[0].suggestion, want);
}

TEST(a_whole_file_is_read)
{
    struct strategy s;

    CHECK(parse(whole, &s));
    show();
    CHECK(!findings.n_errors && !findings.n_warnings);
    CHECK(!strcmp(s.name, "trend_triple_demo") && !strcmp(s.version, "3.0"));
    CHECK(s.data.n_symbols == 2 && !strcmp(s.data.symbols[0], "AAPL"));
    CHECK_TEXT(&s.data.symbols[1][0], "BRK.B");
    CHECK(s.data.n_timeframes == 2 && s.data.base == TIMEFRAME_1_HOUR);
    CHECK(s.data.start == 1264896000 && !s.data.end && s.data.history_required == 200);
    CHECK(s.n_indicators == 3 && s.indicators[0].indicator == indicator_find("rsi"));
    CHECK(s.indicators[0].param[0] == 7 && s.indicators[0].source == INDICATOR_SOURCE_HLC3);
    CHECK(s.indicators[1].param[1] == 2.5 && s.indicators[2].param[0] == 14);
    CHECK(s.n_fuzzy_sets == 2 && s.fuzzy_sets[0].n_members == 2);
    CHECK(s.fuzzy_sets[0].members[0].membership.kind == membership_find("triangular"));
    CHECK(s.fuzzy_sets[0].members[1].membership.param[1] == 80);
    CHECK(s.fuzzy_sets[1].reads.indicator == 2 && s.fuzzy_sets[1].reads.output == 0);
    CHECK(s.n_inputs == 3 && s.inputs[0].lags == 2 && s.inputs[0].n_timeframes == 2);
    CHECK(s.inputs[1].timeframes[0] == TIMEFRAME_1_DAY && s.inputs[1].n_timeframes == 1);
    CHECK(s.inputs[2].kind == STRATEGY_RAW && s.inputs[2].raw.output == 1);
    CHECK(s.inputs[2].normalization == STRATEGY_ROLLING_ZSCORE && s.inputs[2].window == 250);
    CHECK(s.shape.inputs == 2 * 3 * 2 + 1 + 1 && s.shape.outputs == 3 && s.shape.n_hidden == 2);
    CHECK(s.shape.hidden[1] == 24 && s.shape.activation == NETWORK_TANH);
    CHECK_NEAR(s.shape.dropout, 0.1, 0);
    CHECK_NEAR(s.decisions.stop_loss, 0.03, 1e-17);
    CHECK(s.decisions.take_profit == 0 && s.decisions.min_signal_separation == 3);
    CHECK(s.decisions.confidence_threshold == 0.4 && s.decisions.position_awareness);
    CHECK(s.labels.kind == STRATEGY_ZIGZAG && s.labels.zigzag_threshold == 0.04);
    CHECK(s.labels.label_lookahead == 20);
    CHECK(s.split.train == 0.6 && s.split.test == 0.2);
    strategy_release(&s);
    CHECK(!s.indicators && !s.n_inputs);
}

TEST(what_is_not_said_has_its_default)
{
    struct strategy s;

    CHECK(parse(whole, &s));
    CHECK(s.training.epochs == 80 && s.training.batch_size == 32 && s.training.seed == 42);
    CHECK(s.training.optimizer == TRAIN_SGD && s.training.momentum == 0.9);
    CHECK(s.training.learning_rate == 0.001 && s.training.loss == TRAIN_CROSS_ENTROPY);
    CHECK(s.training.class_weights == TRAIN_BALANCED);             /* zigzag */
    CHECK(s.training.early_stopping.is_on && s.training.early_stopping.patience == 7);
    CHECK(s.training.early_stopping.min_delta == 0.0001);
    CHECK(s.training.lr_scheduler.type == TRAIN_STEP && s.training.lr_scheduler.gamma == 0.1);
    strategy_release(&s);
}

TEST(a_mistyped_key_is_refused_with_the_one_that_was_meant)
{
    CHECK(refused("  epochs: 80", "  epoch: 80", 33, "training", "unknown key 'epoch'"));
    CHECK(suggests("did you mean 'epochs'?"));
    CHECK(refused("patience: 7", "patiense: 7", 35, "training.early_stopping", "'patiense'"));
    CHECK(suggests("did you mean 'patience'?"));
    CHECK(refused_with(2, "model:\n", "modle:\n", 23, "", "unknown key 'modle'"));
    CHECK(suggests("did you mean 'model'?"));
    CHECK(refused("{type: rsi, period", "{type: rsi, perido", 8, "indicators.rsi_fast",
                  "rsi has no parameter 'perido'"));
    CHECK(suggests("did you mean 'period'?"));
    CHECK(refused("lags: 2", "lag: 2", 20, "nn_inputs.0", "unknown key 'lag'"));
    CHECK(suggests("did you mean 'lags'?"));
    CHECK(refused_with(2, "parameters: [60", "params: [60", 15, "fuzzy_sets.rsi_zone.high",
                       "unknown key 'params'"));
    CHECK(refused("  epochs: 80", "  colour: red", 33, "training", "unknown key 'colour'"));
    CHECK(!suggests("did you mean"));
}

TEST(a_value_of_the_wrong_kind_is_refused_with_what_was_expected)
{
    CHECK(refused("epochs: 80", "epochs: many", 33, "training.epochs",
                  "'many' is not a whole number from 1 to 10000"));
    CHECK(findings.items[0].column == 11);
    CHECK(refused("epochs: 80", "epochs: \"80\"", 33, "training.epochs", "'80' is not a whole"));
    CHECK(refused("epochs: 80", "epochs: 0", 33, "training.epochs", "'0' is not"));
    CHECK(refused("epochs: 80", "epochs: [80]", 33, "training.epochs", "a list is not"));
    CHECK(refused("epochs: 80", "epochs:", 33, "training.epochs", "nothing is not"));
    CHECK(refused("[48, 24]", "[48, 1000000]", 25, "model.architecture.hidden_layers",
                  "'1000000' is not a whole number from 1 to 1024"));
    CHECK(refused("[48, 24]", "[]", 25, "model.architecture.hidden_layers", "1 to 8"));
    CHECK(refused("activation: tanh", "activation: tahn", 25, "model.architecture.activation",
                  "'tahn' is not one of relu tanh sigmoid leaky_relu"));
    CHECK(suggests("did you mean 'tanh'?"));
    CHECK(refused("stop_loss: 3%", "stop_loss: 3", 28, "decisions.stop_loss", "with its sign"));
    CHECK(refused("2010-01-31", "2010-02-30", 6, "training_data.start_date", "not a day"));
    CHECK(refused("period: 20", "period: 20.5", 9, "indicators.bands", "'period' is '20.5'"));
    CHECK(refused("period: 20", "period: -3", 9, "indicators.bands", "'period' is '-3'"));
    CHECK(refused("low: [0, 20, 40]", "low: [0, x, 40]", 14, "fuzzy_sets.rsi_zone.low",
                  "'x' is not a number"));
    CHECK(refused("low: [0, 20, 40]", "low: [0, 50, 40]", 14, "fuzzy_sets.rsi_zone.low",
                  "a <= b <= c"));
    CHECK(refused("symbols: [AAPL, brk b]", "symbols: [AAPL, ../x]", 4, "training_data.symbols",
                  "../x"));
    CHECK(refused("  type: mlp", "  type: 7", 24, "model.type", "'7' is not one of mlp"));
}

TEST(a_name_that_does_not_resolve_is_refused)
{
    CHECK(refused("type: rsi,", "type: rsj,", 8, "indicators.rsi_fast",
                  "there is no indicator 'rsj'"));
    CHECK(suggests("did you mean 'rsi'?"));
    CHECK(refused("indicator: rsi_fast", "indicator: rsi_fats", 13, "fuzzy_sets.rsi_zone",
                  "there is no indicator 'rsi_fats' in this file"));
    CHECK(suggests("did you mean 'rsi_fast'?"));
    CHECK(refused("indicator: rsi_fast", "indicator: rsi_fast.rsi", 13, "fuzzy_sets.rsi_zone",
                  "rsi has a single output; write 'rsi_fast'"));
    CHECK(refused("indicator: trend.adx", "indicator: trend.adxx", 17, "fuzzy_sets.strength",
                  "adx has no output 'adxx'"));
    CHECK(suggests("did you mean 'adx'?"));
    CHECK(refused("indicator: trend.adx", "indicator: trend", 17, "fuzzy_sets.strength",
                  "several outputs"));
    CHECK(refused("fuzzy_set: strength", "fuzzy_set: strenght", 21, "nn_inputs.1",
                  "there is no fuzzy set 'strenght'"));
    CHECK(suggests("did you mean 'strength'?"));
    CHECK(refused("timeframes: [1d]}", "timeframes: [4h]}", 21, "nn_inputs.1",
                  "'4h' is not one of training_data.timeframes"));
    CHECK(refused("timeframes: [1d]}", "timeframes: [1d, 1d]}", 21, "nn_inputs.1", "twice"));
    CHECK(refused("base_timeframe: 1h", "base_timeframe: 1d", 5,
                  "training_data.timeframes.base_timeframe", "not the shortest"));
    CHECK(refused("type: trapezoidal", "type: trapezoid", 15, "fuzzy_sets.rsi_zone.high",
                  "no membership 'trapezoid'"));
    CHECK(suggests("did you mean 'trapezoidal'?"));
    CHECK(refused("fuzzy_set: strength, timeframes: [1d]", "fuzzy_set: rsi_zone, timeframes: [1d]",
                  21, "nn_inputs.1", "is there already, as nn_inputs.0"));
}

TEST(what_makes_no_sense_together_is_refused)
{
    CHECK(refused("test: 0.2", "test: 0.3", 32, "training.data_split", "1.1 together, not 1"));
    CHECK(refused("rolling_zscore", "zscore", 22, "nn_inputs.2", "moves with the price"));
    CHECK(suggests("rolling_zscore"));
    CHECK(refused("    calm: {type: gaussian, parameters: [10, 5]}\n", "", 16,
                  "fuzzy_sets.strength", "has no membership"));
    CHECK(refused("zigzag_threshold: 0.04", "horizon: 5", 31, "training.labels.horizon",
                  "needs training.labels.source to be forward_return"));
    CHECK(refused("  epochs: 80", "  focal_gamma: 1", 33, "training.focal_gamma",
                  "needs training.loss to be focal"));
    CHECK(refused("  epochs: 80", "  loss: mse", 33, "training.loss", "need decisions.output"));
    CHECK(refused("  stop_loss: 3%", "  reverse: yes", 28, "decisions.reverse",
                  "allow_short_from_flat"));
    CHECK(refused("mode: multi_symbol", "mode: single", 4, "training_data.symbols.mode",
                  "there are 2"));
    CHECK(refused("type: rsi, period: 7", "period: 7", 8, "indicators.rsi_fast",
                  "'type' is missing"));
    CHECK(refused("name: trend", "name: a/b", 1, "name", "is no name"));
    CHECK(refused("  labels: {source: zigzag, zigzag_threshold: 0.04}\n", "", 30, "training",
                  "'labels' is missing"));
}

TEST(what_is_not_supported_yet_says_so)
{
    CHECK(refused("type: mlp", "type: lstm", 24, "model.type", "'lstm' is not supported yet"));
    CHECK(refused("source: zigzag, zigzag_threshold: 0.04", "source: regime", 31,
                  "training.labels.source", "'regime' is not supported yet"));
    CHECK(refused("model:\n", "context_data: []\nmodel:\n", 23, "context_data",
                  "not supported yet"));
    CHECK(refused("{type: rsi, period: 7", "{type: rsi, data_source: fred", 8,
                  "indicators.rsi_fast", "not supported yet"));
}

TEST(an_older_file_is_pointed_to_the_migration)
{
    struct strategy s;

    CHECK(!parse("name: x\nscope: universal\nindicators:\n  - {name: rsi}\n", &s));
    CHECK(findings.n_errors == 1 && suggests("ktrdr strategies migrate"));
    CHECK(!parse("[1]", &s) && strstr(findings.items[0].text, "a strategy is a mapping"));
    CHECK(!parse("name: [", &s) && findings.items[0].line);
}

TEST(all_mistakes_are_found_in_one_go)
{
    struct strategy s;

    CHECK(!parse("name: x\nindicators: {r: {type: rsj}}\nnn_inputs: 3\nfoo: 1\n"
                 "training: {epochs: -1}\n", &s));
    CHECK(findings.n_errors >= 6);      /* rsj, nn_inputs, foo, epochs, labels, two sections */
}

TEST(what_nothing_reads_is_a_warning)
{
    OWNED(buf_release) struct buf text = {0};
    struct strategy s;

    exchange("  - {fuzzy_set: strength, timeframes: [1d]}\n", "", &text);
    CHECK(parse(text.bytes, &s));
    CHECK(findings.n_warnings == 1 && !strcmp(findings.items[0].field, "fuzzy_sets.strength"));
    CHECK(findings.items[0].line == 16);
    strategy_release(&s);
}

TEST(a_value_set_from_outside_counts_like_one_in_the_file)
{
    OWNED(yaml_release) struct yaml_node root = {0};
    OWNED(buf_release) struct buf text = {0};
    struct strategy s;
    struct error err = {0};

    findings = (struct findings){0};
    CHECK(yaml_parse(whole, strlen(whole), &root, &findings));
    CHECK(strategy_override(&root, "training.learning_rate=0.0005", &err));
    CHECK(strategy_override(&root, "model.architecture.hidden_layers=[7]", &err));
    CHECK(!strategy_override(&root, "training.epochs", &err) && err.suggestion[0]);
    CHECK(strategy_read(&root, &s, &findings));
    CHECK(s.training.learning_rate == 0.0005 && s.shape.n_hidden == 1 && s.shape.hidden[0] == 7);
    strategy_release(&s);
    yaml_write(&root, &text);
    CHECK(strategy_parse(text.bytes, text.length, &s, &findings));
    CHECK(s.training.learning_rate == 0.0005 && s.n_inputs == 3 && s.n_indicators == 3);
    strategy_release(&s);
    CHECK(strategy_override(&root, "training.learning_rat=1", &err));
    CHECK(!strategy_read(&root, &s, &findings) && findings.items[0].line == 0);
}

TEST(a_regression_wants_a_forward_return_and_a_distance)
{
    OWNED(buf_release) struct buf text = {0};
    struct strategy s;
    static const char *const good =
        "name: r\ntraining_data: {symbols: {symbol: X}, timeframes: {timeframe: 1d}}\n"
        "indicators: {r: {type: rsi}}\nnn_inputs: [{raw_indicator: r, normalization: minmax}]\n"
        "model: {architecture: {hidden_layers: [4]}}\n"
        "decisions: {output_format: regression, cost_model: {round_trip_cost: 0.002}}\n"
        "training: {labels: {source: forward_return, horizon: 5}, loss: %s}\n";

    buf_print(&text, good, "huber");
    CHECK(parse(text.bytes, &s));
    show();
    CHECK(s.shape.outputs == 1 && s.shape.inputs == 1 && s.labels.horizon == 5);
    CHECK(s.training.class_weights == TRAIN_UNWEIGHTED);
    CHECK(s.decisions.round_trip_cost == 0.002 && s.decisions.min_edge_multiplier == 1.5);
    strategy_release(&s);
    text.length = 0;
    buf_print(&text, good, "cross_entropy");
    CHECK(!parse(text.bytes, &s) && strstr(findings.items[0].text, "huber or mse"));
}

TEST(every_default_in_the_table_is_within_its_own_bounds)
{
    for (size_t i = 0; strategy_grammar_at(i); i++) {
        const struct strategy_grammar *row = strategy_grammar_at(i);
        const char *dot = strrchr(row->path, '.');
        char section[64];

        CHECK(row->help && row->help[0]);
        CHECK(strategy_grammar_find(row->path) == (int)i);
        if (!dot)
            continue;
        snprintf(section, sizeof(section), "%.*s", (int)(dot - row->path), row->path);
        CHECK(strategy_grammar_find(section) >= 0);
        CHECK(strategy_grammar_at((size_t)strategy_grammar_find(section))->kind ==
              STRATEGY_GRAMMAR_SECTION);
    }
}
