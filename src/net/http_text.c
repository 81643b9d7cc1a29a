#include "net/http_text.h"

#include <stdint.h>
#include <string.h>

bool http_text_is_token(const char *bytes, size_t length)
{
    static const char others[] = "!#$%&'*+-.^_`|~";

    for (size_t i = 0; i < length; i++) {
        const char c = bytes[i];
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9');

        if (!is_plain && !(c && memchr(others, c, sizeof(others) - 1)))
            return false;
    }
    return length > 0;
}

static size_t announced(uint8_t first)
{
    return first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : first >> 3 == 30 ? 4 : 0;
}

/* Bytes of the sequence that begins here; 0 if none does. `lowest` refuses overlong forms. */
static size_t sequence(const uint8_t *at, size_t left)
{
    static const uint32_t lowest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const size_t n = announced(*at);
    uint32_t value = n < 2 ? *at : *at & (0x7Fu >> n);

    if (!n || n > left)
        return 0;
    for (size_t i = 1; i < n; i++) {
        if (at[i] >> 6 != 2)
            return 0;
        value = value << 6 | (at[i] & 0x3F);
    }
    return value >= lowest[n] && value <= 0x10FFFF && value >> 11 != 0x1B ? n : 0;
}

bool http_text_is_utf8(const char *bytes, size_t length)
{
    const uint8_t *at = (const uint8_t *)bytes;

    for (size_t i = 0, n; i < length; i += n) {
        n = sequence(at + i, length - i);
        if (!n)
            return false;
    }
    return true;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
           c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool unescape(char *text, char plus)
{
    char *to = text;

    for (const char *from = text; *from; from++, to++) {
        if (*from == '%') {
            const int high = digit(from[1]), low = high < 0 ? -1 : digit(from[2]);

            if (low < 0 || !(high | low))
                return false;
            *to = (char)(high << 4 | low);
            from += 2;
        } else {
            *to = *from == '+' ? plus : *from;
        }
    }
    *to = '\0';
    return http_text_is_utf8(text, (size_t)(to - text));
}

bool http_text_unescape(char *text)
{
    return unescape(text, '+');
}

bool http_text_unescape_form(char *text)
{
    return unescape(text, ' ');
}
