#include "base/yaml_write.h"

#include "base/yaml_read.h"

#include <ctype.h>
#include <string.h>

/* U+0080 to U+009F, which a reader takes as an escape only. */
static bool is_high_control(const char *c)
{
    return c[0] == '\xc2' && (unsigned char)c[1] >= 0x80 && (unsigned char)c[1] <= 0x9f;
}

static void write_quoted(const char *text, struct buf *out)
{
    buf_add(out, "\"", 1);
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\')
            buf_print(out, "\\%c", *c);
        else if ((unsigned char)*c < 0x20 || *c == 0x7f)
            buf_print(out, "\\x%02x", (unsigned)*c);
        else if (!strncmp(c, "\xc2\x85", 2))            /* line breaks to YAML: folded if plain */
            buf_print(out, "\\N"), c++;
        else if (is_high_control(c))
            buf_print(out, "\\x%02x", (unsigned)(unsigned char)*++c);
        else if (!strncmp(c, "\xef\xbf\xbe", 3) || !strncmp(c, "\xef\xbf\xbf", 3))
            buf_print(out, c[2] == '\xbe' ? "\\uFFFE" : "\\uFFFF"), c += 2;
        else if (!strncmp(c, "\xe2\x80\xa8", 3))
            buf_print(out, "\\L"), c += 2;
        else if (!strncmp(c, "\xe2\x80\xa9", 3))
            buf_print(out, "\\P"), c += 2;
        else if (!strncmp(c, "\xef\xbb\xbf", 3))
            buf_print(out, "\\uFEFF"), c += 2;
        else
            buf_add(out, c, 1);
    }
    buf_add(out, "\"", 1);
}

/* A word that means the same wherever it stands. */
static bool is_simple(const char *text)
{
    const char *at = text + (text[0] == '-' || text[0] == '+' || text[0] == '.');

    if (!isalnum((unsigned char)*at) || strlen(text) > 100)
        return false;
    for (; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr("_.+%/-", *at))
            return false;
    return true;
}

static void write_scalar(const struct yaml_node *node, struct buf *out)
{
    if (yaml_read_is_nothing(node))
        buf_print(out, "~");
    else if (!node->is_quoted && is_simple(node->text))
        buf_print(out, "%s", node->text);
    else
        write_quoted(node->text, out);
}

static void write_node(const struct yaml_node *node, int indent, struct buf *out);

static void write_value(const struct yaml_node *node, int indent, struct buf *out)
{
    buf_print(out, node->count ? "\n" : " ");
    write_node(node, indent, out);
}

static void write_node(const struct yaml_node *node, int indent, struct buf *out)
{
    if (node->kind == YAML_SCALAR)
        write_scalar(node, out);
    else if (!node->count)
        buf_print(out, node->kind == YAML_LIST ? "[]" : "{}");
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_item *item = &node->items[i];

        buf_print(out, "%*s", indent, "");
        if (!item->key)
            buf_print(out, "-");
        else if (is_simple(item->key))
            buf_print(out, "%s:", item->key);
        else
            write_quoted(item->key, out), buf_print(out, ":");
        write_value(&item->value, indent + 2, out);
    }
    if (!node->count)
        buf_print(out, "\n");
}

void yaml_write(const struct yaml_node *root, struct buf *ret_text)
{
    write_node(root, 0, ret_text);
}
