#include "ib/tws_value.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { QUICK_DIGITS = 15 };

static const char unset[] = "1.7976931348623157E308";

const char *tws_value_quick(const char *at, double *ret_value)
{
    static const double power[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15 };
    const bool is_negative = *at == '-';
    const char *begin = at += is_negative;
    int64_t digits = 0;
    ptrdiff_t n, decimals = 0;

    for (; *at >= '0' && *at <= '9'; at++)
        digits = (int64_t)((uint64_t)digits * 10 + (uint64_t)(*at - '0'));
    n = at - begin;
    if (*at == '.') {
        const char *point = at++;

        for (; *at >= '0' && *at <= '9'; at++)
            digits = (int64_t)((uint64_t)digits * 10 + (uint64_t)(*at - '0'));
        decimals = at - point - 1;
    }
    if (*at || !n || n + decimals > QUICK_DIGITS)
        return NULL;
    *ret_value = decimals ? (double)digits / power[decimals] : (double)digits;
    if (is_negative)
        *ret_value = digits ? -*ret_value : 0;
    return at + 1;
}

static bool read_infinity(const char *text, double *ret_value)
{
    const bool is_negative = *text == '-';

    text += is_negative;
    if (strcmp(text, "Infinity") != 0 && strcmp(text, "Infinite") != 0)
        return false;
    *ret_value = is_negative ? -HUGE_VAL : HUGE_VAL;
    return true;
}

static bool is_max(double value)
{
    return value >= DBL_MAX;
}

/* What counts as 'not told' in a size. */
static bool is_unset(double value)
{
    return is_max(value) || value == 2147483647. || value == 9223372036854775807.
        || value == -9223372036854775808.;
}

static bool read_double(enum tws_kind kind, const char *text, size_t length, double *ret_value)
{
    double value;

    if (!length) {
        *ret_value = kind == TWS_DECIMAL ? (double)NAN : 0;
        return true;
    }
    if (kind != TWS_DECIMAL && read_infinity(text, ret_value))
        return true;
    if (!number_parse(text, length, &value))
        return false;
    if (kind == TWS_DECIMAL ? is_unset(value) : is_max(value))
        value = (double)NAN;
    *ret_value = value;
    return true;
}

static bool read_bool(const char *text, size_t length, bool *ret_value)
{
    if (length > 1 || (length && *text != '0' && *text != '1'))
        return false;
    *ret_value = length && *text == '1';
    return true;
}

bool tws_value_read(enum tws_kind kind, const char *text, size_t length, void *ret_value)
{
    switch (kind) {
    case TWS_ID:
        return number_parse_int64(text, length, ret_value);
    case TWS_INT:
        if (length)
            return number_parse_int64(text, length, ret_value);
        *(int64_t *)ret_value = 0;
        return true;
    case TWS_BOOL:
        return read_bool(text, length, ret_value);
    default:
        return read_double(kind, text, length, ret_value);
    }
}

static size_t write_text(const char *text, char ret_text[NUMBER_TEXT])
{
    const size_t length = strlen(text);

    memcpy(ret_text, text, length + 1);
    return length;
}

static size_t write_double(enum tws_kind kind, double value, char ret_text[NUMBER_TEXT])
{
    if (kind == TWS_STRIKE && (isnan(value) || fabs(value) <= 0))
        return write_text("", ret_text);
    if (isfinite(value))
        return number_print(fabs(value) <= 0 ? 0 : value, ret_text);    /* -0.0 is no news */
    if (kind == TWS_DECIMAL)
        return write_text("", ret_text);
    if (isnan(value))
        return write_text(unset, ret_text);
    return write_text(value > 0 ? "Infinity" : "-Infinity", ret_text);
}

size_t tws_value_write(enum tws_kind kind, const void *value, char ret_text[NUMBER_TEXT])
{
    switch (kind) {
    case TWS_ID:
    case TWS_INT:
        return number_print_int64(*(const int64_t *)value, ret_text);
    case TWS_BOOL:
        return write_text(*(const bool *)value ? "1" : "0", ret_text);
    default:
        return write_double(kind, *(const double *)value, ret_text);
    }
}
