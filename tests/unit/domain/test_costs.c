#include "test.h"

#include "base/date.h"
#include "domain/backtest/costs.h"

static struct error err;

static struct costs parsed(const char *text)
{
    struct costs costs = {0};

    CHECK(costs_parse(text, &costs, &err));
    return costs;
}

static struct costs_bill charge(const char *text, double quantity, double price,
                                enum costs_side side, enum costs_liquidity liquidity)
{
    const struct costs costs = parsed(text);
    const struct costs_order order = { quantity, quantity * price, date_of(2024, 6, 3), side,
                                       liquidity };

    return costs_charge(&costs, &order);
}

static double commission(const char *text, double quantity, double price)
{
    return charge(text, quantity, price, COSTS_BUY, COSTS_TAKES).commission;
}

TEST(costs_carry_their_unit)
{
    CHECK_NEAR(commission("none", 100, 50), 0, 0);
    CHECK_NEAR(commission("5bp", 100, 50), 2.5, 1e-12);
    CHECK_NEAR(commission("0.05%", 100, 50), 2.5, 1e-12);
    CHECK_NEAR(commission("0.005/share", 100, 50), 0.5, 1e-12);
    CHECK_NEAR(commission("2.25/contract", 3, 5000), 6.75, 1e-12);
}

TEST(a_cost_without_a_unit_or_of_nonsense_is_refused_and_says_what_to_write)
{
    static const char *const bad[] = { "", "0.001", "5", "bp", "-5bp", "1e3bp", "5 bananas", "nan",
                                       "inf%", "0x5bp", "5bp ", "1tick", "100%", "ib", "1..2bp" };
    struct costs costs;

    for (size_t i = 0; i < COUNT(bad); i++) {
        test_expect(!costs_parse(bad[i], &costs, &err), __FILE__, __LINE__, "'%s' passed", bad[i]);
        CHECK(err.code == ERROR_INVALID && err.suggestion[0]);
    }
    CHECK(!costs_parse("0.001", &costs, &err));
    CHECK_TEXT(err.text, "cost '0.001' has no unit");
}

TEST(ib_fixed_has_a_least_and_a_most)
{
    CHECK_NEAR(commission("ib_fixed", 1000, 50), 5, 1e-12);
    CHECK_NEAR(commission("ib_fixed", 10, 50), 1, 1e-12);
    CHECK_NEAR(commission("ib_fixed", 10, 2), 0.2, 1e-12);      /* 1 % of the value */
}

TEST(ib_tiered_adds_clearing_and_the_price_of_taking)
{
    CHECK_NEAR(commission("ib_tiered", 1000, 50), 3.5 + 0.2 + 3, 1e-12);
    CHECK_NEAR(commission("ib_tiered", 10, 50), 0.35 + 0.002 + 0.03, 1e-12);
    CHECK_NEAR(charge("ib_tiered", 1000, 50, COSTS_BUY, COSTS_ADDS).commission, 3.7, 1e-12);
}

TEST(ib_fx_has_a_least)
{
    CHECK_NEAR(commission("ib_fx", 1000000, 1.1), 22, 1e-9);
    CHECK_NEAR(commission("ib_fx", 20000, 1.1), 2, 1e-12);
}

TEST(sales_of_shares_pay_what_stood_in_the_table_that_day)
{
    const struct costs_bill sale = charge("ib_fixed", 1000, 50, COSTS_SELL, COSTS_TAKES);

    CHECK_NEAR(sale.fees, 50000 * 27.80e-6 + 0.166, 1e-12);     /* June 2024 */
    CHECK_NEAR(charge("ib_fixed", 1e6, 50, COSTS_SELL, COSTS_TAKES).fees, 50 * 27.80 + 8.30, 1e-9);
    CHECK_NEAR(charge("ib_fixed", 1000, 50, COSTS_BUY, COSTS_TAKES).fees, 0, 0);
    CHECK_NEAR(charge("5bp", 1000, 50, COSTS_SELL, COSTS_TAKES).fees, 0, 0);
    CHECK_NEAR(charge("ib_fx", 1000, 50, COSTS_SELL, COSTS_TAKES).fees, 0, 0);
}

TEST(the_table_changes_on_its_days_and_may_be_another)
{
    static const struct costs_fee mine[] = { { 0, 1, 0, 0 }, { 1000, 2, 0, 0 } };
    struct costs costs = parsed("ib_fixed");

    CHECK_NEAR(costs_fee_at(&costs, date_of(2018, 5, 21))->sec_per_million, 23.10, 0);
    CHECK_NEAR(costs_fee_at(&costs, date_of(2018, 5, 22))->sec_per_million, 13.00, 0);
    CHECK_NEAR(costs_fee_at(&costs, date_of(1995, 1, 1))->sec_per_million, 18.00, 0);
    CHECK_NEAR(costs_fee_at(&costs, date_of(2025, 6, 1))->sec_per_million, 0, 0);
    costs.fees = mine;
    costs.n_fees = 2;
    CHECK_NEAR(costs_fee_at(&costs, 999)->sec_per_million, 1, 0);
    CHECK_NEAR(costs_fee_at(&costs, 1000)->sec_per_million, 2, 0);
}

TEST(the_built_in_table_is_sorted)
{
    const struct costs costs = {0};
    int64_t last = 0;

    for (int64_t time = date_of(2012, 2, 21); time < date_of(2027, 1, 1); time += DATE_DAY) {
        CHECK(costs_fee_at(&costs, time)->since <= time);
        CHECK(costs_fee_at(&costs, time)->since >= last);
        last = costs_fee_at(&costs, time)->since;
    }
}

TEST(slippage_carries_its_unit)
{
    struct costs_slippage slippage;

    CHECK(costs_parse_slippage("2bp", &slippage, &err));
    CHECK_NEAR(costs_slip(&slippage, 50, 0.01), 0.01, 1e-15);
    CHECK(costs_parse_slippage("1.5ticks", &slippage, &err));
    CHECK_NEAR(costs_slip(&slippage, 50, 0.25), 0.375, 1e-15);
    CHECK(costs_parse_slippage("0.02/share", &slippage, &err));
    CHECK_NEAR(costs_slip(&slippage, 50, 0.25), 0.02, 1e-15);
    CHECK(costs_parse_slippage("none", &slippage, &err));
    CHECK_NEAR(costs_slip(&slippage, 50, 0.25), 0, 0);
    CHECK(!costs_parse_slippage("2", &slippage, &err));
    CHECK_TEXT(err.text, "slippage '2' has no unit");
    CHECK(!costs_parse_slippage("150%", &slippage, &err));
}

TEST(what_costs_print_parses_to_the_same)
{
    static const char *const texts[] = { "none", "5bp", "0.3bp", "0.005/unit", "ib_fixed",
                                         "ib_tiered", "ib_fx" };
    static const char *const slips[] = { "none", "2bp", "0.5ticks", "0.01/unit" };
    struct costs_slippage slippage;
    char text[40];

    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct costs costs = parsed(texts[i]);
        costs_print(&costs, text, sizeof(text));
        CHECK(test_same_text(text, texts[i]));
    }
    for (size_t i = 0; i < COUNT(slips); i++) {
        CHECK(costs_parse_slippage(slips[i], &slippage, &err));
        costs_print_slippage(&slippage, text, sizeof(text));
        CHECK(test_same_text(text, slips[i]));
    }
}
