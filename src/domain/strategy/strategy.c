#include "domain/strategy/strategy.h"

#include "base/mem.h"
#include "domain/strategy/strategy_reader.h"
#include "domain/strategy/strategy_sections.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const label_names[] = {
    [STRATEGY_ZIGZAG] = "zigzag",
    [STRATEGY_ZIGZAG_SEGMENTS] = "zigzag_segments",
    [STRATEGY_FORWARD_RETURN] = "forward_return",
    [STRATEGY_TRIPLE_BARRIER] = "triple_barrier",
};
static_assert(COUNT(label_names) == STRATEGY_LABELS, "one name per kind");

static const char *const normalization_names[] = {
    [STRATEGY_AS_IT_IS] = "none",
    [STRATEGY_MINMAX] = "minmax",
    [STRATEGY_ZSCORE] = "zscore",
    [STRATEGY_ROLLING_ZSCORE] = "rolling_zscore",
};
static_assert(COUNT(normalization_names) == STRATEGY_NORMALIZATIONS, "one name per kind");

const char *strategy_label_name(enum strategy_label kind)
{
    return label_names[kind];
}

const char *strategy_normalization_name(enum strategy_normalization normalization)
{
    return normalization_names[normalization];
}

void strategy_reference_text(const struct strategy *strategy, struct strategy_reference reference,
                             char ret_text[2 * STRATEGY_ID])
{
    const struct strategy_indicator *in = &strategy->indicators[reference.indicator];

    if (in->indicator->n_outputs == 1)
        snprintf(ret_text, 2 * STRATEGY_ID, "%s", in->id);
    else
        snprintf(ret_text, 2 * STRATEGY_ID, "%s.%s", in->id,
                 in->indicator->outputs[reference.output]);
}

/* v1 and v2 list their indicators and have no nn_inputs. */
static bool is_older(const struct yaml_node *root)
{
    const struct yaml_item *indicators = yaml_find(root, "indicators");

    if (indicators && indicators->value.kind == YAML_LIST)
        return true;
    return !yaml_find(root, "nn_inputs") && (yaml_find(root, "scope") || yaml_find(root, "data"));
}

static bool refuse(struct strategy_reader *reader, const struct yaml_node *root)
{
    struct finding *finding;
    char quoted[64];

    if (root->kind != YAML_MAPPING) {
        strategy_reader_mistake(reader, root, NULL, "a strategy is a mapping, not %s",
                                strategy_reader_quote(root, quoted));
        return true;
    }
    if (!is_older(root))
        return false;
    finding = strategy_reader_mistake(reader, root, NULL,
                                      "a strategy of the older v1 or v2 grammar");
    snprintf(finding->suggestion, sizeof(finding->suggestion),
             "run ktrdr strategies migrate FILE");
    return true;
}

bool strategy_read(const struct yaml_node *root, struct strategy *ret_strategy,
                   struct findings *findings)
{
    struct strategy *made = MEM_NEW(struct strategy);
    struct strategy_reader reader = { .strategy = made, .findings = findings };
    const size_t n_errors = findings->n_errors;
    bool is_good;

    if (!refuse(&reader, root)) {
        strategy_reader_run(&reader, root);
        strategy_check_run(&reader);
    }
    is_good = findings->n_errors == n_errors;
    if (is_good)
        *ret_strategy = *made;
    else
        strategy_release(made);
    free(made);
    return is_good;
}

bool strategy_parse(const char *text, size_t length, struct strategy *ret_strategy,
                    struct findings *findings)
{
    OWNED(yaml_release) struct yaml_node root = {0};

    return yaml_parse(text, length, &root, findings) &&
           strategy_read(&root, ret_strategy, findings);
}

bool strategy_override(struct yaml_node *root, const char *assignment, struct error *err)
{
    const char *equals = strchr(assignment, '=');
    char path[256];

    if (!equals || equals == assignment || equals - assignment >= (long)sizeof(path)) {
        error_set(err, ERROR_INVALID, "'%.60s' is not KEY=VALUE", assignment);
        return error_suggest(err, "as in training.learning_rate=0.0005");
    }
    snprintf(path, sizeof(path), "%.*s", (int)(equals - assignment), assignment);
    return yaml_set(root, path, equals + 1, err);
}

void strategy_release(struct strategy *strategy)
{
    for (size_t i = 0; i < strategy->n_fuzzy_sets; i++)
        free(strategy->fuzzy_sets[i].members);
    free(strategy->data.symbols);
    free(strategy->indicators);
    free(strategy->fuzzy_sets);
    free(strategy->inputs);
    *strategy = (struct strategy){0};
}
