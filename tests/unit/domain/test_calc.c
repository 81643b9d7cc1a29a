/* Against the C library, which is within an ulp itself and may be used here. */
#include "domain/calc.h"
#include "base/random.h"
#include "test.h"

#include <float.h>

enum { DRAWS = 100000 };

static double ulps(double got, double want)
{
    if (isnan(got) && isnan(want))
        return 0;
    if (got == want)
        return 0;
    return fabs(got - want) / (nextafter(fabs(want), INFINITY) - fabs(want));
}

static double between(struct random *random, double low, double high)
{
    return low + (high - low) * random_uniform(random);
}

/* Any size from `smallest` up, both signs. */
static double spread(struct random *random, double smallest, double largest)
{
    const double size = exp(between(random, log(smallest), log(largest)));

    return random_bits(random) & 1 ? size : -size;
}

static void compare(double (*ours)(double), double (*theirs)(double), double low, double high,
                    double allowed)
{
    struct random random = random_seed(7);
    double worst = 0, at = 0;

    for (int i = 0; i < DRAWS; i++) {
        const double x = i & 1 ? between(&random, low, high) : spread(&random, 1e-12, fmax(-low, high));
        const double off = x < low || x > high ? 0 : ulps(ours(x), theirs(x));

        if (!(off <= worst)) {
            worst = off;
            at = x;
        }
    }
    test_expect(worst <= allowed, __FILE__, __LINE__, "%g ulp at %.17g", worst, at);
}

TEST(exp_is_within_an_ulp)
{
    compare(calc_exp, exp, -745, 709.7, 1);
    compare(calc_exp, exp, -1, 1, 1);
}

TEST(log_is_within_an_ulp)
{
    compare(calc_log, log, 0, 4, 1);
    compare(calc_log, log, 0, 1e300, 1);
    compare(calc_log, log, 0, 1e-300, 1);
}

TEST(tanh_is_within_two_ulps)
{
    compare(calc_tanh, tanh, -25, 25, 2);
    compare(calc_tanh, tanh, -1, 1, 2);
}

TEST(sin_cos_and_tan_are_close_all_over_their_domain)
{
    compare(calc_sin, sin, -10, 10, 1);
    compare(calc_cos, cos, -10, 10, 1);
    compare(calc_tan, tan, -10, 10, 2);
    compare(calc_sin, sin, -CALC_LARGEST_ANGLE, CALC_LARGEST_ANGLE, 1);
    compare(calc_cos, cos, -CALC_LARGEST_ANGLE, CALC_LARGEST_ANGLE, 1);
    compare(calc_tan, tan, -CALC_LARGEST_ANGLE, CALC_LARGEST_ANGLE, 2);
    CHECK(isnan(calc_sin(1.1e6)) && isnan(calc_cos(-INFINITY)) && isnan(calc_tan(NAN)));
}

TEST(sin_keeps_its_digits_next_to_a_multiple_of_pi)
{
    for (int k = 1; k < 300000; k += 37) {
        const double x = k * 3.141592653589793;

        CHECK(ulps(calc_sin(x), sin(x)) <= 1);
        CHECK(ulps(calc_tan(x), tan(x)) <= 2);
        CHECK(ulps(calc_cos(x + 1.5707963267948966), cos(x + 1.5707963267948966)) <= 1);
    }
}

TEST(atan_is_within_an_ulp)
{
    compare(calc_atan, atan, -1.2, 1.2, 1);
    compare(calc_atan, atan, -1e9, 1e9, 1);
    CHECK(calc_atan(INFINITY) == atan(INFINITY) && calc_atan(-INFINITY) == atan(-INFINITY));
}

TEST(erf_is_within_four_ulps)
{
    compare(calc_erf, erf, -7, 7, 4);
}

TEST(pow_is_within_an_ulp)
{
    struct random random = random_seed(11);

    for (int i = 0; i < DRAWS; i++) {
        const double x = i & 1 ? between(&random, 0, 3) : fabs(spread(&random, 1e-300, 1e300));
        const double y = i & 2 ? between(&random, -50, 50) : spread(&random, 1e-3, 1000);
        const double off = ulps(calc_pow(x, y), pow(x, y));

        test_expect(off <= 1, __FILE__, __LINE__, "%g ulp at %.17g ^ %.17g", off, x, y);
    }
    for (int i = -300; i <= 300; i++)
        CHECK(ulps(calc_pow(10, i), pow(10, i)) <= 1);
    CHECK(calc_pow(10, 2) == 100 && calc_pow(2, -1074) == 0x1p-1074 && calc_pow(4, 0.5) == 2);
}

TEST(pow_near_one_with_a_huge_exponent_keeps_its_digits)
{
    const double base[] = { 1.00019, 0.99981, 1 + 0x1p-30, 1.5, 0.7 };
    const double exponent[] = { 3.6e6, -3.5e6, 5e11, 1700, -1900 };

    for (int i = 0; i < 5; i++)
        CHECK(ulps(calc_pow(base[i], exponent[i]), pow(base[i], exponent[i])) <= 1);
}

TEST(pow_answers_every_special_pair_as_the_standard_says)
{
    const double special[] = { 0.0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, -2.5, INFINITY,
                               -INFINITY, NAN, 1e300, -1e300, 1e-310, -1e-310, 0x1p53, 0x1p53 + 2 };

    for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
        for (size_t j = 0; j < sizeof(special) / sizeof(special[0]); j++) {
            const double got = calc_pow(special[i], special[j]), want = pow(special[i], special[j]);

            test_expect(ulps(got, want) <= 1 && !signbit(got) == !signbit(isnan(got) ? got : want),
                        __FILE__, __LINE__, "%g ^ %g is %g, not %g", special[i], special[j], got, want);
        }
}

TEST(the_ends_of_the_number_line_are_where_they_belong)
{
    CHECK(calc_exp(INFINITY) == INFINITY && calc_exp(-INFINITY) == 0 && isnan(calc_exp(NAN)));
    CHECK(calc_exp(0) == 1 && calc_exp(709.782712893384) > 1e308 && isinf(calc_exp(709.79)));
    CHECK(calc_exp(-745) == exp(-745) && calc_exp(-746) == 0 && calc_exp(-708.5) == exp(-708.5));
    CHECK(calc_log(0) == -INFINITY && calc_log(-0.0) == -INFINITY && calc_log(INFINITY) == INFINITY);
    CHECK(isnan(calc_log(-1)) && isnan(calc_log(NAN)) && calc_log(1) == 0);
    CHECK(ulps(calc_log(0x1p-1074), log(0x1p-1074)) <= 1);
    CHECK(ulps(calc_log(DBL_MIN / 3), log(DBL_MIN / 3)) <= 1);
    CHECK(calc_tanh(INFINITY) == 1 && calc_tanh(-INFINITY) == -1 && isnan(calc_tanh(NAN)));
    CHECK(signbit(calc_tanh(-0.0)) && signbit(calc_sin(-0.0)) && signbit(calc_atan(-0.0)));
    CHECK(signbit(calc_tan(-0.0)) && signbit(calc_erf(-0.0)));
    CHECK(calc_tanh(0x1p-1074) == 0x1p-1074 && calc_sin(0x1p-1074) == 0x1p-1074);
    CHECK(calc_erf(INFINITY) == 1 && calc_erf(-INFINITY) == -1 && isnan(calc_erf(NAN)));
}

TEST(the_normal_share_is_exact_far_out_in_the_tail)
{
    for (double x = -37; x < 9; x += 0.0173)
        CHECK_NEAR(calc_normal_cdf(x), 0.5 * erfc(-x / sqrt(2)), 3e-13 * calc_normal_cdf(x));

    /* M. Abramowitz and I. Stegun, table 26.2: Q(x) to 15 digits and more */
    CHECK_NEAR(calc_normal_cdf(-1), 0.158655253931457051, 2e-16);
    CHECK_NEAR(calc_normal_cdf(-3), 1.34989803163009452e-3, 1e-17);
    CHECK_NEAR(calc_normal_cdf(-5), 2.86651571879193911e-7, 1e-20);
    CHECK(calc_normal_cdf(-INFINITY) == 0 && calc_normal_cdf(INFINITY) == 1);
    CHECK(calc_normal_cdf(0) == 0.5 && isnan(calc_normal_cdf(NAN)) && calc_normal_cdf(-50) == 0);
}

TEST(the_inverse_of_the_normal_share_undoes_it)
{
    for (double x = -37; x <= 0; x += 0.0137)
        CHECK_NEAR(calc_normal_inverse(calc_normal_cdf(x)), x, 2e-14 * fmax(1, -x));
    CHECK_NEAR(calc_normal_inverse(0.975), 1.959963984540054236, 1e-15);
    CHECK_NEAR(calc_normal_inverse(0.95), 1.644853626951472715, 1e-15);
    CHECK(calc_normal_inverse(0.5) == 0 && calc_normal_inverse(0.25) == -calc_normal_inverse(0.75));
    CHECK(calc_normal_inverse(0) == -INFINITY && calc_normal_inverse(1) == INFINITY);
    CHECK(isnan(calc_normal_inverse(-0.1)) && isnan(calc_normal_inverse(1.1)));
    CHECK(isnan(calc_normal_inverse(NAN)));
}

static double ulps_f(float got, double want)
{
    const float near = (float)want;

    return fabs((double)got - want) / (double)(nextafterf(fabsf(near), INFINITY) - fabsf(near));
}

TEST(the_float_forms_are_within_two_and_three_ulps)
{
    double exp_worst = 0, tanh_worst = 0;

    for (float x = -87; x < 88; x += 0.00137f)
        exp_worst = fmax(exp_worst, ulps_f(calc_expf(x), exp((double)x)));
    for (float x = -11; x < 11; x += 0.000173f)
        tanh_worst = fmax(tanh_worst, ulps_f(calc_tanhf(x), tanh((double)x)));
    for (float x = 1e-30f; x < 1; x *= 1.0137f)
        tanh_worst = fmax(tanh_worst, ulps_f(calc_tanhf(-x), tanh(-(double)x)));
    CHECK_NEAR(exp_worst, 0.0, 2);
    CHECK_NEAR(tanh_worst, 0.0, 3);
}

TEST(the_float_forms_know_their_ends)
{
    CHECK(calc_expf(0) == 1 && calc_expf(-100) == 0 && calc_expf(-INFINITY) == 0);
    CHECK(isinf(calc_expf(89)) && isinf(calc_expf(INFINITY)) && isnan(calc_expf(NAN)));
    CHECK(calc_tanhf(INFINITY) == 1 && calc_tanhf(-INFINITY) == -1 && isnan(calc_tanhf(NAN)));
    CHECK(calc_tanhf(0) == 0 && signbit(calc_tanhf(-0.0f)) && calc_tanhf(50) == 1);
}

/* A sum over bits: another machine, compiler or flag that answers otherwise is seen here. */
TEST(every_build_gives_the_same_bits)
{
    struct random random = random_seed(2026);
    uint64_t hash = 0;

    for (int i = 0; i < 20000; i++) {
        const double x = between(&random, -30, 30);
        const double y[] = { calc_exp(x), calc_log(fabs(x)), calc_pow(fabs(x), x / 7), calc_tanh(x),
                             calc_sin(x), calc_cos(x), calc_tan(x), calc_atan(x), calc_erf(x / 9),
                             calc_normal_cdf(x / 3), calc_normal_inverse(fabs(x) / 31),
                             (double)calc_expf((float)x), (double)calc_tanhf((float)x / 9) };

        for (size_t n = 0; n < sizeof(y) / sizeof(y[0]); n++) {
            uint64_t bits;

            memcpy(&bits, &y[n], sizeof(bits));
            hash = (hash ^ bits) * 0x100000001b3u;
            hash ^= hash >> 29;
        }
    }
    test_expect(hash == 0x1077a77fb5fc29b2u, __FILE__, __LINE__, "the hash is 0x%llx", (unsigned long long)hash);
}
