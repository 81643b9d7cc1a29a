#include "base/mem.h"
#include "base/yaml_read.h"
#include "domain/strategy/strategy_near.h"
#include "domain/strategy/strategy_reader.h"
#include "domain/strategy/strategy_sections.h"

#include <stdio.h>
#include <string.h>

#define SECTION "indicators"

static const struct indicator *find_type(struct strategy_reader *reader, const char *field,
                                         const struct yaml_item *item)
{
    const struct yaml_item *type = yaml_find(&item->value, "type");
    const struct indicator *indicator;
    struct strategy_near near = {0};
    char quoted[64];

    if (!type) {
        strategy_reader_wrong_key(reader, item, field, "'type' is missing");
        return NULL;
    }
    if (!yaml_read_text(&type->value, &near.word)) {
        strategy_reader_mistake(reader, &type->value, field, "%s is not the name of an indicator",
                                strategy_reader_quote(&type->value, quoted));
        return NULL;
    }
    indicator = indicator_find(near.word);
    if (indicator && indicator->looks_ahead) {
        strategy_reader_mistake(reader, &type->value, field,
                                "'%s' looks ahead: it is for labels and charts", near.word);
        return NULL;
    }
    if (!indicator) {
        for (size_t i = 0; indicator_at(i); i++)
            strategy_near_try(&near, indicator_at(i)->name);
        strategy_near_suggest(&near, strategy_reader_mistake(reader, &type->value, field,
                                                             "there is no indicator '%.60s'",
                                                             near.word));
    }
    return indicator;
}

static void refuse_key(struct strategy_reader *reader, const char *field,
                       const struct indicator *indicator, const struct yaml_item *item)
{
    struct strategy_near near = { .word = item->key };
    struct finding *finding;

    if (!strcmp(item->key, "data_source")) {
        strategy_reader_wrong_key(reader, item, field, "'data_source' is not supported yet");
        return;
    }
    finding = strategy_reader_wrong_key(reader, item, field, "%s has no parameter '%.60s'",
                                        indicator->name, item->key);
    for (size_t i = 0; i < indicator->n_params; i++)
        strategy_near_try(&near, indicator->params[i].name);
    strategy_near_try(&near, "type");
    if (indicator_takes_source(indicator))
        strategy_near_try(&near, "source");
    strategy_near_suggest(&near, finding);
}

static void read_param(struct strategy_reader *reader, const char *field,
                       struct strategy_indicator *made, const struct yaml_item *item, int place)
{
    const struct indicator_param *param = &made->indicator->params[place];
    const struct yaml_node *node = &item->value;
    char quoted[64];
    int64_t whole;
    double value;
    const char *text;
    struct error err;

    if (param->choices) {
        if (!yaml_read_text(node, &text))
            strategy_reader_mistake(reader, node, field, "%s is no value of '%s'",
                                    strategy_reader_quote(node, quoted), param->name);
        else if (!indicator_parse_param(made->indicator, place, text, &made->param[place], &err))
            strategy_reader_mistake(reader, node, field, "%s", err.text);
        return;
    }
    value = param->is_whole && yaml_read_whole(node, &whole) ? (double)whole : param->least - 1;
    if ((!param->is_whole && !yaml_read_number(node, &value)) || value < param->least ||
        value > param->most)
        strategy_reader_mistake(reader, node, field, "'%s' is %s, not a %s from %g to %g",
                                param->name, strategy_reader_quote(node, quoted),
                                param->is_whole ? "whole number" : "number", param->least,
                                param->most);
    else
        made->param[place] = value;
}

static void read_source(struct strategy_reader *reader, const char *field,
                        struct strategy_indicator *made, const struct yaml_node *node)
{
    const char *text = "";
    char quoted[64];
    struct error err;

    if (!yaml_read_text(node, &text) || !indicator_source_parse(text, &made->source, &err))
        strategy_reader_mistake(reader, node, field,
                                "%s is no source: one of open high low close hl2 hlc3 ohlc4",
                                strategy_reader_quote(node, quoted));
}

static void read_keys(struct strategy_reader *reader, const char *field,
                      struct strategy_indicator *made, const struct yaml_node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_item *item = &node->items[i];
        const int place = indicator_find_param(made->indicator, item->key);

        if (!strcmp(item->key, "type"))
            continue;
        if (place >= 0)
            read_param(reader, field, made, item, place);
        else if (!strcmp(item->key, "source") && indicator_takes_source(made->indicator))
            read_source(reader, field, made, &item->value);
        else
            refuse_key(reader, field, made->indicator, item);
    }
}

static void read_one(struct strategy_reader *reader, const struct yaml_item *item)
{
    struct strategy *strategy = reader->strategy;
    struct strategy_indicator made = { .line = item->line, .column = item->column };
    const size_t n_errors = reader->findings->n_errors;
    char field[96], quoted[64];
    struct error err;

    if (!strategy_reader_id(reader, item, SECTION, made.id))
        return;
    snprintf(field, sizeof(field), SECTION ".%s", made.id);
    if (item->value.kind != YAML_MAPPING) {
        strategy_reader_mistake(reader, &item->value, field, "%s is not a mapping with a 'type'",
                                strategy_reader_quote(&item->value, quoted));
        return;
    }
    made.indicator = find_type(reader, field, item);
    if (!made.indicator)
        return;
    indicator_fill_defaults(made.indicator, made.param);
    read_keys(reader, field, &made, &item->value);
    if (reader->findings->n_errors == n_errors &&
        !indicator_check_params(made.indicator, made.param, &err))
        strategy_reader_mistake(reader, &item->value, field, "%s", err.text);
    strategy->indicators[strategy->n_indicators++] = made;
}

void strategy_indicators_read(struct strategy_reader *reader, const struct yaml_node *node)
{
    if (node->kind != YAML_MAPPING || !node->count) {
        strategy_reader_mistake(reader, node, SECTION, "not a mapping of at least one indicator");
        return;
    }
    reader->strategy->indicators = mem_alloc(node->count * sizeof(struct strategy_indicator));
    for (size_t i = 0; i < node->count; i++)
        read_one(reader, &node->items[i]);
}

static bool is_in_file(const struct strategy_reader *reader, const char *id)
{
    const struct yaml_item *section = strategy_reader_given(reader, SECTION);

    return section && yaml_find(&section->value, id);
}

static bool refuse_id(struct strategy_reader *reader, const struct yaml_node *node,
                      const char *field, const char *id)
{
    struct strategy_near near = { .word = id };

    if (is_in_file(reader, id))             /* it had a mistake of its own */
        return false;
    for (size_t i = 0; i < reader->strategy->n_indicators; i++)
        strategy_near_try(&near, reader->strategy->indicators[i].id);
    strategy_near_suggest(&near, strategy_reader_mistake(reader, node, field,
                                                         "there is no indicator '%.60s' in this "
                                                         "file", id));
    return false;
}

/* `output` is NULL where no point stands behind the id. */
static bool find_output(struct strategy_reader *reader, const struct yaml_node *node,
                        const char *field, const struct strategy_indicator *in, const char *output,
                        size_t *ret_output)
{
    struct strategy_near near = { .word = output ? output : "" };
    struct finding *finding;
    int place = 0;

    if (in->indicator->n_outputs == 1 && output) {
        strategy_reader_mistake(reader, node, field, "'%.60s': %s has a single output; write '%s'",
                                node->text, in->indicator->name, in->id);
        return false;
    }
    if (in->indicator->n_outputs > 1)
        place = output ? indicator_find_output(in->indicator, output) : -1;
    *ret_output = place < 0 ? 0 : (size_t)place;
    if (place >= 0)
        return true;
    finding = output ? strategy_reader_mistake(reader, node, field, "%s has no output '%.60s'",
                                               in->indicator->name, output)
                     : strategy_reader_mistake(reader, node, field, "'%s': %s has several outputs; "
                                               "name one, as in '%s.%s'", in->id,
                                               in->indicator->name, in->id,
                                               in->indicator->outputs[0]);
    for (size_t i = 0; output && i < in->indicator->n_outputs; i++)
        strategy_near_try(&near, in->indicator->outputs[i]);
    strategy_near_suggest(&near, finding);
    return false;
}

bool strategy_indicators_resolve(struct strategy_reader *reader, const struct yaml_node *node,
                                 const char *field, struct strategy_reference *ret_reference)
{
    struct strategy *strategy = reader->strategy;
    const char *text = "", *dot;
    char id[128], quoted[64];

    if (!yaml_read_text(node, &text)) {
        strategy_reader_mistake(reader, node, field, "%s does not name an indicator",
                                strategy_reader_quote(node, quoted));
        return false;
    }
    dot = strchr(text, '.');
    snprintf(id, sizeof(id), "%.*s", dot ? (int)(dot - text) : (int)strlen(text), text);
    for (size_t i = 0; i < strategy->n_indicators; i++)
        if (!strcmp(strategy->indicators[i].id, id)) {
            ret_reference->indicator = i;
            strategy->indicators[i].is_used = true;
            return find_output(reader, node, field, &strategy->indicators[i],
                               dot ? dot + 1 : NULL, &ret_reference->output);
        }
    return refuse_id(reader, node, field, id);
}
