/* Numbers from plain formulas in Python's floats, two passes. */
#include "test.h"

#include "base/words.h"
#include "domain/statistics.h"

static const double returns[] = { 0.01, -0.02, 0.03, 0.005, -0.01, 0.02, 0.015, -0.005, 0, 0.012 };
enum { N = COUNT(returns) };

TEST(moments_agree_with_plain_formulas)
{
    CHECK_NEAR(statistics_mean(returns, N), 0.0057, 1e-15);
    CHECK_NEAR(statistics_deviation(returns, N), 0.014885115608105525, 1e-15);
    CHECK_NEAR(statistics_skew(returns, N), -0.13665300227086474, 1e-12);
    CHECK_NEAR(statistics_kurtosis(returns, N), 2.2911489827743448, 1e-12);
    CHECK_NEAR(statistics_sharpe(returns, N), 0.38293286730646064, 1e-13);
    CHECK_NEAR(statistics_sortino(returns, N), 0.7866747376502837, 1e-13);
}

TEST(what_is_not_defined_is_absent)
{
    static const double same[] = { 0.1, 0.1, 0.1 }, up[] = { 0.1, 0.2, 0.3 };

    CHECK(isnan(statistics_mean(returns, 0)));
    CHECK(isnan(statistics_deviation(returns, 1)));
    CHECK(isnan(statistics_sharpe(same, 3)));
    CHECK(isnan(statistics_skew(same, 3)));
    CHECK(isnan(statistics_kurtosis(same, 3)));
    CHECK(isnan(statistics_sortino(up, 3)));
    CHECK(isnan(statistics_growth(2, 0)));
    CHECK(isnan(statistics_growth(-1, 2)));
    CHECK(isnan(statistics_beta(returns, same, 3)));
    CHECK(isnan(statistics_quantile(returns, 0, 0.5)));
}

TEST(a_lost_equity_has_no_returns_after)
{
    static const double equity[] = { 100, 50, 0, 10 };
    double r[3];

    statistics_returns(equity, 4, r);
    CHECK_NEAR(r[0], -0.5, 0);
    CHECK_NEAR(r[1], -1, 0);
    CHECK(isnan(r[2]));
    CHECK(isnan(statistics_sharpe(r, 3)));
    CHECK(isnan(statistics_sortino(r, 3)));
}

TEST(a_drawdown_goes_from_its_peak_to_its_recovery)
{
    static const double equity[] = { 100, 110, 99, 104, 88, 110, 120, 119, 118, 117, 116, 115 };
    const struct statistics_drawdown d = statistics_drawdowns(equity, COUNT(equity));

    CHECK_NEAR(d.depth, 0.2, 1e-15);
    CHECK_NEAR(d.money, 22, 0);
    CHECK(d.peak == 1 && d.trough == 4 && d.recovery == 5);
    CHECK(d.longest_from == 6 && d.longest_until == 11);
}

TEST(a_drawdown_in_money_may_be_at_another_time)
{
    static const double equity[] = { 100, 50, 1000, 900 };
    const struct statistics_drawdown d = statistics_drawdowns(equity, 4);

    CHECK_NEAR(d.depth, 0.5, 0);
    CHECK_NEAR(d.money, 100, 0);
    CHECK(d.recovery == 2);
}

TEST(what_never_fell_has_no_drawdown_and_what_did_not_recover_says_so)
{
    static const double up[] = { 1, 2, 2, 3 }, down[] = { 3, 2 };

    CHECK_NEAR(statistics_drawdowns(up, 4).depth, 0, 0);
    CHECK(statistics_drawdowns(up, 4).longest_until == 0);
    CHECK(statistics_drawdowns(down, 2).recovery == 2);
    CHECK(statistics_drawdowns(down, 2).longest_until == 1);
}

TEST(quantiles_lie_between_neighbours)
{
    double x[] = { 3, 1, 2, 4 };

    statistics_sort(x, 4);
    CHECK_NEAR(statistics_quantile(x, 4, 0), 1, 0);
    CHECK_NEAR(statistics_quantile(x, 4, 0.5), 2.5, 1e-15);
    CHECK_NEAR(statistics_quantile(x, 4, 1), 4, 0);
}

TEST(growth_and_beta_are_what_they_say)
{
    static const double x[] = { 0.01, -0.02, 0.03 }, y[] = { 0.025, -0.035, 0.065 };

    CHECK_NEAR(statistics_growth(1.21, 2), 0.1, 1e-14);
    CHECK_NEAR(statistics_growth(0, 2), -1, 0);
    CHECK_NEAR(statistics_beta(y, x, 3), 2, 1e-12);
}
