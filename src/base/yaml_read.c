#include "base/yaml_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_plain(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && node->text && !node->is_quoted;
}

bool yaml_read_is_nothing(const struct yaml_node *node)
{
    if (node->kind != YAML_SCALAR || node->is_quoted)
        return false;
    return !node->text || !node->text[0] || !strcmp(node->text, "~") ||
           !strcmp(node->text, "null");
}

bool yaml_read_text(const struct yaml_node *node, const char **ret_text)
{
    if (node->kind != YAML_SCALAR || yaml_read_is_nothing(node))
        return false;
    *ret_text = node->text;
    return true;
}

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* The length of a sign and whole digits without a leading zero; 0 if they are not there. */
static size_t whole_part(const char *text)
{
    const size_t sign = text[0] == '-' || text[0] == '+';
    const size_t n = digits(text + sign);

    return n && (n == 1 || text[sign] != '0') ? sign + n : 0;
}

static bool is_number(const char *text)
{
    size_t at = whole_part(text);

    if (!at)
        return false;
    if (text[at] == '.') {
        const size_t n = digits(text + at + 1);
        if (!n)
            return false;
        at += 1 + n;
    }
    if (text[at] == 'e' || text[at] == 'E') {
        const size_t sign = text[at + 1] == '-' || text[at + 1] == '+';
        const size_t n = digits(text + at + 1 + sign);
        if (!n)
            return false;
        at += 1 + sign + n;
    }
    return !text[at] && at <= 40;
}

bool yaml_read_number(const struct yaml_node *node, double *ret_number)
{
    double number;

    if (!is_plain(node) || !is_number(node->text))
        return false;
    number = strtod(node->text, NULL);
    if (!isfinite(number))
        return false;
    *ret_number = number;
    return true;
}

bool yaml_read_whole(const struct yaml_node *node, int64_t *ret_whole)
{
    size_t length;

    if (!is_plain(node))
        return false;
    length = whole_part(node->text);
    if (!length || node->text[length] || length > 18)
        return false;
    *ret_whole = strtoll(node->text, NULL, 10);
    return true;
}

bool yaml_read_boolean(const struct yaml_node *node, bool *ret_boolean)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {
        { "true", true },   { "yes", true }, { "on", true },
        { "false", false }, { "no", false }, { "off", false },
    };

    for (size_t i = 0; is_plain(node) && i < COUNT(words); i++)
        if (!strcmp(node->text, words[i].word)) {
            *ret_boolean = words[i].value;
            return true;
        }
    return false;
}
