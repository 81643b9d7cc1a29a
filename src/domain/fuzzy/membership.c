#include "domain/fuzzy/membership.h"

#include "domain/calc.h"

#include <math.h>
#include <string.h>

enum { A, B, C, D };                /* corners, left to right */
enum { MEAN, SIGMA };
enum { WIDTH, SLOPE, CENTRE };      /* of a bell */
enum { RISE, MIDDLE };              /* of a sigmoid */

static bool rises_3(const double *p)
{
    return p[A] <= p[B] && p[B] <= p[C];
}

static bool rises_4(const double *p)
{
    return rises_3(p) && p[C] <= p[D];
}

static bool has_sigma(const double *p)
{
    return p[SIGMA] > 0;
}

static bool has_width_and_slope(const double *p)
{
    return p[WIDTH] > 0 && p[SLOPE] > 0;
}

static bool has_rise(const double *p)
{
    return p[RISE] != 0;
}

static double trapezoidal(const double *p, double x)
{
    if (x >= p[B] && x <= p[C])
        return 1;
    if (x <= p[A] || x >= p[D])
        return 0;
    return x < p[B] ? (x - p[A]) / (p[B] - p[A]) : (p[D] - x) / (p[D] - p[C]);
}

static double triangular(const double *p, double x)
{
    return trapezoidal((const double[]){ p[A], p[B], p[B], p[C] }, x);
}

static double gaussian(const double *p, double x)
{
    const double z = (x - p[MEAN]) / p[SIGMA];

    return calc_exp(-0.5 * z * z);
}

static double bell(const double *p, double x)
{
    return 1 / (1 + calc_pow(fabs((x - p[CENTRE]) / p[WIDTH]), 2 * p[SLOPE]));
}

static double sigmoid(const double *p, double x)
{
    return 1 / (1 + calc_exp(-p[RISE] * (x - p[MIDDLE])));
}

/* Every shape. To add one: its row; tests and docs follow. */
static const struct membership_kind kinds[] = {
    { "triangular", 3, "[a, b, c] with a <= b <= c", rises_3, triangular },
    { "trapezoidal", 4, "[a, b, c, d] with a <= b <= c <= d", rises_4, trapezoidal },
    { "gaussian", 2, "[mean, sigma] with sigma > 0", has_sigma, gaussian },
    { "bell", 3, "[width, slope, centre] with width > 0 and slope > 0", has_width_and_slope, bell },
    { "sigmoid", 2, "[rise, middle] with rise other than 0", has_rise, sigmoid },
};

const struct membership_kind *membership_find(const char *name)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (!strcmp(kinds[i].name, name))
            return &kinds[i];
    return NULL;
}

const struct membership_kind *membership_at(size_t i)
{
    return i < COUNT(kinds) ? &kinds[i] : NULL;
}

bool membership_make(const struct membership_kind *kind, const double *params, size_t n,
                     struct membership *ret_membership, struct error *err)
{
    struct membership made = { .kind = kind };

    if (n != kind->n_params)
        return error_set(err, ERROR_INVALID, "%zu parameters; %s takes %s", n, kind->name,
                         kind->form);
    for (size_t i = 0; i < n; i++) {
        if (!(fabs(params[i]) <= MEMBERSHIP_LARGEST))
            return error_set(err, ERROR_INVALID, "'%g' is no usable parameter", params[i]);
        made.param[i] = params[i];
    }
    if (!kind->is_good(params))
        return error_set(err, ERROR_INVALID, "%s takes %s", kind->name, kind->form);
    *ret_membership = made;
    return true;
}

void membership_evaluate(const struct membership *membership, size_t n, const double *in,
                         double *ret_out)
{
    for (size_t i = 0; i < n; i++)
        ret_out[i] = isnan(in[i]) ? in[i] : membership->kind->value(membership->param, in[i]);
}
