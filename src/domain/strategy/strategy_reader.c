#include "domain/strategy/strategy_reader.h"

#include "base/date.h"
#include "base/yaml_read.h"
#include "domain/strategy/strategy_near.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct finding *add(struct strategy_reader *reader, const char *field, const char *format,
                           va_list args)
{
    char text[256];

    vsnprintf(text, sizeof(text), format, args);
    return findings_add(reader->findings, FINDINGS_ERROR, field, "%s", text);
}

struct finding *strategy_reader_mistake(struct strategy_reader *reader,
                                        const struct yaml_node *node, const char *field,
                                        const char *format, ...)
{
    struct finding *finding;
    va_list args;

    va_start(args, format);
    finding = add(reader, field, format, args);
    va_end(args);
    finding->line = node ? node->line : 0;
    finding->column = node ? node->column : 0;
    return finding;
}

struct finding *strategy_reader_wrong_key(struct strategy_reader *reader,
                                          const struct yaml_item *item, const char *field,
                                          const char *format, ...)
{
    struct finding *finding;
    va_list args;

    va_start(args, format);
    finding = add(reader, field, format, args);
    va_end(args);
    finding->line = item->line;
    finding->column = item->column;
    return finding;
}

const char *strategy_reader_quote(const struct yaml_node *node, char ret_text[64])
{
    if (node->kind != YAML_SCALAR || yaml_read_is_nothing(node))
        return yaml_kind_name(node);
    snprintf(ret_text, 64, "'%.40s%s'", node->text, strlen(node->text) > 40 ? "..." : "");
    return ret_text;
}

bool strategy_reader_id(struct strategy_reader *reader, const struct yaml_item *item,
                        const char *section, char ret_id[STRATEGY_ID])
{
    const char *key = item->key;
    bool is_good = strlen(key) < STRATEGY_ID && !isdigit((unsigned char)key[0]) && key[0];

    for (const char *c = key; *c; c++)
        is_good = is_good && (isalnum((unsigned char)*c) || *c == '_');
    if (is_good)
        memcpy(ret_id, key, strlen(key) + 1);
    else
        strategy_reader_wrong_key(reader, item, section, "'%.60s' is no name: up to 40 letters, "
                                  "digits and '_', the first no digit", key);
    return is_good;
}

const struct yaml_item *strategy_reader_given(const struct strategy_reader *reader,
                                              const char *path)
{
    const int i = strategy_grammar_find(path);

    return i < 0 ? NULL : reader->given[i];
}

static void list_words(const char *words, char ret_text[160])
{
    char word[32];
    bool is_refused;
    int length = snprintf(ret_text, 160, "one of");

    for (size_t i = 0; strategy_grammar_word(words, i, word, &is_refused) && length < 120; i++)
        if (!is_refused)
            length += snprintf(ret_text + length, 160 - (size_t)length, " %s", word);
}

/* What a value of this kind looks like, for a message. */
static void describe(const struct strategy_grammar *row, char ret_text[160])
{
    switch (row->kind) {
    case STRATEGY_GRAMMAR_NUMBER:
        snprintf(ret_text, 160, "a number from %g to %g", row->least, row->most);
        break;
    case STRATEGY_GRAMMAR_WHOLE:
        snprintf(ret_text, 160, "a whole number from %.0f to %.0f", row->least, row->most);
        break;
    case STRATEGY_GRAMMAR_TEXT:
        snprintf(ret_text, 160, "a text of up to %.0f bytes", row->most - 1);
        break;
    case STRATEGY_GRAMMAR_PERCENT:
        snprintf(ret_text, 160, "a percentage from %g%% to %g%%, with its sign",
                 100 * row->least, 100 * row->most);
        break;
    case STRATEGY_GRAMMAR_BOOLEAN:
        snprintf(ret_text, 160, "true or false");
        break;
    case STRATEGY_GRAMMAR_DAY:
        snprintf(ret_text, 160, "a day like 2020-01-31");
        break;
    default:
        list_words(row->words, ret_text);
    }
}

static bool store_percent(const char *text, double *ret_fraction)
{
    struct yaml_node number = { .kind = YAML_SCALAR };
    const size_t length = strlen(text);
    char digits[32];
    double percent;

    if (length < 2 || length >= sizeof(digits) || text[length - 1] != '%')
        return false;
    snprintf(digits, sizeof(digits), "%.*s", (int)length - 1, text);
    number.text = digits;
    if (!yaml_read_number(&number, &percent))
        return false;
    *ret_fraction = percent / 100;
    return true;
}

/* The place of a word in the row's list; -1 if it is not there, -2 if it is refused. */
static int find_word(const struct strategy_grammar *row, const struct yaml_node *node)
{
    const char *text;
    char word[32];
    bool is_refused;

    if (!yaml_read_text(node, &text))
        return -1;
    for (size_t i = 0; strategy_grammar_word(row->words, i, word, &is_refused); i++)
        if (!strcmp(word, text))
            return is_refused ? -2 : (int)i;
    return -1;
}

static bool store_number(const struct strategy_grammar *row, const struct yaml_node *node,
                         void *place)
{
    const char *text;
    int64_t whole;
    double number;

    if (row->kind == STRATEGY_GRAMMAR_WHOLE) {
        if (!yaml_read_whole(node, &whole))
            return false;
        number = (double)whole;
    } else if (row->kind == STRATEGY_GRAMMAR_PERCENT) {
        if (!yaml_read_text(node, &text) || !store_percent(text, &number))
            return false;
    } else if (!yaml_read_number(node, &number)) {
        return false;
    }
    if (!(number >= row->least && number <= row->most))
        return false;
    if (row->kind == STRATEGY_GRAMMAR_WHOLE)
        *(size_t *)place = (size_t)number;
    else
        *(double *)place = number;
    return true;
}

static bool store_text(const struct strategy_grammar *row, const struct yaml_node *node,
                       char *place)
{
    const char *text;

    if (!yaml_read_text(node, &text) || strlen(text) >= (size_t)row->most)
        return false;
    memcpy(place, text, strlen(text) + 1);
    return true;
}

static bool store_day(const struct yaml_node *node, int64_t *place)
{
    struct error err;
    const char *text;

    return yaml_read_text(node, &text) && date_parse_day(text, place, &err);
}

static bool store(struct strategy *strategy, const struct strategy_grammar *row,
                  const struct yaml_node *node)
{
    void *place = (char *)strategy + row->offset;
    int word;

    switch (row->kind) {
    case STRATEGY_GRAMMAR_TEXT:
        return store_text(row, node, place);
    case STRATEGY_GRAMMAR_BOOLEAN:
        return yaml_read_boolean(node, place);
    case STRATEGY_GRAMMAR_DAY:
        return store_day(node, place);
    case STRATEGY_GRAMMAR_FIXED:
        return find_word(row, node) >= 0;
    case STRATEGY_GRAMMAR_WORD:
        word = find_word(row, node);
        if (word >= 0)
            *(int *)place = word;
        return word >= 0;
    default:
        return store_number(row, node, place);
    }
}

static void refuse_value(struct strategy_reader *reader, const struct strategy_grammar *row,
                         const struct yaml_node *node)
{
    struct strategy_near near = { .word = node->text ? node->text : "" };
    char want[160], quoted[64], word[32];
    struct finding *finding;
    bool is_refused;

    if (row->words && find_word(row, node) == -2) {
        strategy_reader_mistake(reader, node, row->path, "%s is not supported yet",
                                strategy_reader_quote(node, quoted));
        return;
    }
    describe(row, want);
    finding = strategy_reader_mistake(reader, node, row->path, "%s is not %s",
                                      strategy_reader_quote(node, quoted), want);
    for (size_t i = 0; row->words && strategy_grammar_word(row->words, i, word, &is_refused); i++)
        strategy_near_try(&near, word);
    strategy_near_suggest(&near, finding);
}

/* The last word of a path, if the rest is `section`; else NULL. */
static const char *key_in(const char *path, const char *section)
{
    const size_t length = strlen(section);

    if (length && (strncmp(path, section, length) || path[length] != '.'))
        return NULL;
    path += length + (length > 0);
    return strchr(path, '.') ? NULL : path;
}

static void refuse_key(struct strategy_reader *reader, const struct yaml_item *item,
                       const char *section)
{
    struct strategy_near near = { .word = item->key };
    struct finding *finding = strategy_reader_wrong_key(reader, item, section,
                                                        "unknown key '%.60s'", item->key);

    for (size_t i = 0; strategy_grammar_at(i); i++) {
        const char *key = key_in(strategy_grammar_at(i)->path, section);
        if (key && strategy_grammar_at(i)->kind != STRATEGY_GRAMMAR_REFUSED)
            strategy_near_try(&near, key);
    }
    strategy_near_suggest(&near, finding);
}

static void read_section(struct strategy_reader *reader, const struct yaml_node *node,
                         const char *section);

static void read_key(struct strategy_reader *reader, const struct yaml_item *item,
                     const struct strategy_grammar *row)
{
    char quoted[64];

    if (row->kind == STRATEGY_GRAMMAR_REFUSED)
        strategy_reader_wrong_key(reader, item, row->path, "'%s' is not supported yet", item->key);
    else if (row->kind == STRATEGY_GRAMMAR_SECTION && item->value.kind == YAML_MAPPING)
        read_section(reader, &item->value, row->path);
    else if (row->kind == STRATEGY_GRAMMAR_SECTION)
        strategy_reader_mistake(reader, &item->value, row->path, "%s is not a mapping",
                                strategy_reader_quote(&item->value, quoted));
    else if (row->kind != STRATEGY_GRAMMAR_SPECIAL && !store(reader->strategy, row, &item->value))
        refuse_value(reader, row, &item->value);
}

static void read_section(struct strategy_reader *reader, const struct yaml_node *node,
                         const char *section)
{
    for (size_t i = 0; i < node->count; i++) {
        char path[2 * YAML_KEY_BYTES + 2];
        int row;

        snprintf(path, sizeof(path), "%s%s%s", section, section[0] ? "." : "", node->items[i].key);
        row = strategy_grammar_find(path);
        if (row < 0) {
            refuse_key(reader, &node->items[i], section);
            continue;
        }
        reader->given[row] = &node->items[i];
        read_key(reader, &node->items[i], strategy_grammar_at((size_t)row));
    }
}

static void fill_defaults(struct strategy *strategy)
{
    for (size_t i = 0; strategy_grammar_at(i); i++) {
        const struct strategy_grammar *row = strategy_grammar_at(i);
        char text[32];
        const struct yaml_node node = { .kind = YAML_SCALAR, .text = text };

        if (!row->fallback || row->kind == STRATEGY_GRAMMAR_SPECIAL)
            continue;
        snprintf(text, sizeof(text), "%s", row->fallback);
        if (!store(strategy, row, &node))
            abort();                            /* the table contradicts itself */
    }
}

static void check_required(struct strategy_reader *reader, const struct yaml_node *root)
{
    for (size_t i = 0; strategy_grammar_at(i); i++) {
        const struct strategy_grammar *row = strategy_grammar_at(i);
        const char *dot = strrchr(row->path, '.');
        const struct yaml_item *section = NULL;
        char path[128];

        if (!row->is_required || reader->given[i])
            continue;
        snprintf(path, sizeof(path), "%.*s", dot ? (int)(dot - row->path) : 0, row->path);
        section = strategy_reader_given(reader, path);
        if (!dot)
            strategy_reader_mistake(reader, root, NULL, "'%s' is missing", row->path);
        else if (section && section->value.kind == YAML_MAPPING)
            strategy_reader_wrong_key(reader, section, path, "'%s' is missing", dot + 1);
    }
}

void strategy_reader_run(struct strategy_reader *reader, const struct yaml_node *root)
{
    fill_defaults(reader->strategy);
    read_section(reader, root, "");
    for (size_t i = 0; strategy_grammar_at(i); i++)
        if (reader->given[i] && strategy_grammar_at(i)->read)
            strategy_grammar_at(i)->read(reader, &reader->given[i]->value);
    check_required(reader, root);
}
