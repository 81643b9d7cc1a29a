#include "domain/bars_agreement.h"

#include "domain/bars.h"

#include <inttypes.h>
#include <math.h>

static const double basis_point = 1e-4;

bool bars_agreement_is(const struct bars *stored, size_t i, const struct bars *fresh, size_t k)
{
    for (int c = BARS_OPEN; c <= BARS_CLOSE; c++) {
        const double x = stored->column[c][i], y = fresh->column[c][k];

        if (!(fabs(x - y) <= basis_point * fmax(fabs(x), fabs(y))))
            return false;
    }
    return true;
}

bool bars_agreement_check(int64_t overlapping, int64_t agreeing, struct error *err)
{
    if (agreeing >= BARS_AGREEMENT_LEAST
        && agreeing * 100 >= overlapping * BARS_AGREEMENT_PERCENT)
        return true;
    return error_set(err, ERROR_CONFLICT, "%" PRId64 " bars overlap and %" PRId64 " of them "
                     "disagree: %d must agree, and %d %% of all", overlapping,
                     overlapping - agreeing, BARS_AGREEMENT_LEAST, BARS_AGREEMENT_PERCENT);
}
