#include "base/yaml.h"

#include "base/mem.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct reader {
    yaml_parser_t parser;
    yaml_event_t event;         /* the current one; to be deleted when has_event */
    bool has_event;
    size_t nodes;
    struct findings *findings;
};

static bool fail_at(struct findings *findings, size_t line, size_t column, const char *text,
                    const char *culprit)
{
    struct finding *finding = culprit
        ? findings_add(findings, FINDINGS_ERROR, NULL, "%s '%.60s'", text, culprit)
        : findings_add(findings, FINDINGS_ERROR, NULL, "%s", text);

    finding->line = (int)line + 1;
    finding->column = (int)column + 1;
    return false;
}

static bool fail(struct reader *reader, const char *text, const char *culprit)
{
    const yaml_mark_t mark = reader->event.start_mark;

    return fail_at(reader->findings, mark.line, mark.column, text, culprit);
}

/* The length of the well-formed character at `at`; 0 if it is not one (RFC 3629). */
static size_t utf8_length(const unsigned char *at, size_t left)
{
    const unsigned lead = at[0];
    const size_t length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 :
                          lead < 0xf5 ? 4 : 0;

    if (!length || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    if ((lead == 0xe0 && at[1] < 0xa0) || (lead == 0xed && at[1] > 0x9f) ||
        (lead == 0xf0 && at[1] < 0x90) || (lead == 0xf4 && at[1] > 0x8f))
        return 0;
    return length;
}

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
}

static bool check_bytes(const char *text, size_t length, struct findings *findings)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t line = 0, column = 0;

    if (length > YAML_BYTES)
        return fail_at(findings, 0, 0, "the file is larger than 1 MB", NULL);
    for (size_t i = 0, step; i < length; i += step) {
        step = utf8_length(bytes + i, length - i);
        if (!step)
            return fail_at(findings, line, column, "a byte that is not UTF-8", NULL);
        if (is_control(bytes[i]))
            return fail_at(findings, line, column, "a control character", NULL);
        column++;
        if (bytes[i] == '\n') {
            line++;
            column = 0;
        }
    }
    return true;
}

static bool next(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;

    if (reader->has_event)
        yaml_event_delete(&reader->event);
    reader->has_event = yaml_parser_parse(&reader->parser, &reader->event);
    if (reader->has_event)
        return true;
    memset(&reader->event, 0, sizeof(reader->event));
    return fail_at(reader->findings, parser->problem_mark.line, parser->problem_mark.column,
                   parser->problem ? parser->problem : "not YAML", NULL);
}

static bool refuse_marks(struct reader *reader, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        return fail(reader, "anchors are not supported:", (const char *)anchor);
    if (tag)
        return fail(reader, "tags are not supported:", (const char *)tag);
    return true;
}

static void place(const struct reader *reader, int *ret_line, int *ret_column)
{
    *ret_line = (int)reader->event.start_mark.line + 1;
    *ret_column = (int)reader->event.start_mark.column + 1;
}

static struct yaml_item *add_item(struct yaml_node *node)
{
    if (node->count == node->room) {
        node->room = node->room * 2 + 4;
        node->items = mem_resize(node->items, node->room * sizeof(*node->items));
    }
    node->items[node->count] = (struct yaml_item){0};
    return &node->items[node->count++];
}

static bool read_scalar(struct reader *reader, struct yaml_node *node)
{
    const char *value = (const char *)reader->event.data.scalar.value;

    if (!refuse_marks(reader, reader->event.data.scalar.anchor, reader->event.data.scalar.tag))
        return false;
    if (strlen(value) != reader->event.data.scalar.length)
        return fail(reader, "a text with a zero byte", NULL);
    node->kind = YAML_SCALAR;
    node->text = mem_text(value);
    node->is_quoted = reader->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return true;
}

static bool read_key(struct reader *reader, struct yaml_node *node, struct yaml_item **ret_item)
{
    OWNED(yaml_release) struct yaml_node key = {0};
    const struct yaml_item *twin;

    if (reader->event.type != YAML_SCALAR_EVENT)
        return fail(reader, "a key must be a plain word", NULL);
    if (node->count == YAML_KEYS)
        return fail(reader, "more than 1000 keys in one mapping", NULL);
    if (!read_scalar(reader, &key))
        return false;
    if (strlen(key.text) > YAML_KEY_BYTES)
        return fail(reader, "a key longer than 128 bytes:", key.text);
    if ((twin = yaml_find(node, key.text))) {
        char text[80];
        snprintf(text, sizeof(text), "a key that is already on line %d:", twin->line);
        return fail(reader, text, key.text);
    }
    *ret_item = add_item(node);
    (*ret_item)->key = key.text;
    key.text = NULL;
    place(reader, &(*ret_item)->line, &(*ret_item)->column);
    return true;
}

static bool read_node(struct reader *reader, struct yaml_node *node, int depth);

static bool read_items(struct reader *reader, struct yaml_node *node, int depth)
{
    const yaml_event_type_t end = node->kind == YAML_LIST ? YAML_SEQUENCE_END_EVENT
                                                          : YAML_MAPPING_END_EVENT;

    for (;;) {
        struct yaml_item *item = NULL;

        if (!next(reader))
            return false;
        if (reader->event.type == end)
            return true;
        if (node->kind == YAML_LIST) {
            item = add_item(node);
            place(reader, &item->line, &item->column);
        } else if (!read_key(reader, node, &item) || !next(reader)) {
            return false;
        }
        if (!read_node(reader, &item->value, depth + 1))
            return false;
    }
}

/* Of the event that was read last. What was built before a failure hangs in the tree. */
static bool read_node(struct reader *reader, struct yaml_node *node, int depth)
{
    const yaml_event_t *event = &reader->event;

    place(reader, &node->line, &node->column);
    if (++reader->nodes > YAML_NODES)
        return fail(reader, "more than 100000 values", NULL);
    if (depth > YAML_DEPTH)
        return fail(reader, "nested deeper than 64", NULL);
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(reader, node);
    case YAML_SEQUENCE_START_EVENT:
        node->kind = YAML_LIST;
        return refuse_marks(reader, event->data.sequence_start.anchor,
                            event->data.sequence_start.tag) && read_items(reader, node, depth);
    case YAML_MAPPING_START_EVENT:
        node->kind = YAML_MAPPING;
        return refuse_marks(reader, event->data.mapping_start.anchor,
                            event->data.mapping_start.tag) && read_items(reader, node, depth);
    case YAML_ALIAS_EVENT:
        return fail(reader, "aliases are not supported:", (const char *)event->data.alias.anchor);
    default:
        return fail(reader, "a value was expected", NULL);
    }
}

static bool read_document(struct reader *reader, struct yaml_node *root)
{
    if (!next(reader) || !next(reader))                 /* the stream begins, the document begins */
        return false;
    if (reader->event.type == YAML_STREAM_END_EVENT)
        return fail(reader, "the file is empty", NULL);
    if (!next(reader) || !read_node(reader, root, 1) || !next(reader) || !next(reader))
        return false;
    return reader->event.type == YAML_STREAM_END_EVENT ||
           fail(reader, "a second document; one per file", NULL);
}

bool yaml_parse(const char *text, size_t length, struct yaml_node *ret_root,
                struct findings *findings)
{
    struct reader reader = { .findings = findings };
    OWNED(yaml_release) struct yaml_node root = {0};
    bool is_good;

    if (!check_bytes(text, length, findings))
        return false;
    if (!yaml_parser_initialize(&reader.parser))
        abort();                                        /* no memory, as in mem_alloc */
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text, length);
    is_good = read_document(&reader, &root);
    if (reader.has_event)
        yaml_event_delete(&reader.event);
    yaml_parser_delete(&reader.parser);
    if (!is_good)
        return false;
    *ret_root = root;
    root = (struct yaml_node){0};
    return true;
}

void yaml_release(struct yaml_node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        free(node->items[i].key);
        yaml_release(&node->items[i].value);
    }
    free(node->items);
    free(node->text);
    *node = (struct yaml_node){0};
}

struct yaml_item *yaml_find(const struct yaml_node *node, const char *key)
{
    if (node->kind != YAML_MAPPING)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (node->items[i].key && !strcmp(node->items[i].key, key))
            return &node->items[i];
    return NULL;
}

/* The place that one word of a path names; NULL if it cannot be there. */
static struct yaml_node *step_into(struct yaml_node *node, const char *word)
{
    struct yaml_item *item = yaml_find(node, word);
    char *end;

    if (item)
        return &item->value;
    if (node->kind == YAML_LIST) {
        const unsigned long i = strtoul(word, &end, 10);
        return word[0] >= '0' && word[0] <= '9' && !*end && i < node->count ? &node->items[i].value
                                                                           : NULL;
    }
    if (node->kind == YAML_SCALAR && node->text && node->text[0])
        return NULL;
    free(node->text);
    node->text = NULL;
    node->kind = YAML_MAPPING;
    item = add_item(node);
    item->key = mem_text(word);
    return &item->value;
}

static void forget_places(struct yaml_node *node)
{
    node->line = node->column = 0;
    for (size_t i = 0; i < node->count; i++) {
        node->items[i].line = node->items[i].column = 0;
        forget_places(&node->items[i].value);
    }
}

static bool parse_value(const char *path, const char *text, struct yaml_node *ret_value,
                        struct error *err)
{
    struct findings *findings = MEM_NEW(struct findings);
    const bool is_good = yaml_parse(text, strlen(text), ret_value, findings);

    if (!is_good)
        error_set(err, ERROR_INVALID, "'%.60s' for '%.60s': %s", text, path,
                  findings->items[0].text);
    free(findings);
    return is_good;
}

static struct yaml_node *walk(struct yaml_node *node, const char *path, struct error *err)
{
    char word[YAML_KEY_BYTES + 1];
    int depth = 0;

    for (const char *at = path;; at++) {
        const size_t length = strcspn(at, ".");

        if (!length || length > YAML_KEY_BYTES || ++depth > YAML_DEPTH)
            return error_set(err, ERROR_INVALID, "'%.60s' is not the path of a key", path), NULL;
        snprintf(word, sizeof(word), "%.*s", (int)length, at);
        node = step_into(node, word);
        if (!node)
            error_set(err, ERROR_INVALID, "'%.60s': there can be no '%.60s'", path, word);
        at += length;
        if (!node || !*at)
            return node;
    }
}

bool yaml_set(struct yaml_node *root, const char *path, const char *text, struct error *err)
{
    OWNED(yaml_release) struct yaml_node value = {0};
    struct yaml_node *node;

    if (!parse_value(path, text, &value, err) || !(node = walk(root, path, err)))
        return false;
    yaml_release(node);
    forget_places(&value);
    *node = value;
    value = (struct yaml_node){0};
    return true;
}

const char *yaml_kind_name(const struct yaml_node *node)
{
    if (node->kind != YAML_SCALAR)
        return node->kind == YAML_LIST ? "a list" : "a mapping";
    return !node->is_quoted && (!node->text || !node->text[0]) ? "nothing" : "a value";
}
