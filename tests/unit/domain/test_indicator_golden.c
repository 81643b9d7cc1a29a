/* tests/golden/: indicators/ holds numbers of tools/oracle_indicators.py, which shares no code with
 * us; indicators_outside.txt those of TA-Lib 0.6 and Tulip 0.8.4 over the same bars. */
#include "indicator_bars.h"

enum { GOLDEN_BARS = 140 };

static void read_bars(struct bars *bars)
{
    FILE *file = fopen(test_path("golden/indicators/bars.csv"), "r");
    double row[BARS_REQUIRED];
    long long time;

    CHECK(file != NULL);
    if (!file)
        return;
    CHECK(fscanf(file, "%*[^\n]") == 0);
    while (fscanf(file, "%lld,%lf,%lf,%lf,%lf,%lf", &time, &row[0], &row[1], &row[2], &row[3],
                  &row[4]) == 6)
        bars_append(bars, time, row);
    fclose(file);
    CHECK(bars->count == GOLDEN_BARS);
}

static size_t read_numbers(FILE *file, size_t most, double *ret_values)
{
    size_t n = 0;

    while (n < most && fscanf(file, "%lf", &ret_values[n]) == 1)
        n++;
    return n;
}

/* The rest of a line. */
static size_t read_params(FILE *file, double param[INDICATOR_PARAMS])
{
    char line[256] = "", *at = line, *end;
    size_t n = 0;

    CHECK(fgets(line, sizeof(line), file) != NULL);
    for (; n < INDICATOR_PARAMS; n++, at = end) {
        param[n] = strtod(at, &end);
        if (end == at)
            break;
    }
    return n;
}

static double scale_of(const double *want)
{
    double most = 0;

    for (size_t i = 0; i < GOLDEN_BARS; i++)
        most = isnan(want[i]) ? most : fmax(most, fabs(want[i]));
    return most;
}

static void check_output(const struct indicator *indicator, size_t o, const double *got, FILE *file)
{
    double want[GOLDEN_BARS];
    char word[64] = "";

    CHECK(fscanf(file, "%63s", word) == 1);
    CHECK(!strcmp(word, indicator->outputs[o]));
    CHECK(read_numbers(file, GOLDEN_BARS, want) == GOLDEN_BARS);
    for (size_t i = 0; i < GOLDEN_BARS; i++)
        test_expect(isnan(want[i]) ? isnan(got[i])
                                   : fabs(got[i] - want[i]) <= 1e-11 * scale_of(want),
                    __FILE__, __LINE__, "%s.%s is %.17g at %zu, not %.17g", indicator->name,
                    indicator->outputs[o], got[i], i, want[i]);
}

static void check_golden(const struct indicator *indicator, const struct bars *bars, FILE *file)
{
    static struct indicator_columns columns;
    double param[INDICATOR_PARAMS];
    char word[64];
    size_t blocks = 0;

    while (fscanf(file, "%63s", word) == 1) {
        CHECK(!strcmp(word, "param"));
        CHECK(read_params(file, param) == indicator->n_params);
        indicator_run_with(indicator, bars, param, &columns);
        for (size_t o = 0; o < indicator->n_outputs; o++)
            check_output(indicator, o, columns.out[o], file);
        blocks++;
    }
    CHECK(blocks > 0);
}

TEST(indicator_agrees_with_its_golden_file_each_of_them)
{
    OWNED(bars_release) struct bars bars = {0};

    read_bars(&bars);
    for (size_t i = 0; indicator_at(i) && bars.count == GOLDEN_BARS; i++) {
        char path[128];

        snprintf(path, sizeof(path), "golden/indicators/%s.txt", indicator_at(i)->name);
        FILE *file = fopen(test_path(path), "r");
        test_expect(file != NULL, __FILE__, __LINE__, "there is no tests/%s", path);
        if (!file)
            continue;
        check_golden(indicator_at(i), &bars, file);
        fclose(file);
    }
}

/* Blocks of a line `LIBRARY INDICATOR OUTPUT param ...` and a line of values, nan where the library
 * has none. It may begin earlier or later than we do. */
TEST(indicator_agrees_with_other_peoples_libraries)
{
    static struct indicator_columns columns;
    OWNED(bars_release) struct bars bars = {0};
    FILE *file = fopen(test_path("golden/indicators_outside.txt"), "r");
    char library[32], name[64], output[64];
    size_t blocks = 0;

    CHECK(file != NULL);
    read_bars(&bars);
    while (file && fscanf(file, "%31s %63s %63s param", library, name, output) == 3) {
        const struct indicator *indicator = indicator_find(name);
        const int o = indicator ? indicator_find_output(indicator, output) : -1;
        double param[INDICATOR_PARAMS], want[GOLDEN_BARS];

        CHECK(o >= 0);
        if (o < 0)
            break;
        CHECK(read_params(file, param) == indicator->n_params);
        CHECK(read_numbers(file, GOLDEN_BARS, want) == GOLDEN_BARS);
        indicator_run_with(indicator, &bars, param, &columns);
        for (size_t i = indicator_warmup(indicator, param, (size_t)o); i < GOLDEN_BARS; i++)
            test_expect(isnan(want[i]) ||
                            fabs(columns.out[o][i] - want[i]) <= 1e-9 * scale_of(want), __FILE__,
                        __LINE__, "%s.%s is %.17g at %zu, %s has %.17g", name, output,
                        columns.out[o][i], i, library, want[i]);
        blocks++;
    }
    CHECK(blocks == 60);
    if (file)
        fclose(file);
}
