#include "base/words.h"
#include "domain/bars_csv_number.h"
#include "test.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 1;

static uint64_t random_bits(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state >> 16;
}

static enum bars_csv_number read_text(const char *text, char decimal, double *ret)
{
    return bars_csv_number_read(text, strlen(text), decimal, ret);
}

/* The C library is the second opinion: bit for bit, over forms and lengths of all kinds. */
TEST(numbers_are_rounded_as_the_c_library_rounds_them)
{
    static const char *const forms[] = { "%.*f", "%.*e", "%.*g" };

    for (int i = 0; i < 200000; i++) {
        char text[512];
        double value, got = 0;
        uint64_t bits = random_bits() << 20 ^ random_bits();

        memcpy(&value, &bits, sizeof(value));
        if (i % 3)
            value = (double)(random_bits() % 1000000000) / 1000;
        if (!isfinite(value))
            continue;
        snprintf(text, sizeof(text), forms[i % 3 == 0 ? 1 : random_bits() % 3],
                 (int)(random_bits() % 20), value);
        value = strtod(text, NULL);
        if (isinf(value)) {     /* the largest, printed short and so rounded up */
            CHECK(read_text(text, '.', &got) == BARS_CSV_NUMBER_LARGE);
            continue;
        }
        CHECK(read_text(text, '.', &got) == BARS_CSV_NUMBER_PLAIN);
        if (memcmp(&got, &value, sizeof(got)))
            CHECK_NEAR(got, value, 0);
    }
}

TEST(halves_between_two_doubles_are_rounded_to_even)
{
    static const char *const texts[] = {
        "9007199254740993", "9007199254740992.5", "9007199254740993.0000000000000000000000000001",
        "1.00000000000000011102230246251565404236316680908203125", "2.2250738585072011e-308",
        "4.9e-324", "1e-400", "0.1e-6", "1.7976931348623157e308", "123456789012345678901234567890",
    };

    for (size_t i = 0; i < COUNT(texts); i++) {
        double got = 0;
        const double want = strtod(texts[i], NULL);

        CHECK(read_text(texts[i], '.', &got) == BARS_CSV_NUMBER_PLAIN);
        CHECK(!memcmp(&got, &want, sizeof(got)));
    }
}

TEST(thousands_are_taken_only_in_groups_of_three)
{
    double got = 0;

    CHECK(read_text("1,234,567.5", '.', &got) == BARS_CSV_NUMBER_GROUPED);
    CHECK_NEAR(got, 1234567.5, 0);
    CHECK(read_text("1.234.567,5", ',', &got) == BARS_CSV_NUMBER_GROUPED);
    CHECK_NEAR(got, 1234567.5, 0);
    CHECK(read_text("-12,345", '.', &got) == BARS_CSV_NUMBER_GROUPED);
    CHECK_NEAR(got, -12345, 0);
    CHECK(read_text("1,23", '.', &got) == BARS_CSV_NUMBER_NONE);
    CHECK(read_text("1234,567", '.', &got) == BARS_CSV_NUMBER_NONE);
    CHECK(read_text(",234", '.', &got) == BARS_CSV_NUMBER_NONE);
    CHECK(read_text("1,234,", '.', &got) == BARS_CSV_NUMBER_NONE);
    CHECK(read_text("1,,234", '.', &got) == BARS_CSV_NUMBER_NONE);
    CHECK(read_text("1.5,234", '.', &got) == BARS_CSV_NUMBER_NONE);
}

TEST(words_and_hex_are_no_numbers)
{
    static const char *const wrong[] = {
        "", "-", "+", ".", "-.", "nan", "NaN", "inf", "-Infinity", "infinity", "0x10", "0x1p3", "1e",
        "1e+", "e5", "1.2.3", "--1", "+-1", "1-", "1 2", " 1", "1 ", "12abc", "1f", "1d5", "(1)",
    };

    for (size_t i = 0; i < COUNT(wrong); i++) {
        double got = 77;

        if (read_text(wrong[i], '.', &got) != BARS_CSV_NUMBER_NONE)
            CHECK_TEXT(wrong[i], "(refused)");
        CHECK_NEAR(got, 77, 0);
    }
    CHECK(read_text("1e309", '.', &(double){0}) == BARS_CSV_NUMBER_LARGE);
    CHECK(read_text("1e99999999999999999999", '.', &(double){0}) == BARS_CSV_NUMBER_LARGE);
}

TEST(plain_forms_are_numbers)
{
    static const struct { const char *text; double want; } cases[] = {
        { "0", 0 }, { "-0", 0 }, { "+1.5", 1.5 }, { ".5", 0.5 }, { "5.", 5 }, { "007", 7 },
        { "1E3", 1000 }, { "1e-99999999999999999999", 0 }, { "-1.25e+2", -125 },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        double got = 77;

        CHECK(read_text(cases[i].text, '.', &got) == BARS_CSV_NUMBER_PLAIN);
        CHECK_NEAR(got, cases[i].want, 0);
    }
}
