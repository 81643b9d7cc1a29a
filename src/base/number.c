#include "base/number.h"

#include "base/number_powers.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIGNIFICAND_BITS = 52, EXPONENT_BIAS = 1075, DIGITS_MOST = 17, POINT_MOST = 16 };

__extension__ typedef unsigned __int128 wide;

/* digits * 10^exponent */
struct decimal {
    uint64_t digits;
    int exponent;
};

static const char pairs[] = "0001020304050607080910111213141516171819"
                            "2021222324252627282930313233343536373839"
                            "4041424344454647484950515253545556575859"
                            "6061626364656667686970717273747576777879"
                            "8081828384858687888990919293949596979899";

static int count_digits(uint64_t value)
{
    int n = 1;

    for (; value >= 10000; value /= 10000)
        n += 4;
    return n + (value >= 10) + (value >= 100) + (value >= 1000);
}

/* Writes the last `n` digits, which end before `end`; what is left of the value. */
static uint64_t write_digits(char *end, uint64_t value, int n)
{
    for (; n >= 2; n -= 2, value /= 100)
        memcpy(end -= 2, pairs + value % 100 * 2, 2);
    if (!n)
        return value;
    *--end = (char)('0' + value % 10);
    return value / 10;
}

/* floor(log10(2^e)), or of 3/4 * 2^e where the neighbour below is nearer; exact for doubles. */
static int decimal_exponent(int exponent, bool is_power_of_two)
{
    return (exponent * 1262611 - (is_power_of_two ? 524031 : 0)) >> 22;
}

/* floor(log2(10^k)) */
static int log2_of_power(int k)
{
    return (k * 1741647) >> 19;
}

/* value * power / 2^128, its last bit set if anything was cut off ("round to odd"). */
static uint64_t scale(struct number_powers power, uint64_t value)
{
    const uint64_t low = (uint64_t)((wide)power.low * value >> 64);
    const wide sum = (wide)power.high * value + low;

    return (uint64_t)(sum >> 64) | ((uint64_t)sum > 1);
}

/* Of all decimals that read as this double the shortest, of these the nearest. Values are four
 * times too large, so that the borders to the neighbours are whole numbers. */
static struct decimal shortest(uint64_t significand, int exponent, bool is_power_of_two)
{
    const uint64_t is_odd = significand & 1;
    const int k = decimal_exponent(exponent, is_power_of_two);
    const int shift = exponent + log2_of_power(-k) + 1;
    const struct number_powers power = number_powers[-k - NUMBER_POWERS_LEAST];
    const uint64_t below = (4 * significand - 2 + is_power_of_two) << shift;
    const uint64_t least = scale(power, below) + is_odd;
    const uint64_t value = scale(power, 4 * significand << shift);
    const uint64_t most = scale(power, (4 * significand + 2) << shift) - is_odd;
    const uint64_t s = value / 4, tens = s / 10;

    if (s >= 10) {
        const bool down_fits = least <= 40 * tens, up_fits = 40 * tens + 40 <= most;
        if (down_fits != up_fits)
            return (struct decimal){ tens + up_fits, k + 1 };
    }
    const bool down_fits = least <= 4 * s, up_fits = 4 * s + 4 <= most;
    if (down_fits != up_fits)
        return (struct decimal){ s + up_fits, k };
    const uint64_t middle = 4 * s + 2;
    return (struct decimal){ s + (value > middle || (value == middle && (s & 1))), k };
}

static struct decimal decimal_of(uint64_t bits)
{
    const uint64_t fraction = bits & (((uint64_t)1 << SIGNIFICAND_BITS) - 1);
    const int biased = (int)(bits >> SIGNIFICAND_BITS & 0x7ff);

    if (!biased)
        return shortest(fraction, 1 - EXPONENT_BIAS, false);
    return shortest(fraction | (uint64_t)1 << SIGNIFICAND_BITS, biased - EXPONENT_BIAS,
                    !fraction && biased > 1);
}

static struct decimal without_zeros(struct decimal decimal)
{
    while (decimal.digits % 10 == 0) {
        decimal.digits /= 10;
        decimal.exponent++;
    }
    return decimal;
}

/* At most 15 digits and right when divided back: then no other decimal of 15 digits reads as this
 * double, and without its zeros this is the shortest. */
static bool has_few_decimals(double value, struct decimal *ret_decimal)
{
    static const struct { double factor; int exponent; } tries[] = { { 1e2, -2 }, { 1e5, -5 } };

    if (value >= 1e9 || value < 1e-3)
        return false;
    for (size_t i = 0; i < COUNT(tries); i++) {
        const uint64_t digits = (uint64_t)(value * tries[i].factor + 0.5);
        if ((double)digits / tries[i].factor == value) {
            *ret_decimal = without_zeros((struct decimal){ digits, tries[i].exponent });
            return true;
        }
    }
    return false;
}

static char *write_scientific(char *at, uint64_t digits, int n, int exponent)
{
    write_digits(at + n + 1, digits, n);
    at[0] = at[1];
    at[1] = '.';
    at += n > 1 ? n + 1 : 1;
    *at++ = 'e';
    *at++ = exponent < 0 ? '-' : '+';
    exponent = abs(exponent);
    n = exponent >= 100 ? 3 : 2;
    write_digits(at + n, (uint64_t)exponent, n);
    return at + n;
}

static char *write_plain(char *at, uint64_t digits, int n, int point)
{
    if (point <= 0) {
        memcpy(at, "0.000000", 8);
        write_digits(at + 2 - point + n, digits, n);
        return at + 2 - point + n;
    }
    if (point >= n) {
        write_digits(at + n, digits, n);
        memset(at + n, '0', (size_t)(point - n));
        return at + point;
    }
    digits = write_digits(at + n + 1, digits, n - point);
    at[point] = '.';
    write_digits(at + point, digits, point);
    return at + n + 1;
}

static char *write_decimal(char *at, struct decimal decimal)
{
    const int n = count_digits(decimal.digits);
    const int point = n + decimal.exponent;     /* digits before the point */

    assert(n <= DIGITS_MOST);
    if (point > POINT_MOST || point < -3)
        return write_scientific(at, decimal.digits, n, point - 1);
    return write_plain(at, decimal.digits, n, point);
}

/* A price: up to two decimals, of a value below 1e9. */
static char *write_cents(char *at, uint64_t cents)
{
    const uint64_t whole = cents / 100, rest = cents % 100;
    const int n = count_digits(whole);

    write_digits(at + n, whole, n);
    at[n] = '.';
    memcpy(at + n + 1, pairs + rest * 2, 2);
    return at + n + (rest % 10 ? 3 : 2);
}

static bool is_price(double value, uint64_t *ret_cents)
{
    if (value >= 1e9 || value < 1)
        return false;
    *ret_cents = (uint64_t)(value * 1e2 + 0.5);
    return (double)*ret_cents / 1e2 == value;
}

static size_t write_zero(bool is_negative, char *text)
{
    strcpy(text, is_negative ? "-0.0" : "0");   /* "-0" reads as a whole number, without its sign */
    return is_negative ? 4 : 1;
}

static char *write_positive(char *at, double value, uint64_t bits)
{
    struct decimal decimal;
    uint64_t cents;

    if (value < 1e15 && value == (double)(uint64_t)value)
        return write_decimal(at, (struct decimal){ (uint64_t)value, 0 });
    if (is_price(value, &cents))
        return write_cents(at, cents);
    if (!has_few_decimals(value, &decimal))
        decimal = without_zeros(decimal_of(bits));
    return write_decimal(at, decimal);
}

size_t number_print(double value, char ret_text[NUMBER_TEXT])
{
    char *at = ret_text;
    uint64_t bits;

    assert(isfinite(value));
    memcpy(&bits, &value, sizeof(bits));
    if (value == 0)
        return write_zero(bits >> 63, ret_text);
    if (bits >> 63)
        *at++ = '-';
    at = write_positive(at, fabs(value), bits & ~((uint64_t)1 << 63));
    *at = '\0';
    return (size_t)(at - ret_text);
}

size_t number_print_int64(int64_t value, char ret_text[NUMBER_TEXT])
{
    const uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    const int n = count_digits(size);
    char *at = ret_text;

    if (value < 0)
        *at++ = '-';
    write_digits(at + n, size, n);
    at[n] = '\0';
    return (size_t)(at + n - ret_text);
}

size_t number_print_fixed(double value, int decimals, char ret_text[NUMBER_TEXT])
{
    static const double factors[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };
    const double scaled = fabs(value) * factors[decimals];

    if (!(scaled < 1e15))
        return (size_t)snprintf(ret_text, NUMBER_TEXT, fabs(value) < 1e20 ? "%.*f" : "%.*e",
                                decimals, value);
    const uint64_t rounded = (uint64_t)(scaled + 0.5);
    const int n = count_digits(rounded) > decimals ? count_digits(rounded) : decimals + 1;
    char *at = ret_text;

    if (value < 0 && rounded)
        *at++ = '-';
    at = write_plain(at, rounded, n, n - decimals);
    *at = '\0';
    return (size_t)(at - ret_text);
}
