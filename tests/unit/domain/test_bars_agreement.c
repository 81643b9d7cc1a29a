#include "domain/bars_agreement.h"

#include "domain/bars.h"
#include "test.h"

#include <math.h>

static bool agree(double stored, double fresh, enum bars_column column)
{
    OWNED(bars_release) struct bars a = {0}, b = {0};
    double value[BARS_REQUIRED] = { 100, 101, 99, 100, 7 };

    value[column] = stored;
    bars_append(&a, 0, value);
    value[column] = fresh;
    bars_append(&b, 0, value);
    return bars_agreement_is(&a, 0, &b, 0) && bars_agreement_is(&b, 0, &a, 0);
}

TEST(bars_agree_within_a_basis_point_of_every_price_and_whatever_the_volume)
{
    for (int c = BARS_OPEN; c <= BARS_CLOSE; c++) {
        const enum bars_column column = (enum bars_column)c;

        CHECK(agree(100, 100, column) && agree(100, 100.0099, column));
        CHECK(!agree(100, 100.0102, column) && !agree(100, 99.98, column));
        CHECK(agree(-37, -37.003, column) && !agree(-37, 37, column) && !agree(0, 0.01, column));
        CHECK(agree(0, 0, column) && !agree((double)NAN, 100, column));
    }
    CHECK(agree(5, 5000, BARS_VOLUME));
}

TEST(twenty_must_agree_and_ninety_five_of_a_hundred)
{
    static const struct { int64_t overlapping, agreeing; bool is_enough; } cases[] = {
        { 0, 0, false }, { 19, 19, false }, { 20, 20, true }, { 21, 20, true }, { 22, 20, false },
        { 100, 95, true }, { 100, 94, false }, { 1000000, 950000, true },
        { 1000000, 949999, false },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};

        CHECK(bars_agreement_check(cases[i].overlapping, cases[i].agreeing, &err)
              == cases[i].is_enough);
        CHECK(cases[i].is_enough || err.code == ERROR_CONFLICT);
    }
}

TEST(too_few_are_told_in_numbers)
{
    struct error err = {0};

    CHECK(!bars_agreement_check(30, 12, &err));
    CHECK_TEXT(err.text, "30 bars overlap and 18 of them disagree: 20 must agree, and 95 % of all");
}
