#include "domain/bars_adjust.h"

#include "base/mem.h"
#include "domain/bars.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* Half a cent is rounded away from each of two prices, and a hair for what binary loses. */
static const double rounding = 0.0101;

/* NAN where `adjusted` has no such bar. Returns how many are common; SIZE_MAX: one is nonsense. */
static size_t take_ratios(const struct bars *bars, const struct bars *adjusted, double *ratio)
{
    size_t k = 0, common = 0;

    for (size_t i = 0; i < bars->count; i++) {
        ratio[i] = (double)NAN;
        while (k < adjusted->count && adjusted->time[k] < bars->time[i])
            k++;
        if (k == adjusted->count || adjusted->time[k] != bars->time[i])
            continue;
        ratio[i] = adjusted->column[BARS_CLOSE][k] / bars->column[BARS_CLOSE][i];
        if (!(ratio[i] > 0) || !isfinite(ratio[i]))
            return SIZE_MAX;
        common++;
    }
    return common;
}

static bool check(const struct bars *bars, const struct bars *adjusted, size_t common,
                  const double *ratio, struct error *err)
{
    const size_t n = bars->count;

    if (common == SIZE_MAX)
        return error_set(err, ERROR_BAD_DATA, "a price or an adjusted price is not above 0");
    if (common * 2 < n || !adjusted->count || adjusted->time[adjusted->count - 1]
                                                  != bars->time[n - 1])
        return error_set(err, ERROR_BAD_DATA, "adjusted prices for %zu of %zu bars, to %" PRId64,
                         common, n, adjusted->count ? adjusted->time[adjusted->count - 1] : 0);
    if (fabs(ratio[n - 1] - 1) > rounding / bars->column[BARS_CLOSE][n - 1])
        return error_set(err, ERROR_BAD_DATA, "the last adjusted price is %g of the traded one, "
                         "not the same", ratio[n - 1]);
    return true;
}

/* [from, until) has one factor. Backwards, so that the last, which is 1, is not the one that is
 * averaged over a step. */
static size_t segment_start(const struct bars *bars, const double *ratio, size_t until,
                            double *ret_factor)
{
    double sum = 0, n = 0;
    size_t from = until;

    for (; from > 0; from--) {
        const double slack = rounding / bars->column[BARS_CLOSE][from - 1];

        if (isnan(ratio[from - 1]))
            continue;
        if (n > 0 && fabs(ratio[from - 1] - sum / n) > slack)
            break;
        sum += ratio[from - 1];
        n++;
    }
    *ret_factor = n > 0 ? sum / n : 1;
    return from;
}

static void smooth(const struct bars *bars, const double *ratio, double *factor)
{
    size_t until = bars->count, from;
    double value;

    for (; until > 0; until = from) {
        const bool is_last = until == bars->count;

        from = segment_start(bars, ratio, until, &value);
        while (from > 0 && from < until && isnan(ratio[from]))     /* of the segment before */
            from++;
        for (size_t i = from; i < until; i++)
            factor[i] = is_last ? 1 : value;
    }
}

bool bars_adjust_fill(struct bars *bars, const struct bars *adjusted, struct error *err)
{
    double *ratio;
    bool ok;

    if (!bars->count)
        return true;
    ratio = mem_alloc(bars->count * sizeof(*ratio));
    ok = check(bars, adjusted, take_ratios(bars, adjusted, ratio), ratio, err);
    if (ok) {
        bars_add_column(bars, BARS_ADJUST, 1);
        smooth(bars, ratio, bars->column[BARS_ADJUST]);
    }
    free(ratio);
    return ok;
}

void bars_adjust_dividends(const struct bars *bars, struct bars_adjust_dividend **ret_items,
                           size_t *ret_count)
{
    const double *factor = bars->column[BARS_ADJUST];
    struct bars_adjust_dividend *items = NULL;
    size_t n = 0;

    for (size_t t = 1; factor && t < bars->count; t++) {
        if (factor[t] == factor[t - 1])
            continue;
        items = mem_resize(items, (n + 1) * sizeof(*items));
        items[n++] = (struct bars_adjust_dividend){
            bars->time[t], bars->column[BARS_CLOSE][t - 1] * (1 - factor[t - 1] / factor[t]) };
    }
    *ret_items = items;
    *ret_count = n;
}
