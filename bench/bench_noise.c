/*
 * bench-noise [SEEDS] [TRIALS] [--days FILE.csv] [--json]: how often the verdict calls the best of so
 * many rules evidence in worlds that hold none, at no costs and at IB's; and how often it sees an
 * edge that is there: an active Sharpe ratio of 2.5 a year, before costs, over 3 years, among 20
 * trials; once as the bars were drawn, and once as they turned out. noise_trials.h says what the
 * worlds are. FILE has time, open, high, low, close by the day; without it nothing is shuffled.
 */
#include "base/mem.h"
#include "domain/backtest/evidence_report.h"
#include "noise_judge.h"

#include <stdio.h>
#include <string.h>

enum { BARS = 2520, POWER_BARS = 756, POWER_TRIALS = 20, POWER_SEEDS = 100 };

static void stop(const char *text)
{
    fprintf(stderr, "bench-noise: %s\n", text);
    exit(1);
}

static struct bars read_days(const char *path)
{
    FILE *file = fopen(path, "r");
    struct bars days = {0};
    char line[400];

    if (!file)
        stop("cannot read the days");
    while (fgets(line, sizeof(line), file)) {
        double x[4];
        if (sscanf(line, "%*[^,],%lf,%lf,%lf,%lf", &x[0], &x[1], &x[2], &x[3]) == 4)
            bars_append(&days, (int64_t)days.count * 86400,
                        (double[BARS_REQUIRED]){ x[0], x[1], x[2], x[3], 1 });
    }
    fclose(file);
    if (days.count <= BARS)
        stop("too few days in the file");
    return days;
}

struct tally {
    size_t seeds, evidence, deflated, random_entry, costs, trades;
};

static struct tally count(struct noise_world world, size_t seeds, size_t trials,
                          enum noise_costs costs)
{
    struct tally tally = { .seeds = seeds };

    for (size_t i = 0; i < seeds; i++) {
        struct evidence_report report;
        struct error err;

        world.seed = 1000 + i;
        if (!noise_judge(&world, trials, costs, &report, &err))
            stop(err.text);
        tally.evidence += report.is_evidence;
        tally.deflated += report.evidence.deflated_sharpe >= 0.95;
        tally.random_entry += report.evidence.random_entry_p <= 0.05;
        tally.costs += report.evidence.net_at_twice_costs > 0;
        tally.trades += report.evidence.n_trades >= EVIDENCE_TRADES_LEAST;
    }
    return tally;
}

static void tell(const char *name, enum noise_costs costs, const struct tally *t, bool json)
{
    const char *paid = costs == NOISE_IB ? "ib_tiered" : "free";
    static bool is_next;

    if (json)
        printf("%s{\"name\": \"%s\", \"costs\": \"%s\", \"seeds\": %zu, \"evidence\": %zu, "
               "\"deflated\": %zu, \"random_entry\": %zu, \"twice_costs\": %zu, \"trades\": %zu}",
               is_next ? ", " : "{\"cases\": [", name, paid, t->seeds, t->evidence, t->deflated,
               t->random_entry, t->costs, t->trades);
    else
        printf("%-20s %-10s %4zu seeds: evidence %3zu; of its parts: deflated Sharpe %3zu, random "
               "entry %3zu, twice the costs %3zu, trades %3zu\n", name, paid, t->seeds,
               t->evidence, t->deflated, t->random_entry, t->costs, t->trades);
    fflush(stdout);
    is_next = true;
}

int main(int argc, char **argv)
{
    size_t numbers[2] = { 200, 500 }, n_numbers = 0;
    const char *path = NULL;
    struct bars days = {0};
    bool json = false;

    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--json"))
            json = true;
        else if (!strcmp(argv[i], "--days") && i + 1 < argc)
            path = argv[++i];
        else if (n_numbers < 2)
            numbers[n_numbers++] = strtoul(argv[i], NULL, 10);
    }
    if (path)
        days = read_days(path);
    const struct { const char *name; struct noise_world world; } worlds[] = {
        { "GARCH noise", { .n = BARS } },
        { "and 8 % a year", { .n = BARS, .drift = 0.08 } },
        { "shuffled days", { .n = BARS, .days = &days } },
    };
    const struct noise_world edge = { .n = POWER_BARS, .edge = 2.5 };
    const struct noise_world measured = { .n = POWER_BARS, .edge = 2.5, .is_measured = true };

    for (enum noise_costs costs = NOISE_FREE; costs <= NOISE_IB; costs++) {
        struct tally tally;

        for (size_t w = 0; w < COUNT(worlds) - !path; w++) {
            tally = count(worlds[w].world, numbers[0], numbers[1], costs);
            tell(worlds[w].name, costs, &tally, json);
        }
        tally = count(edge, POWER_SEEDS, POWER_TRIALS, costs);
        tell("edge 2.5, drawn", costs, &tally, json);
        tally = count(measured, POWER_SEEDS, POWER_TRIALS, costs);
        tell("edge 2.5, measured", costs, &tally, json);
    }
    printf(json ? "]}\n" : "");
    bars_release(&days);
    return 0;
}
