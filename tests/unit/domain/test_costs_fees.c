#include "test.h"

#include "base/date.h"
#include "domain/backtest/costs_fees.h"

static struct error err;
static struct costs_fees fees;

TEST(a_table_of_fees_is_read_and_charged)
{
    struct costs costs = { .model = COSTS_IB_FIXED };
    const struct costs_order order = { 1000, 50000, date_of(2030, 1, 2), COSTS_SELL, COSTS_TAKES };

    CHECK(costs_fees_parse("# mine\n2024-05-22 27.80 0.000166 8.30 # then\n\n"
                           "2030-01-01\t10 0.0002 0.1\r\n", &fees, &err));
    CHECK(fees.count == 2 && fees.rows[0].since == date_of(2024, 5, 22));
    costs.fees = fees.rows;
    costs.n_fees = fees.count;
    CHECK_NEAR(costs_charge(&costs, &order).fees, 0.5 + 0.1, 1e-12);
}

TEST(a_bad_row_of_fees_is_refused_with_its_line)
{
    static const struct { const char *text, *want; } bad[] = {
        { "2024-05-22 27.80 0.000166", "line 1 is no row of sale fees" },
        { "\n2024-05-22 27.80 x 8", "line 2 is no row of sale fees" },
        { "2024-05-22 27.80 -1 8", "line 1 is no row of sale fees" },
        { "2024-05-22 1 2 3 4", "line 1 is no row of sale fees" },
        { "2024-13-22 1 2 3", "line 1 is no row of sale fees" },
        { "2024-05-22 1 2 3\n2024-05-22 1 2 3", "line 2: the day is not after the one before" },
        { "# nothing\n", "the table of sale fees is empty" },
    };

    for (size_t i = 0; i < COUNT(bad); i++) {
        CHECK(!costs_fees_parse(bad[i].text, &fees, &err) && err.code == ERROR_INVALID);
        CHECK_TEXT(err.text, bad[i].want);
    }
}
