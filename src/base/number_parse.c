/* The reading half of number.h, in a file of its own because it shares nothing with the writing. */
#include "base/number.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { EXACT_DIGITS = 15, EXACT_POWER = 22, LONGEST = 400 };

struct token {
    uint64_t digits;        /* the first 19, without the point */
    int n_digits;           /* significant ones */
    int exponent;
    bool is_negative;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *scan_digits(const char *at, const char *end, struct token *token, int per_digit)
{
    for (; at < end && is_digit(*at); at++) {
        token->exponent += per_digit;
        if (token->n_digits < 19)
            token->digits = token->digits * 10 + (uint64_t)(*at - '0');
        token->n_digits += token->digits > 0;
    }
    return at;
}

/* NULL if there is no exponent where one began. */
static const char *scan_exponent(const char *at, const char *end, struct token *token)
{
    const bool is_negative = at < end && *at == '-';
    int exponent = 0;

    at += at < end && (*at == '-' || *at == '+');
    if (at == end)
        return NULL;
    for (; at < end && is_digit(*at); at++)
        if (exponent < 100000)
            exponent = exponent * 10 + (*at - '0');
    token->exponent += is_negative ? -exponent : exponent;
    return at;
}

static bool scan(const char *at, const char *end, struct token *token)
{
    const char *whole, *fraction;

    token->is_negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    whole = at;
    at = scan_digits(at, end, token, 0);
    fraction = at;
    if (at < end && *at == '.')
        fraction = at = scan_digits(at + 1, end, token, -1);
    if (at == whole || (at == whole + 1 && fraction == at && *whole == '.'))
        return false;
    if (at < end && (*at == 'e' || *at == 'E'))
        at = scan_exponent(at + 1, end, token);
    return at == end;
}

/* A whole number below 2^53 times or over an exact power of ten: one rounding, so it is right. */
static bool read_exactly(const struct token *token, double *ret_value)
{
    static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    double value = (double)token->digits;

    if (token->n_digits > EXACT_DIGITS || abs(token->exponent) > EXACT_POWER)
        return false;
    value = token->exponent < 0 ? value / powers[-token->exponent]
                                : value * powers[token->exponent];
    *ret_value = token->is_negative ? -value : value;
    return true;
}

bool number_parse(const char *text, size_t length, double *ret_value)
{
    struct token token = {0};
    char copy[LONGEST + 1];
    double value;

    if (!scan(text, text + length, &token))
        return false;
    if (read_exactly(&token, ret_value))
        return true;
    if (length > LONGEST)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    value = strtod(copy, NULL);         /* exact in the C library; the locale is never set */
    if (!isfinite(value))
        return false;
    *ret_value = value;
    return true;
}

bool number_parse_int64(const char *text, size_t length, int64_t *ret_value)
{
    const bool is_negative = length && text[0] == '-';
    const uint64_t most = (uint64_t)INT64_MAX + is_negative;
    uint64_t value = 0;
    size_t i = length && (text[0] == '-' || text[0] == '+');

    if (i == length)
        return false;
    for (; i < length; i++) {
        const uint64_t digit = (uint64_t)(text[i] - '0');
        if (!is_digit(text[i]) || value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *ret_value = is_negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}
