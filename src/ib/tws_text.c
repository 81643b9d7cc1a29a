#include "ib/tws_text.h"

#include <stdint.h>
#include <string.h>

enum { ESCAPE = 6 };        /* bytes of \uXXXX */

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The unit that \uXXXX stands for; -1 if there is none. */
static int32_t read_unit(const char *at)
{
    int32_t unit = 0;

    if (at[0] != '\\' || at[1] != 'u')
        return -1;
    for (int i = 2; i < ESCAPE; i++) {
        if (digit(at[i]) < 0)
            return -1;
        unit = unit * 16 + digit(at[i]);
    }
    return unit;
}

static bool is_high(int32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low(int32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

/* The character, 0 if there is none, and the length of its escapes. */
static uint32_t read_character(const char *at, size_t *ret_length)
{
    const int32_t unit = read_unit(at);
    int32_t low;

    *ret_length = ESCAPE;
    if (unit <= 0 || is_low(unit))
        return 0;
    if (!is_high(unit))
        return (uint32_t)unit;
    low = read_unit(at + ESCAPE);
    if (!is_low(low))
        return 0;
    *ret_length = (size_t)2 * ESCAPE;
    return 0x10000 + ((uint32_t)(unit - 0xd800) << 10) + (uint32_t)(low - 0xdc00);
}

static size_t put_utf8(uint32_t c, char *to)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

bool tws_text_is_escaped(const char *text)
{
    return strstr(text, "\\u") != NULL;
}

size_t tws_text_unescape(const char *text, char *ret_text)
{
    size_t length = 0, skip;

    while (*text) {
        const uint32_t c = *text == '\\' ? read_character(text, &skip) : 0;

        if (c) {
            length += put_utf8(c, ret_text + length);
            text += skip;
        } else {
            ret_text[length++] = *text++;
        }
    }
    ret_text[length] = '\0';
    return length;
}

/* The character that UTF-8 writes there in more than one byte, 0 if it is none. */
static uint32_t read_utf8(const char *text, size_t *ret_length)
{
    const unsigned char *at = (const unsigned char *)text;
    const size_t length = at[0] >= 0xf0 && at[0] < 0xf8 ? 4 : at[0] >= 0xe0 && at[0] < 0xf0 ? 3
                        : at[0] >= 0xc0 && at[0] < 0xe0 ? 2 : 0;
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    uint32_t c = at[0] & (0x7fu >> length);

    *ret_length = length;
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (at[i] & 0x3f);
    }
    return length && c >= least[length] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff) ? c : 0;
}

static void put_escaped(uint32_t c, struct buf *out)
{
    if (c < 0x10000) {
        buf_print(out, "\\u%04x", c);
        return;
    }
    c -= 0x10000;
    buf_print(out, "\\u%04x\\u%04x", 0xd800 | c >> 10, 0xdc00 | (c & 0x3ff));
}

void tws_text_escape(const char *text, struct buf *out)
{
    size_t skip;

    while (*text) {
        const uint32_t c = read_utf8(text, &skip);

        if (c) {
            put_escaped(c, out);
            text += skip;
        } else if (text[0] == '\\' && text[1] == 'u') {
            put_escaped('\\', out);
            text++;
        } else {
            buf_add(out, text++, 1);
        }
    }
}

void tws_text_show(const char *text, char *ret_text, size_t room)
{
    size_t n = 0, length;

    while (*text) {
        const bool is_long = read_utf8(text, &length) != 0;

        if (!is_long)
            length = 1;
        if (n + length + 1 > room)
            break;
        memcpy(ret_text + n, text, length);
        if (!is_long && (*text < ' ' || *text > '~'))
            ret_text[n] = '?';
        n += length;
        text += length;
    }
    ret_text[n] = '\0';
}
