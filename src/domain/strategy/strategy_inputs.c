#include "base/mem.h"
#include "base/yaml_read.h"
#include "domain/strategy/strategy_near.h"
#include "domain/strategy/strategy_reader.h"
#include "domain/strategy/strategy_sections.h"

#include <stdio.h>
#include <string.h>

#define SECTION "nn_inputs"

enum { INPUTS = 1000, WINDOW_LEAST = 10, WINDOW_MOST = 5000 };

enum { FUZZY_SET, RAW_INDICATOR, NORMALIZATION, WINDOW, TIMEFRAMES, LAGS, KEYS };

static const char *const keys[KEYS] = { "fuzzy_set", "raw_indicator", "normalization", "window",
                                        "timeframes", "lags" };

struct entry {
    const struct yaml_node *node;
    const struct yaml_item *given[KEYS];
    char field[64];
};

static bool find_fuzzy_set(struct strategy_reader *reader, const struct entry *entry,
                           size_t *ret_place)
{
    const struct yaml_node *node = &entry->given[FUZZY_SET]->value;
    const struct yaml_item *section = strategy_reader_given(reader, "fuzzy_sets");
    struct strategy *strategy = reader->strategy;
    struct strategy_near near = { .word = "" };
    char quoted[64];

    if (yaml_read_text(node, &near.word))
        for (size_t i = 0; i < strategy->n_fuzzy_sets; i++)
            if (!strcmp(strategy->fuzzy_sets[i].id, near.word)) {
                strategy->fuzzy_sets[i].is_used = true;
                *ret_place = i;
                return true;
            }
    if (section && yaml_find(&section->value, near.word))
        return false;                           /* it had a mistake of its own */
    for (size_t i = 0; i < strategy->n_fuzzy_sets; i++)
        strategy_near_try(&near, strategy->fuzzy_sets[i].id);
    strategy_near_suggest(&near, strategy_reader_mistake(reader, node, entry->field,
                                                         "there is no fuzzy set %s",
                                                         strategy_reader_quote(node, quoted)));
    return false;
}

static bool read_normalization(struct strategy_reader *reader, const struct entry *entry,
                               struct strategy_input *input)
{
    const struct yaml_item *item = entry->given[NORMALIZATION];
    struct strategy_near near = { .word = "" };
    char quoted[64];

    if (!item)
        return true;
    if (yaml_read_text(&item->value, &near.word))
        for (int i = 0; i < STRATEGY_NORMALIZATIONS; i++) {
            input->normalization = (enum strategy_normalization)i;
            if (!strcmp(strategy_normalization_name(input->normalization), near.word))
                return true;
            strategy_near_try(&near, strategy_normalization_name(input->normalization));
        }
    strategy_near_suggest(&near,
                          strategy_reader_mistake(reader, &item->value, entry->field,
                                                  "%s is not one of none minmax zscore "
                                                  "rolling_zscore",
                                                  strategy_reader_quote(&item->value, quoted)));
    return false;
}

/* A whole number, if the key is there. */
static void read_count(struct strategy_reader *reader, const struct entry *entry, int key,
                       const size_t bounds[2], size_t *ret_count)
{
    const struct yaml_item *item = entry->given[key];
    char quoted[64];
    int64_t whole;

    if (!item)
        return;
    if (yaml_read_whole(&item->value, &whole) && whole >= (int64_t)bounds[0] &&
        whole <= (int64_t)bounds[1])
        *ret_count = (size_t)whole;
    else
        strategy_reader_mistake(reader, &item->value, entry->field,
                                "'%s' is %s, not a whole number from %zu to %zu", keys[key],
                                strategy_reader_quote(&item->value, quoted), bounds[0], bounds[1]);
}

static void check_level(struct strategy_reader *reader, const struct entry *entry,
                        const struct strategy_input *input)
{
    const struct strategy_indicator *in = &reader->strategy->indicators[input->raw.indicator];
    struct finding *finding;

    if (in->indicator->level[input->raw.output] != INDICATOR_PRICE_LEVEL ||
        input->normalization == STRATEGY_ROLLING_ZSCORE)
        return;
    finding = strategy_reader_mistake(reader, &entry->given[RAW_INDICATOR]->value, entry->field,
                                      "'%s' moves with the price or piles up: the network would "
                                      "meet values it was never shown", in->indicator->name);
    snprintf(finding->suggestion, sizeof(finding->suggestion),
             "normalization: rolling_zscore, or a fuzzy set over a ratio");
}

static void read_raw(struct strategy_reader *reader, const struct entry *entry,
                     struct strategy_input *input)
{
    const size_t bounds[] = { WINDOW_LEAST, WINDOW_MOST };
    const size_t n_errors = reader->findings->n_errors;

    input->kind = STRATEGY_RAW;
    input->window = 250;
    read_count(reader, entry, WINDOW, bounds, &input->window);
    if (!strategy_indicators_resolve(reader, &entry->given[RAW_INDICATOR]->value, entry->field,
                                     &input->raw) ||
        !read_normalization(reader, entry, input) || reader->findings->n_errors != n_errors)
        return;
    if (entry->given[WINDOW] && input->normalization != STRATEGY_ROLLING_ZSCORE)
        strategy_reader_wrong_key(reader, entry->given[WINDOW], entry->field,
                                  "'window' is only used with rolling_zscore");
    check_level(reader, entry, input);
}

static void read_timeframes(struct strategy_reader *reader, const struct entry *entry,
                            struct strategy_input *input)
{
    const struct strategy_data *data = &reader->strategy->data;
    const struct yaml_node *node = entry->given[TIMEFRAMES] ? &entry->given[TIMEFRAMES]->value
                                                            : NULL;
    const char *text;
    char quoted[64];

    if (!node || (yaml_read_text(node, &text) && !strcmp(text, "all"))) {
        memcpy(input->timeframes, data->timeframes, sizeof(data->timeframes));
        input->n_timeframes = data->n_timeframes;
        return;
    }
    if (node->kind != YAML_LIST || !node->count || node->count > TIMEFRAME_COUNT) {
        strategy_reader_mistake(reader, node, entry->field,
                                "'timeframes' is %s, not all or a list",
                                strategy_reader_quote(node, quoted));
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        enum timeframe one;
        if (!strategy_training_data_one(reader, &node->items[i].value, entry->field, &one))
            continue;
        for (size_t k = 0; k < input->n_timeframes; k++)
            if (input->timeframes[k] == one)
                strategy_reader_mistake(reader, &node->items[i].value, entry->field,
                                        "'%s' is there twice", timeframe_name(one));
        input->timeframes[input->n_timeframes++] = one;
    }
}

static bool is_same(const struct strategy_input *a, const struct strategy_input *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == STRATEGY_FUZZY_SET ? a->fuzzy_set != b->fuzzy_set
                                      : a->raw.indicator != b->raw.indicator ||
                                        a->raw.output != b->raw.output)
        return false;
    for (size_t i = 0; i < a->n_timeframes; i++)
        for (size_t k = 0; k < b->n_timeframes; k++)
            if (a->timeframes[i] == b->timeframes[k])
                return true;
    return false;
}

static void keep(struct strategy_reader *reader, const struct entry *entry,
                 const struct strategy_input *input)
{
    struct strategy *strategy = reader->strategy;

    for (size_t i = 0; i < strategy->n_inputs; i++)
        if (is_same(&strategy->inputs[i], input)) {
            strategy_reader_mistake(reader, entry->node, entry->field,
                                    "is there already, as nn_inputs.%zu", i);
            break;
        }
    strategy->inputs[strategy->n_inputs++] = *input;
}

static void collect_keys(struct strategy_reader *reader, struct entry *entry)
{
    for (size_t i = 0; i < entry->node->count; i++) {
        const struct yaml_item *item = &entry->node->items[i];
        struct strategy_near near = { .word = item->key };
        int key = 0;

        while (key < KEYS && strcmp(keys[key], item->key))
            strategy_near_try(&near, keys[key++]);
        if (key < KEYS)
            entry->given[key] = item;
        else
            strategy_near_suggest(&near, strategy_reader_wrong_key(reader, item, entry->field,
                                                                   "unknown key '%.60s'",
                                                                   item->key));
    }
}

static void read_one(struct strategy_reader *reader, struct entry *entry)
{
    const size_t lag_bounds[] = { 0, STRATEGY_LAGS }, n_errors = reader->findings->n_errors;
    struct strategy_input input = {0};

    if (entry->node->kind != YAML_MAPPING) {
        strategy_reader_mistake(reader, entry->node, entry->field, "not a mapping");
        return;
    }
    collect_keys(reader, entry);
    if (!entry->given[FUZZY_SET] == !entry->given[RAW_INDICATOR])
        strategy_reader_mistake(reader, entry->node, entry->field,
                                "wants 'fuzzy_set' or 'raw_indicator', one of them");
    else if (entry->given[RAW_INDICATOR])
        read_raw(reader, entry, &input);
    else if (entry->given[NORMALIZATION] || entry->given[WINDOW])
        strategy_reader_mistake(reader, entry->node, entry->field,
                                "a fuzzy set takes no normalization: it lies between 0 and 1");
    else if (!find_fuzzy_set(reader, entry, &input.fuzzy_set))
        return;
    read_timeframes(reader, entry, &input);
    read_count(reader, entry, LAGS, lag_bounds, &input.lags);
    if (reader->findings->n_errors == n_errors)
        keep(reader, entry, &input);
}

void strategy_inputs_read(struct strategy_reader *reader, const struct yaml_node *node)
{
    if (node->kind != YAML_LIST || !node->count || node->count > INPUTS) {
        strategy_reader_mistake(reader, node, SECTION, "not a list of 1 to %d inputs", INPUTS);
        return;
    }
    reader->strategy->inputs = mem_alloc(node->count * sizeof(struct strategy_input));
    for (size_t i = 0; i < node->count; i++) {
        struct entry entry = { .node = &node->items[i].value };

        snprintf(entry.field, sizeof(entry.field), SECTION ".%zu", i);
        read_one(reader, &entry);
    }
}
