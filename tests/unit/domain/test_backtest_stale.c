#include "test.h"

#include "base/date.h"
#include "domain/backtest/backtest_stale.h"

#include <stdlib.h>

TEST(a_year_of_copied_opens_is_stale_and_its_neighbours_are_not)
{
    OWNED(bars_release) struct bars bars = {0};
    double close = 100;
    size_t n;

    for (int64_t time = date_of(2001, 1, 1); time < date_of(2004, 1, 1); time += DATE_DAY) {
        const bool copies = date_civil(time).year == 2002 && bars.count % 4 == 0;
        const double open = copies ? close * 1.00009 : close * 1.001;
        close = bars.count % 2 ? 100 : 101;
        bars_append(&bars, time, (double[BARS_REQUIRED]){ open, 110, 90, close });
    }
    struct backtest_range *ranges = backtest_stale_years(&bars, &n);
    CHECK(n == 1 && ranges[0].from == 365 && ranges[0].until == 730);
    free(ranges);
}

TEST(no_bars_have_no_stale_year)
{
    const struct bars bars = {0};
    size_t n = 7;

    CHECK(!backtest_stale_years(&bars, &n) && n == 0);
}
