#include "domain/strategy/strategy_older.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/yaml_read.h"
#include "base/yaml_write.h"
#include "domain/indicators/indicator.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Older names of types and parameters. What is not here is its own name in small letters. */
static const struct {
    const char *older, *now;
} types[] = {
    { "simplemovingaverage", "sma" }, { "exponentialmovingaverage", "ema" },
    { "bollingerbands", "bbands" },   { "bollinger_bands", "bbands" },
    { "keltnerchannels", "keltner" }, { "keltner_channels", "keltner" },
    { "donchianchannels", "donchian" }, { "donchian_channels", "donchian" },
    { "williamsr", "williams_r" },    { "volumeratio", "volume_ratio" },
    { "distancefromma", "distance_from_ma" }, { "parabolicsar", "psar" },
    { "parabolic_sar", "psar" },      { "fisher_transform", "fisher" },
    { "stochasticoscillator", "stochastic" }, { "volume_sma", "sma" },
}, params[] = {
    { "std_dev", "multiplier" }, { "num_std", "multiplier" }, { "fast", "fast_period" },
    { "slow", "slow_period" },   { "signal", "signal_period" },
};

/* The output that a fuzzy set named after the indicator read. */
static const struct {
    const char *type, *output;
} first_outputs[] = {
    { "macd", "line" }, { "stochastic", "k" }, { "aroon", "up" }, { "adx", "adx" },
    { "ppo", "line" }, { "stochrsi", "k" }, { "fisher", "fisher" }, { "supertrend", "trend" },
};

void strategy_older_note(struct strategy_older *older, enum findings_kind kind,
                         const struct yaml_item *item, const char *field, const char *text)
{
    struct finding *finding = findings_add(older->findings, kind, field, "%s", text);

    finding->line = item->line;
    finding->column = item->column;
}

const struct yaml_item *strategy_older_find(const struct yaml_node *root, const char *path)
{
    const struct yaml_item *item = NULL;
    char word[YAML_KEY_BYTES + 1];

    for (const struct yaml_node *node = root; *path; node = &item->value) {
        const size_t length = strcspn(path, ".");

        snprintf(word, sizeof(word), "%.*s", (int)length, path);
        item = yaml_find(node, word);
        if (!item)
            return NULL;
        path += length + (path[length] == '.');
    }
    return item;
}

void strategy_older_put(struct strategy_older *older, const char *path, const char *text)
{
    struct error err;

    if (!yaml_set(older->made, path, text, &err))
        findings_add(older->findings, FINDINGS_ERROR, path, "%s", err.text);
}

void strategy_older_set(struct strategy_older *older, const char *path,
                        const struct yaml_node *value)
{
    OWNED(buf_release) struct buf text = {0};

    yaml_write(value, &text);
    strategy_older_put(older, path, text.bytes);
}

bool strategy_older_base(const struct strategy_older *older, enum timeframe *ret_base)
{
    static const char *const paths[] = { "training_data.timeframes.base_timeframe",
                                         "training_data.timeframes.timeframe",
                                         "training_data.timeframes.timeframes" };

    for (size_t i = 0; i < COUNT(paths); i++) {
        const struct yaml_item *item = strategy_older_find(older->made, paths[i]);
        const struct yaml_node *node = item ? &item->value : NULL;
        enum timeframe one;
        bool is_found = false;
        const char *text;
        struct error err;

        for (size_t k = 0; node && k < (node->kind == YAML_LIST ? node->count : 1); k++)
            if (yaml_read_text(node->kind == YAML_LIST ? &node->items[k].value : node, &text) &&
                timeframe_parse(text, &one, &err) && (!is_found || one < *ret_base)) {
                *ret_base = one;
                is_found = true;
            }
        if (is_found)
            return true;
    }
    return false;
}

static void find_type(const char *older, char ret_type[64])
{
    size_t n = 0;

    for (; older[n] && n < 63; n++)
        ret_type[n] = (char)tolower((unsigned char)older[n]);
    ret_type[n] = '\0';
    for (size_t i = 0; i < COUNT(types); i++)
        if (!strcmp(types[i].older, ret_type))
            snprintf(ret_type, 64, "%s", types[i].now);
}

static bool is_average(const char *id)
{
    return !strcmp(id, "sma") || !strcmp(id, "ema");
}

static void add_params(struct strategy_older *older, const char *id, const struct yaml_node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        const char *key = node->items[i].key;
        char path[3 * YAML_KEY_BYTES];

        if (!key || !strcmp(key, "name") || !strcmp(key, "type") || !strcmp(key, "params") ||
            !strcmp(key, "feature_id"))
            continue;
        for (size_t p = 0; p < COUNT(params); p++)
            if (!strcmp(params[p].older, key))
                key = params[p].now;
        snprintf(path, sizeof(path), "indicators.%s.%s", id, key);
        strategy_older_set(older, path, &node->items[i].value);
    }
}

static void add_indicator(struct strategy_older *older, const struct yaml_item *item)
{
    const struct yaml_item *id_item = yaml_find(&item->value, "feature_id");
    const struct yaml_item *name_item = yaml_find(&item->value, "name");
    const struct yaml_item *type_item = yaml_find(&item->value, "type");
    const struct yaml_item *param_item = yaml_find(&item->value, "params");
    const char *name = NULL, *type = NULL;
    char path[YAML_KEY_BYTES + 32], found[64];

    if (!id_item)
        id_item = name_item;
    if (!id_item || !yaml_read_text(&id_item->value, &name) || strlen(name) > YAML_KEY_BYTES / 2 ||
        strchr(name, '.')) {
        strategy_older_note(older, FINDINGS_ERROR, item, "indicators",
                            "an indicator without a usable 'name'");
        return;
    }
    if (!type_item || !yaml_read_text(&type_item->value, &type))
        type = name;
    find_type(type, found);
    snprintf(path, sizeof(path), "indicators.%s.type", name);
    strategy_older_put(older, path, is_average(name) ? "distance_from_ma" : found);
    if (is_average(name)) {
        snprintf(path, sizeof(path), "indicators.%s.kind", name);
        strategy_older_put(older, path, name);
        strategy_older_note(older, FINDINGS_WARNING, item, "indicators",
                            "a fuzzy set over a moving average meant close / average; it is "
                            "distance_from_ma now, in %");
    }
    add_params(older, name, &item->value);
    if (param_item)
        add_params(older, name, &param_item->value);
}

void strategy_older_indicators(struct strategy_older *older)
{
    const struct yaml_item *list = yaml_find(older->root, "indicators");

    if (!list || list->value.kind != YAML_LIST) {
        findings_add(older->findings, FINDINGS_ERROR, "indicators", "not a list of indicators");
        return;
    }
    for (size_t i = 0; i < list->value.count; i++)
        add_indicator(older, &list->value.items[i]);
}

/* (x - 1) * 100 for a place, x * 100 for a width. */
static void add_ratio(struct strategy_older *older, const char *path, const char *type,
                      const struct yaml_node *list)
{
    OWNED(buf_release) struct buf text = {0};
    const bool is_gaussian = !strcmp(type, "gaussian");
    char number[NUMBER_TEXT];
    double x;

    for (size_t i = 0; i < list->count; i++) {
        if (!yaml_read_number(&list->items[i].value, &x)) {
            strategy_older_set(older, path, list);              /* its reader will refuse it */
            return;
        }
        snprintf(number, sizeof(number), "%.9g", 100 * (is_gaussian && i == 1 ? x : x - 1));
        buf_print(&text, "%s%s", i ? ", " : "[", number);
    }
    buf_print(&text, "%s]", text.length ? "" : "[");
    strategy_older_put(older, path, text.bytes);
}

static void add_member(struct strategy_older *older, const char *set, const struct yaml_item *item)
{
    const struct yaml_item *type = yaml_find(&item->value, "type");
    const struct yaml_item *list = yaml_find(&item->value, "parameters");
    const char *name = "triangular";
    char path[4 * YAML_KEY_BYTES], found[64];

    if (type && !yaml_read_text(&type->value, &name))
        name = "";
    find_type(name, found);
    if ((!list && item->value.kind != YAML_LIST) || strchr(item->key, '.')) {
        strategy_older_note(older, FINDINGS_ERROR, item, "fuzzy_sets",
                            "no membership: a name with 'type' and 'parameters'");
        return;
    }
    snprintf(path, sizeof(path), "fuzzy_sets.%s.%s.type", set, item->key);
    strategy_older_put(older, path, found[0] ? found : "~");
    snprintf(path, sizeof(path), "fuzzy_sets.%s.%s.parameters", set, item->key);
    if (is_average(set))
        add_ratio(older, path, found, list ? &list->value : &item->value);
    else
        strategy_older_set(older, path, list ? &list->value : &item->value);
}

static void add_reference(struct strategy_older *older, const char *set)
{
    const struct yaml_item *type;
    char path[2 * YAML_KEY_BYTES], text[2 * YAML_KEY_BYTES];
    const char *name;

    snprintf(path, sizeof(path), "indicators.%s.type", set);
    type = strategy_older_find(older->made, path);
    snprintf(text, sizeof(text), "%s", set);
    if (type && yaml_read_text(&type->value, &name))
        for (size_t i = 0; i < COUNT(first_outputs); i++)
            if (!strcmp(first_outputs[i].type, name))
                snprintf(text, sizeof(text), "%s.%s", set, first_outputs[i].output);
    snprintf(path, sizeof(path), "fuzzy_sets.%s.indicator", set);
    strategy_older_put(older, path, text);
}

static void add_inputs(struct strategy_older *older, const struct yaml_node *sets)
{
    const struct yaml_item *lookback = strategy_older_find(older->root,
                                                           "model.features.lookback_periods");
    OWNED(buf_release) struct buf text = {0};
    int64_t lags = 0;

    if (lookback && !yaml_read_whole(&lookback->value, &lags))
        strategy_older_note(older, FINDINGS_ERROR, lookback, "model.features.lookback_periods",
                            "not a whole number");
    for (size_t i = 0; i < sets->count; i++)
        buf_print(&text, "- {fuzzy_set: %s, timeframes: all, lags: %lld}\n", sets->items[i].key,
                  (long long)lags);
    strategy_older_put(older, "nn_inputs", text.bytes);
}

void strategy_older_fuzzy_sets(struct strategy_older *older)
{
    const struct yaml_item *sets = yaml_find(older->root, "fuzzy_sets");

    if (!sets || sets->value.kind != YAML_MAPPING || !sets->value.count) {
        findings_add(older->findings, FINDINGS_ERROR, "fuzzy_sets", "not a mapping of fuzzy sets");
        return;
    }
    for (size_t i = 0; i < sets->value.count; i++) {
        const struct yaml_item *set = &sets->value.items[i];

        if (strchr(set->key, '.') || strcspn(set->key, " :{}[],'\"#\n") != strlen(set->key)) {
            strategy_older_note(older, FINDINGS_ERROR, set, "fuzzy_sets", "not a usable name");
            return;
        }
        add_reference(older, set->key);
        for (size_t m = 0; m < set->value.count && set->value.kind == YAML_MAPPING; m++)
            add_member(older, set->key, &set->value.items[m]);
    }
    add_inputs(older, &sets->value);
}
