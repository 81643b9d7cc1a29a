#include "test.h"

#include "domain/backtest/backtest.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 200 };

struct golden {
    struct backtest_settings settings;
    struct backtest_range stale[4];
    struct bars bars;
    uint8_t signal[MOST];
    float confidence[MOST];
    double equity[MOST], position[MOST];
};

static struct golden golden;
static struct error err;

static bool read_size(FILE *file)
{
    char kind[16];

    if (fscanf(file, "%15s %lf", kind, &golden.settings.size) != 2)
        return false;
    golden.settings.sizing = !strcmp(kind, "fraction") ? BACKTEST_FRACTION
                           : !strcmp(kind, "amount")   ? BACKTEST_AMOUNT
                                                       : BACKTEST_UNITS;
    return true;
}

static bool read_costs(FILE *file, bool is_slippage)
{
    char text[32];

    if (fscanf(file, "%31s", text) != 1)
        return false;
    return is_slippage ? costs_parse_slippage(text, &golden.settings.slippage, &err)
                       : costs_parse(text, &golden.settings.costs, &err);
}

static bool read_setting(FILE *file, const char *key)
{
    struct backtest_settings *s = &golden.settings;
    const struct { const char *name; double *value; } numbers[] = {
        { "capital", &s->capital }, { "increment", &s->increment }, { "borrow", &s->borrow_rate },
        { "multiple", &s->cost_multiple }, { "tick", &s->tick },
        { "threshold", &s->confidence_threshold }, { "stop", &s->stop_loss_pct },
        { "target", &s->take_profit_pct },
    };
    int flag;

    for (size_t i = 0; i < COUNT(numbers); i++)
        if (!strcmp(key, numbers[i].name))
            return fscanf(file, "%lf", numbers[i].value) == 1;
    if (!strcmp(key, "size"))
        return read_size(file);
    if (!strcmp(key, "costs") || !strcmp(key, "slippage"))
        return read_costs(file, key[0] == 's');
    if (!strcmp(key, "separation"))
        return fscanf(file, "%zu", &s->min_signal_separation) == 1;
    if (!strcmp(key, "stale")) {
        struct backtest_range *range = &golden.stale[s->n_stale++];
        s->stale = golden.stale;
        return fscanf(file, "%zu %zu", &range->from, &range->until) == 2;
    }
    if (fscanf(file, "%d", &flag) != 1)
        return false;
    *(!strcmp(key, "short") ? &s->allow_short : &s->reverse) = flag;
    return !strcmp(key, "short") || !strcmp(key, "reverse");
}

static bool read_bar(FILE *file, size_t i)
{
    double value[BARS_REQUIRED] = {0}, adjust, confidence;
    char signal[8];
    long long time;

    if (fscanf(file, "%lld %lf %lf %lf %lf %lf %7s %lf %lf %lf", &time, &value[BARS_OPEN],
               &value[BARS_HIGH], &value[BARS_LOW], &value[BARS_CLOSE], &adjust, signal,
               &confidence, &golden.equity[i], &golden.position[i]) != 10)
        return false;
    bars_append(&golden.bars, time, value);
    bars_add_column(&golden.bars, BARS_ADJUST, 1);
    golden.bars.column[BARS_ADJUST][i] = adjust;
    golden.signal[i] = signal[0] == 'B' ? SIGNAL_BUY : signal[0] == 'S' ? SIGNAL_SELL : SIGNAL_HOLD;
    golden.confidence[i] = (float)confidence;
    return true;
}

static bool read_case(FILE *file)
{
    char key[32];
    size_t count;

    golden = (struct golden){ .settings = backtest_settings_default("") };
    while (fscanf(file, "%31s", key) == 1 && strcmp(key, "bars"))
        if (!read_setting(file, key))
            return false;
    if (fscanf(file, "%zu", &count) != 1 || count > MOST)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!read_bar(file, i))
            return false;
    return true;
}

static bool near(double got, double want)
{
    return fabs(got - want) <= 1e-9 * fmax(1, fabs(want));
}

static void check_number(const char *name, const char *what, size_t i, double got, double want)
{
    test_expect(near(got, want), __FILE__, __LINE__, "%s: %s %zu is %.17g, not %.17g", name, what,
                i, got, want);
}

static void check_trade(FILE *file, const char *name, const struct backtest_trade *t, size_t i)
{
    double want[12];
    char reason[16];
    size_t entry, exit;
    int side, n = fscanf(file, "%d %15s %zu %zu", &side, reason, &entry, &exit);
    const double got[12] = { t->quantity, t->entry_price, t->exit_price, t->gross, t->commission,
                             t->fees, t->borrow, t->slippage, t->dividends, t->net, t->mae, t->mfe };

    for (size_t k = 0; k < COUNT(want); k++)
        n += fscanf(file, "%lf", &want[k]);
    CHECK(n == 16);
    if (n != 16)
        return;
    CHECK(side == t->side && entry == t->entry_bar && exit == t->exit_bar);
    CHECK(!strcmp(backtest_reason_name(t->reason), reason));
    for (size_t k = 0; k < COUNT(want); k++)
        check_number(name, "a number of trade", i, got[k], want[k]);
}

static void check_unfilled(FILE *file, const struct backtest_unfilled *u)
{
    char why[32], text[32];
    size_t bar;
    int side, is_exit;
    double quantity;

    CHECK(fscanf(file, "%zu %d %d %lf %31s", &bar, &side, &is_exit, &quantity, why) == 5);
    snprintf(text, sizeof(text), "%s", backtest_unfilled_name(u->why));
    for (char *c = text; *c; c++)
        *c = *c == ' ' ? '_' : *c;
    CHECK(bar == u->bar && side == u->side && !is_exit == !u->is_exit && near(u->quantity, quantity));
    CHECK(!strcmp(text, why));
}

static void check_result(FILE *file, const char *name, const struct backtest_result *result)
{
    size_t count;

    for (size_t i = 0; i < result->n_bars; i++) {
        check_number(name, "equity at bar", i, result->equity[i], golden.equity[i]);
        check_number(name, "position at bar", i, result->position[i], golden.position[i]);
    }
    CHECK(fscanf(file, " trades %zu", &count) == 1 && count == result->n_trades);
    for (size_t i = 0; i < result->n_trades; i++)
        check_trade(file, name, &result->trades[i], i);
    CHECK(fscanf(file, " unfilled %zu", &count) == 1 && count == result->n_unfilled);
    for (size_t i = 0; i < result->n_unfilled; i++)
        check_unfilled(file, &result->unfilled[i]);
}

TEST(backtests_agree_with_the_slow_engine_in_fractions)
{
    DIR *folder = opendir(test_path("golden/backtest"));
    int n = 0;

    CHECK(folder);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char path[512];
        snprintf(path, sizeof(path), "golden/backtest/%s", entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(test_path(path), "r");
        if (!file)
            continue;
        struct backtest_result result = {0};
        const bool is_read = read_case(file);
        const struct backtest_input input = { &golden.bars, golden.signal, golden.confidence };
        CHECK(is_read);
        const bool ran = is_read && backtest_run(&input, &golden.settings, NULL, &result, &err);
        CHECK(ran);
        if (ran)
            check_result(file, entry->d_name, &result);
        backtest_release(&result);
        bars_release(&golden.bars);
        fclose(file);
        n++;
    }
    if (folder)
        closedir(folder);
    CHECK(n >= 16);
}
