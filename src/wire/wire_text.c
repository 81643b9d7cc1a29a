#include "wire/wire_text.h"

#include "base/buf.h"

#include <stdint.h>
#include <string.h>

/* Bytes of the character at `at`; 0 if it is none: overlong, a surrogate, cut off, too high. */
static size_t utf8_length(const unsigned char *at, size_t left)
{
    static const struct {
        unsigned char least, most;                  /* of the first byte */
        unsigned char second_least, second_most;
        unsigned char length;
    } forms[] = {
        { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
        { 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 },
        { 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 },
        { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
    };

    for (size_t i = 0; i < COUNT(forms); i++) {
        if (at[0] < forms[i].least || at[0] > forms[i].most)
            continue;
        if (left < forms[i].length || at[1] < forms[i].second_least || at[1] > forms[i].second_most)
            return 0;
        for (size_t k = 2; k < forms[i].length; k++)
            if ((at[k] & 0xc0) != 0x80)
                return 0;
        return forms[i].length;
    }
    return 0;
}

static void print_control(struct buf *json, unsigned char c)
{
    static const char letters[] = "btn\0fr";    /* \b is 8 */

    if (c >= 8 && c <= 13 && letters[c - 8])
        buf_add(json, (const char[]){ '\\', letters[c - 8] }, 2);
    else
        buf_print(json, "\\u%04x", c);
}

/* What needs care; returns how many bytes it took. */
static size_t print_special(struct buf *json, const unsigned char *at, size_t left)
{
    size_t length = 1;

    if (*at == '"' || *at == '\\')
        buf_add(json, (const char[]){ '\\', (char)*at }, 2);
    else if (*at < 0x20 || *at == 0x7f)
        print_control(json, *at);
    else if ((length = utf8_length(at, left)) > 0)
        buf_add(json, (const char *)at, length);
    else
        buf_add(json, "\xef\xbf\xbd", 3);
    return length ? length : 1;
}

static int is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

void wire_text_print(struct buf *json, const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t from = 0, i = 0;

    buf_add(json, "\"", 1);
    while (i < length) {
        for (from = i; i < length && is_plain(bytes[i]);)
            i++;
        buf_add(json, text + from, i - from);
        if (i < length)
            i += print_special(json, bytes + i, length - i);
    }
    buf_add(json, "\"", 1);
}
