#include "domain/fuzzy/membership.h"
#include "test.h"

#include <string.h>

static double at(const char *name, const double *params, size_t n, double x)
{
    struct membership membership;
    struct error err = {0};
    double out = -1;

    CHECK(membership_make(membership_find(name), params, n, &membership, &err));
    membership_evaluate(&membership, 1, &x, &out);
    return out;
}

#define AT(name, x, ...) \
    at(name, (double[]){ __VA_ARGS__ }, COUNT(((double[]){ __VA_ARGS__ })), x)

TEST(a_triangle_rises_to_its_peak_and_falls)
{
    CHECK_NEAR(AT("triangular", 20, 20, 40, 50), 0, 0);
    CHECK_NEAR(AT("triangular", 25, 20, 40, 50), 0.25, 1e-15);
    CHECK_NEAR(AT("triangular", 40, 20, 40, 50), 1, 0);
    CHECK_NEAR(AT("triangular", 48, 20, 40, 50), 0.2, 1e-15);
    CHECK_NEAR(AT("triangular", 50, 20, 40, 50), 0, 0);
    CHECK_NEAR(AT("triangular", -1e9, 20, 40, 50), 0, 0);
}

TEST(a_trapezoid_is_1_on_its_top)
{
    CHECK_NEAR(AT("trapezoidal", 15, 10, 20, 30, 50), 0.5, 1e-15);
    CHECK_NEAR(AT("trapezoidal", 20, 10, 20, 30, 50), 1, 0);
    CHECK_NEAR(AT("trapezoidal", 30, 10, 20, 30, 50), 1, 0);
    CHECK_NEAR(AT("trapezoidal", 45, 10, 20, 30, 50), 0.25, 1e-15);
    CHECK_NEAR(AT("trapezoidal", 50, 10, 20, 30, 50), 0, 0);
}

TEST(an_edge_without_width_counts_as_1)
{
    CHECK_NEAR(AT("trapezoidal", 0, 0, 0, 25, 40), 1, 0);
    CHECK_NEAR(AT("trapezoidal", -1e-9, 0, 0, 25, 40), 0, 0);
    CHECK_NEAR(AT("trapezoidal", 100, 60, 75, 100, 100), 1, 0);
    CHECK_NEAR(AT("triangular", 0, 0, 0, 40), 1, 0);
    CHECK_NEAR(AT("triangular", 100, 60, 100, 100), 1, 0);
    CHECK_NEAR(AT("triangular", 5, 5, 5, 5), 1, 0);
    CHECK_NEAR(AT("triangular", 5.1, 5, 5, 5), 0, 0);
}

TEST(curves_have_the_values_of_their_formulas)
{
    CHECK_NEAR(AT("gaussian", 1.003, 1.000, 0.003), 0.60653065971263342, 1e-13);  /* exp(-1/2) */
    CHECK_NEAR(AT("gaussian", 1, 1, 0.003), 1, 0);
    CHECK_NEAR(AT("gaussian", 1e15, 0, 1e-15), 0, 0);
    CHECK_NEAR(AT("bell", 7, 2, 3, 5), 0.5, 1e-15);                /* one width from the centre */
    CHECK_NEAR(AT("bell", 5, 2, 3, 5), 1, 0);
    CHECK_NEAR(AT("bell", 9, 2, 3, 5), 1.0 / 65, 1e-15);           /* 1 / (1 + 2^6) */
    CHECK_NEAR(AT("sigmoid", 50, 0.2, 50), 0.5, 0);
    CHECK_NEAR(AT("sigmoid", 60, 0.2, 50), 0.88079707797788244, 1e-15);   /* 1 / (1 + e^-2) */
    CHECK_NEAR(AT("sigmoid", 60, -0.2, 50), 0.11920292202211756, 1e-15);
    CHECK_NEAR(AT("sigmoid", -1e15, 1e15, 0), 0, 0);
}

TEST(wrong_parameters_are_refused_with_the_form_that_is_wanted)
{
    static const struct {
        const char *name;
        size_t n;
        double params[5];
        const char *why;
    } cases[] = {
        { "triangular", 2, { 1, 2 }, "2 parameters; triangular takes [a, b, c]" },
        { "triangular", 4, { 1, 2, 3, 4 }, "4 parameters" },
        { "triangular", 3, { 3, 2, 4 }, "with a <= b <= c" },
        { "trapezoidal", 4, { 1, 2, 5, 4 }, "c <= d" },
        { "gaussian", 2, { 0, 0 }, "sigma > 0" },
        { "gaussian", 2, { 0, -1 }, "sigma > 0" },
        { "bell", 3, { 0, 1, 1 }, "width > 0" },
        { "sigmoid", 2, { 0, 1 }, "other than 0" },
        { "gaussian", 2, { 1e16, 1 }, "no usable" },
        { "gaussian", 2, { 0, (double)NAN }, "no usable" },
        { "gaussian", 2, { 0, (double)INFINITY }, "no usable" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct membership membership;
        struct error err = {0};

        CHECK(!membership_make(membership_find(cases[i].name), cases[i].params, cases[i].n,
                               &membership, &err));
        CHECK(strstr(err.text, cases[i].why));
    }
    CHECK(!membership_find("Triangular"));
    CHECK(!membership_find(""));
}

TEST(every_membership_lies_between_0_and_1_and_passes_nan_on)
{
    static const double params[][4] = { { 1, 2, 3, 4 }, { 1, 1, 1, 1 }, { -5, 0.1, 7, 1e15 },
                                        { 1e-12, 2e-12, 3e-12, 4e-12 } };
    const double xs[] = { -1e300, -3, 0, 1, 1.5, 2, 3, 4, 1e-12, 1e15, 1e300, (double)NAN };
    double out[COUNT(xs)];
    size_t n_good = 0;

    for (size_t k = 0; membership_at(k); k++) {
        CHECK(membership_find(membership_at(k)->name) == membership_at(k));
        for (size_t p = 0; p < COUNT(params); p++) {
            struct membership membership;
            struct error err;

            if (!membership_make(membership_at(k), params[p], membership_at(k)->n_params,
                                 &membership, &err))
                continue;
            n_good++;
            membership_evaluate(&membership, COUNT(xs), xs, out);
            for (size_t i = 0; i + 1 < COUNT(xs); i++)
                CHECK(out[i] >= 0 && out[i] <= 1);
            CHECK(isnan(out[COUNT(xs) - 1]));
        }
    }
    CHECK(n_good >= 15);
}
