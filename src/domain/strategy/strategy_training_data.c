#include "base/mem.h"
#include "base/yaml_read.h"
#include "domain/strategy/strategy_near.h"
#include "domain/strategy/strategy_reader.h"
#include "domain/strategy/strategy_sections.h"

#include <stdio.h>
#include <string.h>

#define SYMBOLS "training_data.symbols"
#define TIMEFRAMES "training_data.timeframes"

static void add_symbol(struct strategy_reader *reader, const struct yaml_node *node)
{
    struct strategy_data *data = &reader->strategy->data;
    char symbol[SERIES_SYMBOL], quoted[64];
    const char *text;
    struct error err;

    if (!yaml_read_text(node, &text)) {
        strategy_reader_mistake(reader, node, SYMBOLS, "%s is not a symbol",
                                strategy_reader_quote(node, quoted));
        return;
    }
    if (!series_parse_symbol(text, symbol, &err)) {
        strategy_reader_mistake(reader, node, SYMBOLS, "%s", err.text);
        return;
    }
    for (size_t i = 0; i < data->n_symbols; i++)
        if (!strcmp(data->symbols[i], symbol)) {
            strategy_reader_mistake(reader, node, SYMBOLS, "'%s' is there twice", symbol);
            return;
        }
    data->symbols = mem_resize(data->symbols, (data->n_symbols + 1) * sizeof(*data->symbols));
    memcpy(data->symbols[data->n_symbols++], symbol, sizeof(symbol));
}

void strategy_training_data_symbols(struct strategy_reader *reader, const struct yaml_node *node)
{
    if (reader->strategy->data.n_symbols) {
        strategy_reader_mistake(reader, node, SYMBOLS,
                                "only one of 'symbol', 'symbols' and 'list'");
        return;
    }
    if (node->kind != YAML_LIST)
        add_symbol(reader, node);
    else if (!node->count || node->count > STRATEGY_SYMBOLS)
        strategy_reader_mistake(reader, node, SYMBOLS, "not a list of 1 to %d symbols",
                                STRATEGY_SYMBOLS);
    else
        for (size_t i = 0; i < node->count; i++)
            add_symbol(reader, &node->items[i].value);
}

static bool has_timeframe(const struct strategy_data *data, enum timeframe timeframe)
{
    for (size_t i = 0; i < data->n_timeframes; i++)
        if (data->timeframes[i] == timeframe)
            return true;
    return false;
}

static bool parse_timeframe(struct strategy_reader *reader, const struct yaml_node *node,
                            const char *field, enum timeframe *ret_timeframe)
{
    char quoted[64];
    const char *text;
    struct error err;

    if (yaml_read_text(node, &text) && timeframe_parse(text, ret_timeframe, &err))
        return true;
    strategy_reader_mistake(reader, node, field, "%s is not a timeframe: one of %s",
                            strategy_reader_quote(node, quoted), timeframe_all_names());
    return false;
}

bool strategy_training_data_one(struct strategy_reader *reader, const struct yaml_node *node,
                                const char *field, enum timeframe *ret_timeframe)
{
    enum timeframe timeframe;

    if (!parse_timeframe(reader, node, field, &timeframe))
        return false;
    if (!has_timeframe(&reader->strategy->data, timeframe)) {
        strategy_reader_mistake(reader, node, field, "'%s' is not one of %s",
                                timeframe_name(timeframe), TIMEFRAMES);
        return false;
    }
    *ret_timeframe = timeframe;
    return true;
}

static void add_timeframe(struct strategy_reader *reader, const struct yaml_node *node)
{
    struct strategy_data *data = &reader->strategy->data;
    enum timeframe timeframe;

    if (!parse_timeframe(reader, node, TIMEFRAMES, &timeframe))
        return;
    if (has_timeframe(data, timeframe))
        strategy_reader_mistake(reader, node, TIMEFRAMES, "'%s' is there twice",
                                timeframe_name(timeframe));
    else
        data->timeframes[data->n_timeframes++] = timeframe;
}

void strategy_training_data_timeframes(struct strategy_reader *reader,
                                       const struct yaml_node *node)
{
    if (reader->strategy->data.n_timeframes) {
        strategy_reader_mistake(reader, node, TIMEFRAMES,
                                "only one of 'timeframe', 'timeframes' and 'list'");
        return;
    }
    if (node->kind != YAML_LIST)
        add_timeframe(reader, node);
    else if (!node->count)
        strategy_reader_mistake(reader, node, TIMEFRAMES, "the list is empty");
    for (size_t i = 0; node->kind == YAML_LIST && i < node->count; i++)
        add_timeframe(reader, &node->items[i].value);
    for (size_t i = 0; i < reader->strategy->data.n_timeframes; i++)
        if (!i || reader->strategy->data.timeframes[i] < reader->strategy->data.base)
            reader->strategy->data.base = reader->strategy->data.timeframes[i];
}

void strategy_training_data_base(struct strategy_reader *reader, const struct yaml_node *node)
{
    const enum timeframe shortest = reader->strategy->data.base;
    enum timeframe base;

    if (!strategy_training_data_one(reader, node, TIMEFRAMES ".base_timeframe", &base))
        return;
    if (base != shortest)
        strategy_reader_mistake(reader, node, TIMEFRAMES ".base_timeframe",
                                "'%s' is not the shortest of the timeframes, '%s'",
                                timeframe_name(base), timeframe_name(shortest));
}

/* Says no more than the list does; it must not say something else. */
void strategy_training_data_mode(struct strategy_reader *reader, const struct yaml_node *node)
{
    const bool is_symbols = strategy_reader_given(reader, SYMBOLS ".mode") &&
                            &strategy_reader_given(reader, SYMBOLS ".mode")->value == node;
    const char *const many = is_symbols ? "multi_symbol" : "multi_timeframe";
    const char *const field = is_symbols ? SYMBOLS ".mode" : TIMEFRAMES ".mode";
    struct finding *finding;
    char quoted[64];
    const char *text = "";

    if (yaml_read_text(node, &text) && (!strcmp(text, "single") || !strcmp(text, many)))
        return;
    finding = strategy_reader_mistake(reader, node, field, "%s is not one of single %s",
                                      strategy_reader_quote(node, quoted), many);
    struct strategy_near near = { .word = text };
    strategy_near_try(&near, "single");
    strategy_near_try(&near, many);
    strategy_near_suggest(&near, finding);
}

static void check_mode(struct strategy_reader *reader, const char *section, size_t count)
{
    const struct yaml_item *mode;
    const char *text;
    char path[64];

    snprintf(path, sizeof(path), "%s.mode", section);
    mode = strategy_reader_given(reader, path);
    if (mode && yaml_read_text(&mode->value, &text) && !strcmp(text, "single") && count > 1)
        strategy_reader_mistake(reader, &mode->value, path, "'single', but there are %zu", count);
}

void strategy_training_data_check(struct strategy_reader *reader)
{
    const struct strategy_data *data = &reader->strategy->data;
    const struct yaml_item *symbols = strategy_reader_given(reader, SYMBOLS);
    const struct yaml_item *timeframes = strategy_reader_given(reader, TIMEFRAMES);
    const struct yaml_item *end = strategy_reader_given(reader, "training_data.end_date");

    check_mode(reader, SYMBOLS, data->n_symbols);
    check_mode(reader, TIMEFRAMES, data->n_timeframes);
    if (symbols && symbols->value.kind == YAML_MAPPING && !data->n_symbols &&
        !reader->findings->n_errors)
        strategy_reader_wrong_key(reader, symbols, SYMBOLS, "no symbol is named");
    if (timeframes && timeframes->value.kind == YAML_MAPPING && !data->n_timeframes &&
        !reader->findings->n_errors)
        strategy_reader_wrong_key(reader, timeframes, TIMEFRAMES, "no timeframe is named");
    if (end && data->start && data->end && data->end < data->start)
        strategy_reader_mistake(reader, &end->value, "training_data.end_date",
                                "lies before the start_date");
}
