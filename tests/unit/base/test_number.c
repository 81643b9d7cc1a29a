#include "base/number.h"
#include "base/number_powers.h"
#include "test.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double from_bits(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

static uint64_t to_bits(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static const char *printed(double value)
{
    static char text[NUMBER_TEXT];

    CHECK(number_print(value, text) == strlen(text));
    return text;
}

static const char *fixed(double value, int decimals)
{
    static char text[NUMBER_TEXT];

    CHECK(number_print_fixed(value, decimals, text) == strlen(text));
    return text;
}

/* The shortest, by trying: "%.*e" with more and more digits until it reads the same. */
static int shortest_digits(double value)
{
    char text[40];

    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*e", digits - 1, value);
        if (strtod(text, NULL) == value)
            return digits;
    }
    return 0;
}

static int digits_in(const char *text)
{
    int n = 0, zeros = 0;

    for (; *text && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (!n && *text == '0'))
            continue;
        zeros = *text == '0' ? zeros + 1 : 0;
        n++;
    }
    return n - zeros;
}

TEST(numbers_print_as_python_prints_them)
{
    FILE *file = fopen(test_path("golden/number.txt"), "r");
    char line[80], want[NUMBER_TEXT];
    uint64_t bits;
    int n = 0;

    CHECK(file != NULL);
    while (file && fgets(line, sizeof(line), file)) {
        if (sscanf(line, "%" SCNx64 " %31s", &bits, want) == 2)
            CHECK_TEXT(printed(from_bits(bits)), want);
        n++;
    }
    CHECK(n > 1000);
    if (file)
        fclose(file);
}

TEST(any_bits_read_back_the_same_and_no_text_is_longer_than_needed)
{
    uint64_t state = 88172645463325252;
    double back;

    for (int i = 0; i < 200000; i++) {
        const double value = from_bits(next_random(&state));
        const char *text;

        if (!isfinite(value))
            continue;
        text = printed(value);
        CHECK(to_bits(strtod(text, NULL)) == to_bits(value));
        CHECK(number_parse(text, strlen(text), &back) && to_bits(back) == to_bits(value));
        if (i % 20 == 0)
            CHECK(digits_in(text) == shortest_digits(fabs(value)));
    }
}

TEST(prices_read_back_the_same_whatever_their_decimals)
{
    uint64_t state = 2463534242;

    for (int i = 0; i < 200000; i++) {
        static const double factors[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e8};
        const double value =
            (double)(next_random(&state) % 100000000) / factors[next_random(&state) % 8];
        const char *text = printed(value);

        CHECK(strtod(text, NULL) == value);
        if (i % 10 == 0 && value > 0)
            CHECK(digits_in(text) == shortest_digits(value));
    }
}

TEST(zero_keeps_its_sign_and_whole_numbers_have_no_point)
{
    CHECK_TEXT(printed(0), "0");
    CHECK_TEXT(printed(-0.0), "-0.0");
    CHECK_TEXT(printed(-12), "-12");
    CHECK_TEXT(printed(1e15), "1000000000000000");
    CHECK_TEXT(printed(1e16), "1e+16");
    CHECK_TEXT(printed(-1.5e-7), "-1.5e-07");
}

static const char *whole(int64_t value)
{
    static char text[NUMBER_TEXT];

    CHECK(number_print_int64(value, text) == strlen(text));
    return text;
}

TEST(whole_numbers_print_to_their_ends)
{
    CHECK_TEXT(whole(INT64_MIN), "-9223372036854775808");
    CHECK_TEXT(whole(INT64_MAX), "9223372036854775807");
    CHECK_TEXT(whole(0), "0");
    CHECK_TEXT(whole(10000), "10000");
    CHECK_TEXT(whole(-99), "-99");
}

TEST(fixed_decimals_are_rounded_and_padded)
{
    CHECK_TEXT(fixed(0.05, 2), "0.05");
    CHECK_TEXT(fixed(-0.004, 2), "0.00");
    CHECK_TEXT(fixed(-1.005, 1), "-1.0");
    CHECK_TEXT(fixed(99.995, 1), "100.0");
    CHECK_TEXT(fixed(1234567.891, 0), "1234568");
    CHECK_TEXT(fixed(1.5, 4), "1.5000");
    CHECK_TEXT(fixed(1e17, 2), "100000000000000000.00");
    CHECK_TEXT(fixed((double)NAN, 2), "nan");
}

TEST(what_is_not_wholly_a_number_is_refused)
{
    static const char *const wrong[] = {"",    " 1",   "1 ",    "1e",  "1e+", ".",     "-",
                                        "+-1", "1..2", "0x10",  "inf", "nan", "1,000", "1e400",
                                        "--1", "1e5.", "1_000", "1f",  "e5",  "-.e1"};
    double value;

    for (size_t i = 0; i < COUNT(wrong); i++)
        test_expect(!number_parse(wrong[i], strlen(wrong[i]), &value), __FILE__, __LINE__,
                    "'%s' was read", wrong[i]);
}

TEST(numbers_in_any_usual_form_are_read)
{
    static const struct {
        const char *text;
        double value;
    } right[] = {
        {"1", 1},
        {"-1.5", -1.5},
        {"+2.", 2},
        {".5", 0.5},
        {"1e3", 1000},
        {"1E-2", 0.01},
        {"007", 7},
        {"0.000000000000000000000000000001", 1e-30},
        {"190.05", 190.05},
        {"9007199254740993", 9007199254740992},
        {"123456789012345678901234567890", 1.2345678901234568e29},
        {"1e-400", 0},
        {"4.35", 4.35},
        {"2.2250738585072011e-308", 2.2250738585072011e-308},
        {"0.00000000000000000000123456789012345", 1.23456789012345e-21},
        {"-0", 0},
    };
    double value;

    for (size_t i = 0; i < COUNT(right); i++) {
        CHECK(number_parse(right[i].text, strlen(right[i].text), &value));
        CHECK_NEAR(value, right[i].value, 0);
    }
}

TEST(whole_numbers_are_read_to_their_ends_and_no_further)
{
    int64_t value;

    CHECK(number_parse_int64("-9223372036854775808", 20, &value) && value == INT64_MIN);
    CHECK(number_parse_int64("9223372036854775807", 19, &value) && value == INT64_MAX);
    CHECK(!number_parse_int64("9223372036854775808", 19, &value));
    CHECK(!number_parse_int64("-9223372036854775809", 20, &value));
    CHECK(!number_parse_int64("99999999999999999999999", 23, &value));
    CHECK(!number_parse_int64("", 0, &value) && !number_parse_int64("-", 1, &value));
    CHECK(!number_parse_int64("1.0", 3, &value) && !number_parse_int64("12a", 3, &value));
}

TEST(each_power_in_the_table_is_ten_times_the_one_before)
{
    for (int k = 1; k <= NUMBER_POWERS_MOST - NUMBER_POWERS_LEAST; k++) {
        const struct number_powers a = number_powers[k - 1], b = number_powers[k];
        const double ratio = (double)b.high / (double)a.high;

        CHECK(b.high >> 63 == 1);
        CHECK(fabs(ratio - 1.25) < 1e-12 || fabs(ratio - 0.625) < 1e-12);
    }
    CHECK(number_powers[-NUMBER_POWERS_LEAST].high == (uint64_t)1 << 63);
}
