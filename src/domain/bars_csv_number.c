#include "domain/bars_csv_number.h"

#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 400, EXACT_DIGITS = 15, EXACT_POWER = 22, EXPONENT_MOST = 100000 };

/* Powers of ten that a double holds exactly. */
static const double power[EXACT_POWER + 1] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

struct scan {
    const char *at, *end;
    uint64_t mantissa;          /* of the first digits, as long as they fit */
    int digits;                 /* significant ones */
    int exponent;               /* of ten, for the digits behind the point */
    bool is_negative, is_grouped, has_digits;
};

static bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

static void add_digit(struct scan *scan, char c)
{
    scan->has_digits = true;
    if (scan->digits || c != '0')
        scan->digits++;
    if (scan->digits <= EXACT_DIGITS)
        scan->mantissa = scan->mantissa * 10 + (uint64_t)(c - '0');
}

/* Digits before the point; groups of exactly three once there was a separator. */
static bool scan_whole(struct scan *scan, char separator)
{
    int in_group = 0;

    for (; scan->at < scan->end; scan->at++) {
        if (is_digit(*scan->at)) {
            add_digit(scan, *scan->at);
            in_group++;
        } else if (*scan->at == separator) {
            if (scan->is_grouped ? in_group != 3 : in_group < 1 || in_group > 3)
                return false;
            scan->is_grouped = true;
            in_group = 0;
        } else {
            break;
        }
    }
    return !scan->is_grouped || in_group == 3;
}

static void scan_fraction(struct scan *scan, char decimal)
{
    if (scan->at == scan->end || *scan->at != decimal)
        return;
    for (scan->at++; scan->at < scan->end && is_digit(*scan->at); scan->at++) {
        add_digit(scan, *scan->at);
        scan->exponent--;
    }
}

static bool scan_exponent(struct scan *scan)
{
    int value = 0, sign = 1;

    if (scan->at == scan->end || (*scan->at != 'e' && *scan->at != 'E'))
        return true;
    scan->at++;
    if (scan->at < scan->end && (*scan->at == '-' || *scan->at == '+'))
        sign = *scan->at++ == '-' ? -1 : 1;
    if (scan->at == scan->end)
        return false;
    for (; scan->at < scan->end && is_digit(*scan->at); scan->at++)
        if (value < EXPONENT_MOST)
            value = value * 10 + (*scan->at - '0');
    scan->exponent += sign * value;
    return true;
}

/* The checked token, written as C wants it, and read by the C library in the "C" locale. */
static double read_slowly(const char *text, size_t length, char decimal)
{
    char plain[LONGEST + 1];
    const locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    double value;
    size_t n = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == decimal)
            plain[n++] = '.';
        else if (text[i] != '.' && text[i] != ',')
            plain[n++] = text[i];
    }
    plain[n] = '\0';
    value = strtod_l(plain, NULL, c_locale);
    freelocale(c_locale);
    return value;
}

static bool is_exact(const struct scan *scan)
{
    return scan->digits <= EXACT_DIGITS && abs(scan->exponent) <= EXACT_POWER;
}

/* One rounding only: mantissa and power are both exact (Clinger's fast path). */
static double exact_value(const struct scan *scan)
{
    const double whole = (double)scan->mantissa;
    const double value = scan->exponent < 0 ? whole / power[-scan->exponent]
                                            : whole * power[scan->exponent];

    return scan->is_negative ? -value : value;
}

/* Digits and at most one point, not many: what prices are. Answers false for all else. */
static bool read_quickly(const char *text, size_t length, char decimal, double *ret)
{
    uint64_t mantissa = 0;
    size_t point = length;

    if (length > EXACT_DIGITS || !length || !is_digit(text[length - 1]))
        return false;
    for (size_t i = 0; i < length; i++) {
        const unsigned digit = (unsigned char)(text[i] - '0');

        if (digit < 10)
            mantissa = mantissa * 10 + digit;
        else if (text[i] == decimal && point == length)
            point = i;
        else
            return false;
    }
    *ret = point == length ? (double)mantissa : (double)mantissa / power[length - 1 - point];
    return true;
}

enum bars_csv_number bars_csv_number_read(const char *text, size_t length, char decimal,
                                          double *ret_value)
{
    struct scan scan = { .at = text, .end = text + length };
    double value;

    if (read_quickly(text, length, decimal, ret_value))
        return BARS_CSV_NUMBER_PLAIN;
    if (length && (*text == '-' || *text == '+'))
        scan.is_negative = *scan.at++ == '-';
    if (!scan_whole(&scan, decimal == '.' ? ',' : '.'))
        return BARS_CSV_NUMBER_NONE;
    scan_fraction(&scan, decimal);
    if (!scan.has_digits || !scan_exponent(&scan) || scan.at != scan.end)
        return BARS_CSV_NUMBER_NONE;
    if (length > LONGEST)
        return BARS_CSV_NUMBER_LARGE;
    value = is_exact(&scan) ? exact_value(&scan) : read_slowly(text, length, decimal);
    if (!isfinite(value))
        return BARS_CSV_NUMBER_LARGE;
    *ret_value = value;
    return scan.is_grouped ? BARS_CSV_NUMBER_GROUPED : BARS_CSV_NUMBER_PLAIN;
}
