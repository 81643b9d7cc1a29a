#include "cli/strategy_schema.h"

#include "base/buf.h"
#include "domain/fuzzy/membership.h"
#include "domain/indicators/indicator.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_grammar.h"
#include "domain/timeframe.h"
#include "wire/wire_text.h"

#include <string.h>

#define TEXT "{\"type\":\"string\"}"
#define NUMBERS "{\"type\":\"array\",\"items\":{\"type\":\"number\"}}"
#define TEXTS "{\"type\":\"array\",\"items\":" TEXT ",\"minItems\":1}"
#define FRAMES \
    "{\"type\":\"array\",\"minItems\":1,\"items\":{\"$ref\":\"#/definitions/timeframe\"}}"
#define REF(NAME) "{\"$ref\":\"#/definitions/" NAME "\"}"

/* Keys whose values have a grammar of their own. */
static const struct {
    const char *path, *schema;
} special[] = {
    { "training_data.symbols.mode", TEXT },
    { "training_data.symbols.symbol", TEXT },
    { "training_data.symbols.symbols", TEXTS },
    { "training_data.symbols.list", TEXTS },
    { "training_data.timeframes.mode", TEXT },
    { "training_data.timeframes.timeframe", REF("timeframe") },
    { "training_data.timeframes.timeframes", FRAMES },
    { "training_data.timeframes.list", FRAMES },
    { "training_data.timeframes.base_timeframe", REF("timeframe") },
    { "indicators", "{\"type\":\"object\",\"additionalProperties\":" REF("indicator") "}" },
    { "fuzzy_sets", "{\"type\":\"object\",\"additionalProperties\":" REF("fuzzy_set") "}" },
    { "nn_inputs", "{\"type\":\"array\",\"minItems\":1,\"items\":" REF("input") "}" },
    { "model.architecture.hidden_layers", "{\"type\":\"array\",\"minItems\":1,\"maxItems\":8,"
      "\"items\":{\"type\":\"integer\",\"minimum\":1}}" },
};

static void print_text(struct buf *json, const char *text)
{
    wire_text_print(json, text, strlen(text));
}

/* ---- one key ---- */

static void print_words(const char *words, struct buf *json)
{
    char word[32];
    bool is_refused;
    size_t n = 0;

    buf_print(json, "\"enum\":[");
    for (size_t i = 0; strategy_grammar_word(words, i, word, &is_refused); i++)
        if (!is_refused)
            buf_print(json, "%s\"%s\"", n++ ? "," : "", word);
    buf_print(json, "]");
}

static void print_special(const struct strategy_grammar *row, struct buf *json)
{
    for (size_t i = 0; i < COUNT(special); i++)
        if (!strcmp(special[i].path, row->path))
            buf_print(json, "\"allOf\":[%s]", special[i].schema);
}

static void print_kind(const struct strategy_grammar *row, struct buf *json)
{
    switch (row->kind) {
    case STRATEGY_GRAMMAR_TEXT:
        buf_print(json, "\"type\":\"string\",\"maxLength\":%.0f", row->most - 1);
        return;
    case STRATEGY_GRAMMAR_NUMBER: case STRATEGY_GRAMMAR_WHOLE:
        buf_print(json, "\"type\":\"%s\",\"minimum\":%.17g,\"maximum\":%.17g",
                  row->kind == STRATEGY_GRAMMAR_WHOLE ? "integer" : "number", row->least,
                  row->most);
        return;
    case STRATEGY_GRAMMAR_BOOLEAN:
        buf_print(json, "\"type\":\"boolean\"");
        return;
    case STRATEGY_GRAMMAR_WORD: case STRATEGY_GRAMMAR_FIXED:
        print_words(row->words, json);
        return;
    case STRATEGY_GRAMMAR_DAY:
        buf_print(json, "\"type\":\"string\",\"pattern\":\"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"");
        return;
    case STRATEGY_GRAMMAR_PERCENT:
        buf_print(json, "\"type\":\"string\",\"pattern\":\"^[0-9.]+ *%%$\"");
        return;
    case STRATEGY_GRAMMAR_SPECIAL:
        print_special(row, json);
        return;
    case STRATEGY_GRAMMAR_SECTION: case STRATEGY_GRAMMAR_REFUSED:
        break;
    }
}

static void print_help(const struct strategy_grammar *row, struct buf *json)
{
    OWNED(buf_release) struct buf help = {0};

    buf_print(&help, "%s", row->help);
    if (row->unit)
        buf_print(&help, " (%s)", row->unit);
    if (row->fallback)
        buf_print(&help, "; default: %s", row->fallback);
    if (row->only_with)
        buf_print(&help, "; only with %s", row->only_with);
    buf_print(json, "\"description\":");
    print_text(json, help.bytes);
}

/* ---- sections ---- */

/* The key itself, without the section; NULL if it does not lie right in it. */
static const char *key_in(const struct strategy_grammar *row, const char *section)
{
    const size_t length = strlen(section);
    const char *key = row->path + length + (length > 0);

    if (strncmp(row->path, section, length) != 0 || (length && row->path[length] != '.') ||
        row->kind == STRATEGY_GRAMMAR_REFUSED || strchr(key, '.'))
        return NULL;
    return key;
}

static void print_required(const char *section, struct buf *json)
{
    size_t n = 0;

    for (size_t i = 0; strategy_grammar_at(i); i++) {
        const struct strategy_grammar *row = strategy_grammar_at(i);

        if (key_in(row, section) && row->is_required)
            buf_print(json, "%s\"%s\"", n++ ? "," : ",\"required\":[", key_in(row, section));
    }
    buf_print(json, n ? "]" : "");
}

static void print_section(const char *section, struct buf *json)
{
    size_t n = 0;

    buf_print(json, "\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    for (size_t i = 0; strategy_grammar_at(i); i++) {
        const struct strategy_grammar *row = strategy_grammar_at(i);

        if (!key_in(row, section))
            continue;
        buf_print(json, "%s\"%s\":{", n++ ? "," : "", key_in(row, section));
        print_help(row, json);
        buf_print(json, ",");
        if (row->kind == STRATEGY_GRAMMAR_SECTION)
            print_section(row->path, json);
        else
            print_kind(row, json);
        buf_print(json, "}");
    }
    buf_print(json, "}");
    print_required(section, json);
}

/* ---- definitions ---- */

static void print_timeframes(struct buf *json)
{
    buf_print(json, "\"timeframe\":{\"enum\":[");
    for (int t = 0; t < TIMEFRAME_COUNT; t++)
        buf_print(json, "%s\"%s\"", t ? "," : "", timeframe_name((enum timeframe)t));
    buf_print(json, "]}");
}

static void print_param(const struct indicator_param *param, struct buf *json)
{
    buf_print(json, ",\"%s\":{", param->name);
    if (param->choices)
        buf_print(json, "\"enum\":[");
    for (size_t i = 0; param->choices && i <= (size_t)param->most; i++)
        buf_print(json, "%s\"%s\"", i ? "," : "", param->choices[i]);
    if (param->choices)
        buf_print(json, "]");
    else
        buf_print(json, "\"type\":\"%s\",\"minimum\":%.17g,\"maximum\":%.17g,\"default\":%.17g",
                  param->is_whole ? "integer" : "number", param->least, param->most,
                  param->fallback);
    buf_print(json, ",\"description\":");
    print_text(json, param->unit);
    buf_print(json, "}");
}

static void print_indicator(const struct indicator *indicator, struct buf *json)
{
    buf_print(json, "{\"if\":{\"properties\":{\"type\":{\"const\":\"%s\"}}},\"then\":{"
              "\"description\":", indicator->name);
    print_text(json, indicator->title);
    buf_print(json, ",\"additionalProperties\":false,\"properties\":{\"type\":{}");
    if (indicator_takes_source(indicator)) {
        buf_print(json, ",\"source\":{\"enum\":[");
        for (int s = 0; s < INDICATOR_SOURCE_COUNT; s++)
            buf_print(json, "%s\"%s\"", s ? "," : "",
                      indicator_source_name((enum indicator_source)s));
        buf_print(json, "]}");
    }
    for (size_t p = 0; p < indicator->n_params; p++)
        print_param(&indicator->params[p], json);
    buf_print(json, "}}}");
}

static void print_indicators(struct buf *json)
{
    buf_print(json, ",\"indicator\":{\"type\":\"object\",\"required\":[\"type\"],\"properties\":{"
              "\"type\":{\"enum\":[");
    for (size_t i = 0; indicator_at(i); i++)
        buf_print(json, "%s\"%s\"", i ? "," : "", indicator_at(i)->name);
    buf_print(json, "]}},\"allOf\":[");
    for (size_t i = 0; indicator_at(i); i++) {
        buf_print(json, i ? "," : "");
        print_indicator(indicator_at(i), json);
    }
    buf_print(json, "]}");
}

static void print_fuzzy(struct buf *json)
{
    buf_print(json, ",\"membership\":{\"oneOf\":[" NUMBERS ",{\"type\":\"object\","
              "\"additionalProperties\":false,\"required\":[\"type\",\"parameters\"],"
              "\"properties\":{\"type\":{\"enum\":[");
    for (size_t i = 0; membership_at(i); i++)
        buf_print(json, "%s\"%s\"", i ? "," : "", membership_at(i)->name);
    buf_print(json, "]},\"parameters\":" NUMBERS "}}]},\"fuzzy_set\":{\"type\":\"object\","
              "\"required\":[\"indicator\"],\"properties\":{\"indicator\":" TEXT "},"
              "\"additionalProperties\":" REF("membership") "}");
}

static void print_input(struct buf *json)
{
    buf_print(json, ",\"input\":{\"type\":\"object\",\"additionalProperties\":false,"
              "\"oneOf\":[{\"required\":[\"fuzzy_set\"]},{\"required\":[\"raw_indicator\"]}],"
              "\"properties\":{\"fuzzy_set\":" TEXT ",\"raw_indicator\":" TEXT
              ",\"normalization\":{\"enum\":[");
    for (int n = 0; n < STRATEGY_NORMALIZATIONS; n++)
        buf_print(json, "%s\"%s\"", n ? "," : "",
                  strategy_normalization_name((enum strategy_normalization)n));
    buf_print(json, "]},\"window\":{\"type\":\"integer\",\"minimum\":2},"
              "\"timeframes\":{\"oneOf\":[{\"const\":\"all\"}," FRAMES "]},"
              "\"lags\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":%d}}}", STRATEGY_LAGS);
}

void strategy_schema_print(struct buf *json)
{
    buf_print(json, "{\"$schema\":\"http://json-schema.org/draft-07/schema#\","
              "\"title\":\"ktrdr strategy\",");
    print_section("", json);
    buf_print(json, ",\"definitions\":{");
    print_timeframes(json);
    print_indicators(json);
    print_fuzzy(json);
    print_input(json);
    buf_print(json, "}}\n");
}
