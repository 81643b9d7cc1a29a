#include "domain/backtest/exchange_clock.h"
#include "domain/strategy/strategy_reader.h"
#include "domain/strategy/strategy_sections.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Whether the word that `path` has, in the file or by default, is one of `words`. */
static bool has_word(const struct strategy_reader *reader, const char *path, const char *words)
{
    const int place = strategy_grammar_find(path);
    const struct strategy_grammar *row = strategy_grammar_at((size_t)place);
    const int value = *(const int *)((const char *)reader->strategy + row->offset);
    char have[32], word[32];
    bool is_refused;

    if (!strategy_grammar_word(row->words, (size_t)value, have, &is_refused))
        return false;
    for (size_t i = 0; strategy_grammar_word(words, i, word, &is_refused); i++)
        if (!strcmp(have, word))
            return true;
    return false;
}

static void check_only_with(struct strategy_reader *reader)
{
    for (size_t i = 0; strategy_grammar_at(i); i++) {
        const struct strategy_grammar *row = strategy_grammar_at(i);
        char path[64];
        size_t length;

        if (!row->only_with || !reader->given[i])
            continue;
        length = strcspn(row->only_with, " ");
        snprintf(path, sizeof(path), "%.*s", (int)length, row->only_with);
        if (!has_word(reader, path, row->only_with + length + 1))
            strategy_reader_wrong_key(reader, reader->given[i], row->path,
                                      "does nothing here: it needs %s to be %s", path,
                                      row->only_with + length + 1);
    }
}

static void check_name(struct strategy_reader *reader)
{
    const struct yaml_item *item = strategy_reader_given(reader, "name");
    bool is_good = reader->strategy->name[0] != '-';

    for (const char *c = reader->strategy->name; *c; c++)
        is_good = is_good && (isalnum((unsigned char)*c) || *c == '_' || *c == '-');
    if (item && (!is_good || (!reader->strategy->name[0] && item->value.is_quoted)))
        strategy_reader_mistake(reader, &item->value, "name",
                                "'%s' is no name: letters, digits, '_' and '-'",
                                reader->strategy->name);
}

static void check_split(struct strategy_reader *reader)
{
    const struct strategy_split *split = &reader->strategy->split;
    const struct yaml_item *item = strategy_reader_given(reader, "training.data_split");
    const double sum = split->train + split->validation + split->test;

    if (item && fabs(sum - 1) > 1e-9)
        strategy_reader_wrong_key(reader, item, "training.data_split",
                                  "train, validation and test are %g together, not 1", sum);
}

static void check_hours(struct strategy_reader *reader)
{
    struct exchange_clock_hours hours;
    struct error err;

    if (!exchange_clock_parse(reader->strategy->decisions.limits.entry_hours, &hours, &err))
        strategy_reader_wrong_key(reader,
                                  strategy_reader_given(reader, "decisions.limits.entry_hours"),
                                  "decisions.limits.entry_hours", "is not like 09:30-16:00");
}

static void check_regression(struct strategy_reader *reader)
{
    const struct strategy *strategy = reader->strategy;
    const struct yaml_item *loss = strategy_reader_given(reader, "training.loss");
    const struct yaml_item *output = strategy_reader_given(reader, "decisions.output_format");
    const bool is_regression = strategy->decisions.output == STRATEGY_REGRESSION;
    const bool is_distance = strategy->training.loss == TRAIN_HUBER ||
                             strategy->training.loss == TRAIN_MSE;

    if (is_regression != is_distance)
        strategy_reader_mistake(reader, loss ? &loss->value : output ? &output->value : NULL,
                                "training.loss", is_regression
                                ? "a regression needs huber or mse"
                                : "huber and mse need decisions.output_format: regression");
    if (is_regression && strategy->labels.kind != STRATEGY_FORWARD_RETURN)
        strategy_reader_mistake(reader, output ? &output->value : NULL,
                                "decisions.output_format",
                                "a regression needs training.labels.source: forward_return");
    if (strategy->decisions.reverse && !strategy->decisions.allow_short_from_flat)
        strategy_reader_wrong_key(reader, strategy_reader_given(reader, "decisions.reverse"),
                                  "decisions.reverse", "needs allow_short_from_flat: true");
    if (strategy->decisions.limits.entry_hours[0])
        check_hours(reader);
    if (strategy->labels.compute_weights)
        strategy_reader_wrong_key(reader,
                                  strategy_reader_given(reader, "training.labels.compute_weights"),
                                  "training.labels.compute_weights", "is not supported yet");
}

/* Defaults that hang on something else in the file. */
static void fill_dependent(struct strategy_reader *reader)
{
    struct strategy *strategy = reader->strategy;
    const bool is_zigzag = strategy->labels.kind == STRATEGY_ZIGZAG ||
                           strategy->labels.kind == STRATEGY_ZIGZAG_SEGMENTS;

    if (!strategy_reader_given(reader, "training.class_weights"))
        strategy->training.class_weights = is_zigzag ? TRAIN_BALANCED : TRAIN_UNWEIGHTED;
    if (!strategy_reader_given(reader, "training.lr_scheduler.gamma"))
        strategy->training.lr_scheduler.gamma =
            strategy->training.lr_scheduler.type == TRAIN_STEP ? 0.1 : 0.95;
    strategy->training.early_stopping.is_on =
        strategy_reader_given(reader, "training.early_stopping") != NULL;
    strategy->shape.outputs = strategy->decisions.output == STRATEGY_REGRESSION ? 1 : 3;
}

static void count_inputs(struct strategy_reader *reader)
{
    struct strategy *strategy = reader->strategy;
    const struct yaml_item *item = strategy_reader_given(reader, "nn_inputs");
    size_t n = 0;

    for (size_t i = 0; i < strategy->n_inputs; i++) {
        const struct strategy_input *input = &strategy->inputs[i];
        const size_t values = input->kind == STRATEGY_RAW
            ? 1 : strategy->fuzzy_sets[input->fuzzy_set].n_members;
        n += input->n_timeframes * (input->lags + 1) * values;
    }
    strategy->shape.inputs = n;
    if (item && n + strategy->symbol_embedding > NETWORK_INPUTS)
        strategy_reader_wrong_key(reader, item, "nn_inputs", "%zu numbers for the network; %d at "
                                  "most", n + strategy->symbol_embedding, NETWORK_INPUTS);
}

static void warn(struct strategy_reader *reader, int line, int column, const char *section,
                 const char *id, const char *text)
{
    char field[96];
    struct finding *finding;

    snprintf(field, sizeof(field), "%s.%s", section, id);
    finding = findings_add(reader->findings, FINDINGS_WARNING, field, "%s", text);
    finding->line = line;
    finding->column = column;
}

static void find_unused(struct strategy_reader *reader)
{
    const struct strategy *strategy = reader->strategy;

    for (size_t i = 0; i < strategy->n_indicators; i++)
        if (!strategy->indicators[i].is_used)
            warn(reader, strategy->indicators[i].line, strategy->indicators[i].column,
                 "indicators", strategy->indicators[i].id, "nothing reads this indicator");
    for (size_t i = 0; i < strategy->n_fuzzy_sets; i++) {
        const struct strategy_fuzzy_set *set = &strategy->fuzzy_sets[i];
        const struct indicator *indicator = strategy->indicators[set->reads.indicator].indicator;

        if (!set->is_used)
            warn(reader, set->line, set->column, "fuzzy_sets", set->id,
                 "no entry of nn_inputs uses this fuzzy set");
        else if (indicator->level[set->reads.output] == INDICATOR_PRICE_LEVEL)
            warn(reader, set->line, set->column, "fuzzy_sets", set->id,
                 "reads a value that moves with the price, so its memberships fit one price range");
    }
}

void strategy_check_run(struct strategy_reader *reader)
{
    strategy_training_data_check(reader);
    check_name(reader);
    check_split(reader);
    fill_dependent(reader);
    count_inputs(reader);
    if (reader->findings->n_errors)
        return;                         /* what follows would only echo them */
    check_only_with(reader);
    check_regression(reader);
    if (!reader->findings->n_errors)
        find_unused(reader);
}
