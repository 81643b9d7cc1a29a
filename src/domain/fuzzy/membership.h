/*
 * membership - how much a value belongs to a fuzzy set: 0 not at all, 1 fully.
 *
 * NaN gives NaN; nothing else does. Where a flank has no width (a = b) the edge itself counts as 1:
 * an RSI of exactly 0 is fully low in the trapezoid [0, 0, 25, 40].
 */
#ifndef DOMAIN_FUZZY_MEMBERSHIP_H
#define DOMAIN_FUZZY_MEMBERSHIP_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

enum { MEMBERSHIP_PARAMS = 4 };

/* Parameters lie within this, so that no difference or quotient of theirs overflows. */
#define MEMBERSHIP_LARGEST 1e15

struct membership_kind {
    const char *name;               /* as in a strategy: "triangular" */
    size_t n_params;
    const char *form;               /* "[a, b, c] with a <= b <= c", for messages and the docs */
    bool (*is_good)(const double *param);
    double (*value)(const double *param, double x);
};

struct membership {
    const struct membership_kind *kind;
    double param[MEMBERSHIP_PARAMS];
};

const struct membership_kind *membership_find(const char *name);    /* NULL if there is none */
const struct membership_kind *membership_at(size_t i);              /* NULL past the last */

/* Fails with ERROR_INVALID where count, order or size of the parameters is wrong. */
CHECKED bool membership_make(const struct membership_kind *kind, const double *params, size_t n,
                             struct membership *ret_membership, struct error *err);

void membership_evaluate(const struct membership *membership, size_t n, const double *in,
                         double *ret_out);

#endif
