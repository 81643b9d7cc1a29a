#include "domain/bars_adjust.h"

#include "domain/bars.h"
#include "test.h"

#include <math.h>
#include <stdlib.h>

enum { DAY = 86400, DAYS = 250 };

static const struct { int ex; double amount; } dividends[] = { { 40, 0.24 }, { 103, 0.25 },
                                                               { 166, 1.5 } };

static double close_on(int day)
{
    return round((100 + 10 * sqrt(day) + day % 5) * 100) / 100;
}

/* As a vendor does: from the newest back, each dividend takes close / (close - dividend). */
static double factor_on(int day)
{
    double factor = 1;

    for (size_t i = 0; i < COUNT(dividends); i++)
        if (day < dividends[i].ex)
            factor *= 1 - dividends[i].amount / close_on(dividends[i].ex - 1);
    return factor;
}

static struct bars make(double decimals, bool is_adjusted)
{
    struct bars bars = {0};

    for (int i = 0; i < DAYS; i++) {
        const double price = is_adjusted
            ? round(close_on(i) * factor_on(i) * decimals) / decimals : close_on(i);

        bars_append(&bars, (int64_t)i * DAY, (double[]){ price, price, price, price, 1 });
    }
    return bars;
}

TEST(factors_and_dividends_come_back_from_prices_rounded_to_cents)
{
    OWNED(bars_release) struct bars bars = make(100, false), adjusted = make(100, true);
    struct bars_adjust_dividend *items;
    size_t count;
    struct error err;

    CHECK(bars_adjust_fill(&bars, &adjusted, &err));
    for (int i = 0; i < DAYS; i++)
        CHECK_NEAR(bars.column[BARS_ADJUST][i], factor_on(i), 3e-5);
    CHECK(bars.column[BARS_ADJUST][DAYS - 1] == 1);
    bars_adjust_dividends(&bars, &items, &count);
    CHECK(count == COUNT(dividends));
    for (size_t i = 0; i < count; i++) {
        CHECK(items[i].time == dividends[i].ex * (int64_t)DAY);
        CHECK_NEAR(items[i].amount, dividends[i].amount, 0.004);
    }
    free(items);
}

TEST(a_bar_without_an_adjusted_price_has_the_factor_of_the_bar_before)
{
    OWNED(bars_release) struct bars bars = make(1e6, false), all = make(1e6, true), some = {0};
    struct error err;

    for (int i = 5; i < DAYS; i++)      /* without 0 to 4, and around the ex-date 40 */
        if (i < 38 || i > 41)
            bars_append(&some, all.time[i], (double[]){ 1, 1, 1, all.column[BARS_CLOSE][i], 1 });
    CHECK(bars_adjust_fill(&bars, &some, &err));
    CHECK_NEAR(bars.column[BARS_ADJUST][0], factor_on(0), 1e-6);
    CHECK_NEAR(bars.column[BARS_ADJUST][41], factor_on(37), 1e-6);
    CHECK_NEAR(bars.column[BARS_ADJUST][42], factor_on(42), 1e-6);
}

TEST(adjusted_prices_that_do_not_fit_are_refused_and_leave_no_factor)
{
    OWNED(bars_release) struct bars bars = make(100, false), none = {0};
    OWNED(bars_release) struct bars stale = make(100, true), off = make(100, true);
    OWNED(bars_release) struct bars zero = make(100, true);
    struct error err = {0};

    stale.count--;
    off.column[BARS_CLOSE][DAYS - 1] *= 0.99;
    zero.column[BARS_CLOSE][3] = 0;
    CHECK(!bars_adjust_fill(&bars, &none, &err) && err.code == ERROR_BAD_DATA);
    CHECK(!bars_adjust_fill(&bars, &stale, &err));
    CHECK(!bars_adjust_fill(&bars, &off, &err));
    CHECK(!bars_adjust_fill(&bars, &zero, &err));
    CHECK(!bars.column[BARS_ADJUST]);
    CHECK(bars_adjust_fill(&none, &bars, &err));
}

TEST(without_a_factor_there_are_no_dividends)
{
    OWNED(bars_release) struct bars bars = make(100, false);
    struct bars_adjust_dividend *items;
    size_t count;

    bars_adjust_dividends(&bars, &items, &count);
    CHECK(!items && count == 0);
}
