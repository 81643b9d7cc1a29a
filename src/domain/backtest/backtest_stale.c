#include "domain/backtest/backtest_stale.h"

#include "base/date.h"
#include "base/mem.h"

#include <math.h>

static const double near = 1e-4, most_near = 0.1;

static bool is_near(const struct bars *bars, size_t t)
{
    const double close = t ? bars->column[BARS_CLOSE][t - 1] : (double)NAN;

    return fabs(bars->column[BARS_OPEN][t] - close) <= near * fabs(close);
}

struct backtest_range *backtest_stale_years(const struct bars *bars, size_t *ret_count)
{
    struct backtest_range *ranges = NULL;
    size_t count = 0;

    for (size_t from = 0, until; from < bars->count; from = until) {
        const int64_t end = date_of(date_civil(bars->time[from]).year + 1, 1, 1);
        size_t n_near = 0;

        for (until = from; until < bars->count && bars->time[until] < end; until++)
            n_near += is_near(bars, until);
        if ((double)n_near <= most_near * (double)(until - from))
            continue;
        ranges = mem_resize(ranges, (count + 1) * sizeof(*ranges));
        ranges[count++] = (struct backtest_range){ from, until };
    }
    *ret_count = count;
    return ranges;
}
