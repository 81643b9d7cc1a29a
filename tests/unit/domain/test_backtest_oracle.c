/*
 * Against backtesting.py 0.6.6 and plain numpy, where a developer has their numbers. The five runs
 * are SMA(10) x SMA(20) on daily GOOG. What differs by definition, and so is not compared:
 * backtesting.py leaves the last trade open, we sell it at the last close; its own Sharpe, Sortino,
 * Calmar, profit factor and exposure are other formulas (numpy's column has ours); filling at the
 * deciding close is not offered: the run 'on_close' is fed bars whose open is the close before.
 */
#include "test.h"

#include "base/date.h"
#include "domain/backtest/performance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BARS_MOST = 2500, TEXT_MOST = 400000 };

static char text[TEXT_MOST];
static struct bars goog;
static uint8_t signals[BARS_MOST];
static double want_equity[BARS_MOST];
static struct error err;

static bool read_text(const char *path)
{
    FILE *file = path ? fopen(path, "r") : NULL;
    size_t length;

    if (!file)
        return false;
    length = fread(text, 1, sizeof(text) - 1, file);
    text[length] = '\0';
    fclose(file);
    return true;
}

static bool read_goog(void)
{
    const char *path = test_extra_path("data/GOOG_1d.csv");
    FILE *file = path ? fopen(path, "r") : NULL;
    char line[200], stamp[32];
    int64_t time;

    bars_release(&goog);
    while (file && fgets(line, sizeof(line), file)) {
        double v[BARS_REQUIRED];
        enum date_zone zone;
        if (sscanf(line, "%31[^,],%lf,%lf,%lf,%lf,%lf", stamp, &v[0], &v[1], &v[2], &v[3],
                   &v[4]) == 6 && date_parse_iso(stamp, &time, &zone, &err))
            bars_append(&goog, time, v);
    }
    if (file)
        fclose(file);
    return goog.count > 100 && goog.count <= BARS_MOST;
}

static bool read_equity(const char *name)
{
    char path[100], line[200];
    size_t n = 0;

    snprintf(path, sizeof(path), "oracle/perf/%s_equity.csv", name);
    const char *found = test_extra_path(path);
    FILE *file = found ? fopen(found, "r") : NULL;
    while (file && n < BARS_MOST && fgets(line, sizeof(line), file))
        n += sscanf(line, "%*[^,],%lf", &want_equity[n]) == 1;
    if (file)
        fclose(file);
    return n == goog.count;
}

static double mean_to(size_t t, size_t period)
{
    double sum = 0;

    for (size_t i = t + 1 - period; i <= t; i++)
        sum += goog.column[BARS_CLOSE][i];
    return sum / (double)period;
}

static void cross_means(void)
{
    memset(signals, SIGNAL_HOLD, sizeof(signals));
    for (size_t t = 20; t < goog.count; t++) {
        const double before = mean_to(t - 1, 10) - mean_to(t - 1, 20);
        const double now = mean_to(t, 10) - mean_to(t, 20);
        if (before < 0 && now > 0)
            signals[t] = SIGNAL_BUY;
        else if (before > 0 && now < 0)
            signals[t] = SIGNAL_SELL;
    }
}

/* The value of "key" after `from` in the JSON text. */
static double number_after(const char *from, const char *key)
{
    char quoted[80];
    const char *found;

    snprintf(quoted, sizeof(quoted), "\"%s\":", key);
    found = strstr(from, quoted);
    if (!found)
        return NAN;
    found += strlen(quoted);
    return strncmp(found + strspn(found, " "), "null", 4) ? strtod(found, NULL) : (double)NAN;
}

static bool close_to(double got, double want)
{
    return fabs(got - want) <= 1e-9 * fmax(1, fabs(want));
}

static void check(const char *run, const char *what, double got, double want)
{
    test_expect(close_to(got, want), __FILE__, __LINE__, "%s: %s is %.17g, not %.17g", run, what,
                got, want);
}

static void check_trades(const char *name, const char *json, const struct backtest_result *r,
                         size_t bar_offset)
{
    const char *at = strstr(json, "\"trades\"");

    check(name, "number of trades", (double)r->n_trades, number_after(json, "# Trades"));
    for (size_t i = 0; at && i < r->n_trades; i++) {
        const struct backtest_trade *t = &r->trades[i];
        at = strstr(at, "\"Size\"");
        if (!at)
            break;
        check(name, "size", t->side * t->quantity, number_after(at, "Size"));
        check(name, "entry bar", (double)(t->entry_bar - bar_offset), number_after(at, "EntryBar"));
        check(name, "exit bar", (double)(t->exit_bar - bar_offset), number_after(at, "ExitBar"));
        check(name, "entry price", t->entry_price, number_after(at, "EntryPrice"));
        check(name, "exit price", t->exit_price, number_after(at, "ExitPrice"));
        check(name, "profit", t->net, number_after(at, "PnL"));
        check(name, "commission", t->commission, number_after(at, "Commission"));
        at++;
    }
    CHECK(at);
}

static void check_statistics(const char *name, const char *json, const struct performance *p)
{
    const char *numpy = strstr(json, "\"plain_numpy\"");
    const struct { const char *key; double got; } rows[] = {
        { "total_return", p->total_return }, { "years_365.25", p->years },
        { "cagr_calendar", p->cagr }, { "vol_ann_ddof1", p->volatility },
        { "sharpe_ddof1_rf0", p->sharpe }, { "sharpe_ddof1_rf0", p->sharpe_per_bar },
        { "sortino_downside_rms_all_n", p->sortino }, { "max_drawdown", -p->drawdown.depth },
        { "max_drawdown_peak_bar", (double)p->drawdown.peak },
        { "max_drawdown_trough_bar", (double)p->drawdown.trough },
        { "max_drawdown_cash", -p->drawdown.money }, { "calmar_cagr_over_mdd", p->calmar },
        { "trades", (double)p->n_trades }, { "wins", (double)p->n_wins },
        { "losses", (double)p->n_losses }, { "win_rate", p->win_rate },
        { "profit_factor_cash", p->profit_factor }, { "avg_win", p->average_win },
        { "avg_loss", p->average_loss }, { "payoff", p->payoff },
        { "expectancy_cash", p->expectancy },
        { "max_consecutive_wins", (double)p->most_wins_running },
        { "max_consecutive_losses", (double)p->most_losses_running },
    };

    CHECK(numpy);
    for (size_t i = 0; numpy && i < COUNT(rows); i++)
        check(name, rows[i].key, rows[i].got, number_after(numpy, rows[i].key));
    if (numpy && p->drawdown.recovery < goog.count)
        check(name, "recovery", (double)p->drawdown.recovery,
              number_after(numpy, "max_drawdown_recovery_bar"));
    check(name, "longest drawdown", p->longest_drawdown_days * DATE_DAY,
          number_after(json, "Max. Drawdown Duration"));
}

static void check_moments(const char *name, const char *json, const struct backtest_result *r)
{
    static double returns[BARS_MOST];

    statistics_returns(r->equity, r->n_bars, returns);
    check(name, "skew", statistics_skew(returns, r->n_bars - 1), number_after(json, "skew_biased"));
    check(name, "kurtosis", statistics_kurtosis(returns, r->n_bars - 1) - 3,
          number_after(json, "kurtosis_excess_biased"));
}

/* As backtesting.py leaves it: the last trade open, marked but not sold. */
static void reopen_last(struct backtest_result *r)
{
    struct backtest_trade *last = &r->trades[r->n_trades - 1];
    const double value = last->quantity * last->exit_price;

    if (last->reason != BACKTEST_END)
        return;
    r->equity[r->n_bars - 1] += last->commission * value / (value + last->value);
    r->n_trades--;
}

static struct backtest_settings like_backtesting_py(double commission)
{
    struct backtest_settings s = backtest_settings_default("STK");

    s.capital = 10000;
    s.size = 1;
    s.size_at = BACKTEST_SIZE_AT_FILL_OPEN;
    s.costs = (struct costs){ .model = COSTS_VALUE, .rate = commission };
    s.slippage = (struct costs_slippage){0};
    s.borrow_rate = 0;
    s.allow_short = s.reverse = true;
    return s;
}

static void compare(const char *name, const struct backtest_settings *settings, size_t bar_offset)
{
    OWNED(backtest_release) struct backtest_result result = {0};
    OWNED(performance_release) struct performance p = {0};
    const struct backtest_input input = { &goog, signals, NULL };
    const struct performance_input in = { .bars = &goog, .settings = settings, .result = &result };
    char quoted[60];

    snprintf(quoted, sizeof(quoted), "\"%s\":", name);
    const char *json = strstr(text, quoted);
    CHECK(json && read_equity(name));
    if (!json || !backtest_run(&input, settings, NULL, &result, &err)) {
        CHECK(false);
        return;
    }
    reopen_last(&result);
    for (size_t t = 0; t < result.n_bars; t++)
        check(name, "equity", result.equity[t], want_equity[t]);
    CHECK(performance_measure(&in, &p, &err));
    check_trades(name, json, &result, bar_offset);
    check_statistics(name, json, &p);
    check_moments(name, json, &result);
}

static bool has_oracle(void)
{
    if (read_text(test_extra_path("oracle/perf/perf_oracle.json")) && read_goog())
        return true;
    test_skip("no numbers of backtesting.py here");
    return false;
}

TEST(long_and_short_trades_with_commission_agree_with_backtesting_py)
{
    const struct backtest_settings settings = like_backtesting_py(0.002);

    if (!has_oracle())
        return;
    cross_means();
    compare("GOOG_readme", &settings, 0);
}

TEST(trades_without_costs_agree_with_backtesting_py)
{
    struct backtest_settings settings = like_backtesting_py(0);

    if (!has_oracle())
        return;
    cross_means();
    compare("GOOG_nocost", &settings, 0);
}

TEST(a_spread_on_entries_agrees_with_backtesting_py)
{
    struct backtest_settings settings = like_backtesting_py(0);

    if (!has_oracle())
        return;
    settings.slippage = (struct costs_slippage){ COSTS_SLIPPAGE_VALUE, 0.001 };
    settings.slips = BACKTEST_SLIPS_ENTRIES;
    cross_means();
    compare("GOOG_spread", &settings, 0);
}

TEST(long_only_trades_agree_with_backtesting_py_which_sells_the_last_at_the_last_open)
{
    struct backtest_settings settings = like_backtesting_py(0.001);

    if (!has_oracle())
        return;
    settings.allow_short = settings.reverse = false;
    cross_means();
    signals[goog.count - 2] = SIGNAL_SELL;
    compare("GOOG_longonly_finalized", &settings, 0);
}

TEST(fills_at_the_close_before_agree_with_backtesting_py)
{
    const struct backtest_settings settings = like_backtesting_py(0.002);

    if (!has_oracle())
        return;
    cross_means();
    for (size_t t = 1; t < goog.count; t++)
        goog.column[BARS_OPEN][t] = goog.column[BARS_CLOSE][t - 1];
    compare("GOOG_on_close", &settings, 1);
}
