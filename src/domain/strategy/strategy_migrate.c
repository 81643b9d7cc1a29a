#include "domain/strategy/strategy_migrate.h"

#include "base/mem.h"
#include "base/yaml.h"
#include "base/yaml_read.h"
#include "base/yaml_write.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_older.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a key of the older grammar is found in the new one. NULL: nothing ever read it. */
static const struct {
    const char *from, *to;
} moves[] = {
    { "name", "name" },
    { "description", "description" },
    { "hypothesis", "hypothesis" },
    { "version", NULL },
    { "scope", NULL },
    { "deployment", NULL },
    { "orchestrator", NULL },
    { "risk_management", NULL },
    { "backtesting", NULL },
    { "data.symbols", "training_data.symbols.symbols" },
    { "data.timeframes", "training_data.timeframes.timeframes" },
    { "data.history_required", "training_data.history_required" },
    { "training_data.symbols.mode", NULL },
    { "training_data.symbols.symbol", "training_data.symbols.symbol" },
    { "training_data.symbols.list", "training_data.symbols.symbols" },
    { "training_data.timeframes.mode", NULL },
    { "training_data.timeframes.timeframe", "training_data.timeframes.timeframe" },
    { "training_data.timeframes.list", "training_data.timeframes.timeframes" },
    { "training_data.timeframes.base_timeframe", "training_data.timeframes.base_timeframe" },
    { "training_data.history_required", "training_data.history_required" },
    { "training_data.start_date", "training_data.start_date" },
    { "training_data.end_date", "training_data.end_date" },
    { "indicators", "" },           /* strategy_older reads these */
    { "fuzzy_sets", "" },
    { "model.type", "model.type" },
    { "model.architecture.hidden_layers", "model.architecture.hidden_layers" },
    { "model.architecture.activation", "model.architecture.activation" },
    { "model.architecture.dropout", "model.architecture.dropout" },
    { "model.architecture.output_activation", NULL },
    { "model.symbol_embedding_dim", "model.symbol_embedding_dim" },
    { "model.features", "" },
    { "model.training.analytics", NULL },
    { "model.training.estimated_duration_minutes", NULL },
    { "model.training.learning_rate", "training.learning_rate" },
    { "model.training.batch_size", "training.batch_size" },
    { "model.training.epochs", "training.epochs" },
    { "model.training.optimizer", "training.optimizer" },
    { "model.training.weight_decay", "training.weight_decay" },
    { "model.training.momentum", "training.momentum" },
    { "model.training.gradient_clip", "training.gradient_clip" },
    { "model.training.early_stopping", "training.early_stopping" },
    { "model.training.lr_scheduler", "training.lr_scheduler" },
    { "decisions.output_format", "decisions.output_format" },
    { "decisions.confidence_threshold", "decisions.confidence_threshold" },
    { "decisions.position_awareness", "decisions.position_awareness" },
    { "decisions.filters.min_signal_separation", "" },
    { "decisions.filters.volume_filter", NULL },
    { "training.method", "training.method" },
    { "training.labels.source", "training.labels.source" },
    { "training.labels.zigzag_threshold", "training.labels.zigzag_threshold" },
    { "training.labels.label_lookahead", "training.labels.label_lookahead" },
    { "training.data_split", "training.data_split" },
    { "training.fitness_metrics", NULL },
};

static int find_move(const char *path)
{
    for (size_t i = 0; i < COUNT(moves); i++)
        if (!strcmp(moves[i].from, path))
            return (int)i;
    return -1;
}

static bool is_section(const char *path)
{
    const size_t length = strlen(path);

    for (size_t i = 0; i < COUNT(moves); i++)
        if (!strncmp(moves[i].from, path, length) && moves[i].from[length] == '.')
            return true;
    return false;
}

static void move_key(struct strategy_older *older, const struct yaml_item *item, const char *path,
                     const char *to)
{
    if (!to)
        strategy_older_note(older, FINDINGS_WARNING, item, path, "dropped: nothing reads it");
    else if (to[0])
        strategy_older_set(older, to, &item->value);
}

static void move_section(struct strategy_older *older, const struct yaml_node *node,
                         const char *section)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_item *item = &node->items[i];
        char path[2 * YAML_KEY_BYTES + 2];
        int move;

        snprintf(path, sizeof(path), "%s%s%s", section, section[0] ? "." : "", item->key);
        move = find_move(path);
        if (move >= 0)
            move_key(older, item, path, moves[move].to);
        else if (is_section(path) && item->value.kind == YAML_MAPPING)
            move_section(older, &item->value, path);
        else
            strategy_older_note(older, FINDINGS_ERROR, item, path,
                                "cannot be carried over: remove it to go on");
    }
}

/* Hours before, bars now: rounded up. */
static void move_separation(struct strategy_older *older)
{
    const struct yaml_item *item = strategy_older_find(older->root,
                                                       "decisions.filters.min_signal_separation");
    enum timeframe base;
    char text[32];
    double hours;

    if (!item)
        return;
    if (!yaml_read_number(&item->value, &hours) || hours < 0 || hours > 1e5 ||
        !strategy_older_base(older, &base)) {
        strategy_older_note(older, FINDINGS_ERROR, item, "decisions.filters.min_signal_separation",
                            "hours that cannot be turned into bars");
        return;
    }
    snprintf(text, sizeof(text), "%.0f", ceil(hours * 3600 / (double)timeframe_seconds(base)));
    strategy_older_put(older, "decisions.filters.min_signal_separation", text);
    strategy_older_note(older, FINDINGS_WARNING, item, "decisions.filters.min_signal_separation",
                        "hours became bars of the base timeframe, rounded up");
}

static void explain_labels(struct strategy_older *older)
{
    const struct yaml_item *labels = strategy_older_find(older->root, "training.labels");

    if (!labels)
        return;
    if (!yaml_find(&labels->value, "source"))
        strategy_older_put(older, "training.labels.source", "zigzag");
    strategy_older_note(older, FINDINGS_WARNING, labels, "training.labels",
                        "label_lookahead is heeded now; zigzag_segments labels whole swings, as "
                        "the older system did");
}

/* The result must be a good strategy; its mistakes are ours to tell, without places in it. */
static bool check_result(const struct buf *text, struct findings *findings)
{
    struct findings *found = MEM_NEW(struct findings);
    struct strategy strategy;
    const bool is_good = strategy_parse(text->bytes, text->length, &strategy, found);

    if (is_good)
        strategy_release(&strategy);
    for (size_t i = 0; i < found->count; i++) {
        const struct finding *from = &found->items[i];
        struct finding *to = findings_add(findings, from->kind, from->field, "%s", from->text);

        snprintf(to->suggestion, sizeof(to->suggestion), "%s", from->suggestion);
    }
    free(found);
    return is_good;
}

bool strategy_migrate(const char *text, size_t length, struct buf *ret_text,
                      struct findings *findings)
{
    OWNED(yaml_release) struct yaml_node root = {0}, made = { .kind = YAML_MAPPING };
    struct strategy_older older = { .root = &root, .made = &made, .findings = findings };
    const size_t n_errors = findings->n_errors;

    if (!yaml_parse(text, length, &root, findings))
        return false;
    if (root.kind != YAML_MAPPING || yaml_find(&root, "nn_inputs")) {
        findings_add(findings, FINDINGS_ERROR, NULL, "not a strategy of the v1 or v2 grammar");
        return false;
    }
    strategy_older_put(&older, "version", "\"3.0\"");
    move_section(&older, &root, "");
    strategy_older_indicators(&older);
    strategy_older_fuzzy_sets(&older);
    move_separation(&older);
    explain_labels(&older);
    if (findings->n_errors != n_errors)
        return false;
    yaml_write(&made, ret_text);
    return check_result(ret_text, findings);
}
