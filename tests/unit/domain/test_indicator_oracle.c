/* Real and broken series against other people's libraries' numbers: oracle/indicators/. */
#include "indicator_bars.h"

enum { COLUMNS = 256 };

/* A reference column, the indicator that answers it, and how far off it may be: `within` counts
 * relative to the value, but at least to a thousandth of the largest in the column. */
static const struct row {
    const char *column, *indicator, *output;
    double within;
    bool is_absolute;
    double scale;           /* ours times this is theirs; 0: 1 */
    const double *param;    /* NULL: defaults */
    double at_offset;       /* within, at 1e9: there the reference's own digits end; 0: as ever */
} rows[] = {
    { "sma_20", "sma", "sma", 1e-12, false, 0, NULL, 0 },
    { "ema_20", "ema", "ema", 1e-12, false, 0, NULL, 0 },
    { "wma_20", "wma", "wma", 1e-12, false, 0, NULL, 0 },
    { "rsi_14", "rsi", "rsi", 1e-10, true, 0, NULL, 0 },
    { "macd_12_26_9.macd", "macd", "line", 1e-10, false, 0, NULL, 0 },
    { "macd_12_26_9.signal", "macd", "signal", 1e-10, false, 0, NULL, 0 },
    { "macd_12_26_9.hist", "macd", "histogram", 1e-10, false, 0, NULL, 0 },
    { "bb_20_2.upper", "bbands", "upper", 1e-12, false, 0, NULL, 0 },
    { "bb_20_2.middle", "bbands", "middle", 1e-12, false, 0, NULL, 0 },
    { "bb_20_2.lower", "bbands", "lower", 1e-12, false, 0, NULL, 0 },
    { "bb_20_2.width", "bbands", "width", 1e-8, false, 0, NULL, 1e-4 },
    { "bb_20_2.pctb", "bbands", "percent_b", 1e-7, false, 0, NULL, 0.05 },
    { "atr_14", "atr", "atr", 1e-11, false, 0, NULL, 0 },
    { "adx_14.adx", "adx", "adx", 1e-9, true, 0, NULL, 0 },
    { "adx_14.plus_di", "adx", "plus_di", 1e-9, true, 0, NULL, 0 },
    { "adx_14.minus_di", "adx", "minus_di", 1e-9, true, 0, NULL, 0 },
    { "stoch_14_3_3.k", "stochastic", "k", 1e-10, true, 0, NULL, 0 },
    { "stoch_14_3_3.d", "stochastic", "d", 1e-10, true, 0, NULL, 0 },
    { "stochf_14_3.k", "stochastic", "k", 1e-10, true, 0, (const double[]){ 14, 1, 3 }, 0 },
    { "stochf_14_3.d", "stochastic", "d", 1e-10, true, 0, (const double[]){ 14, 1, 3 }, 0 },
    { "willr_14", "williams_r", "williams_r", 1e-10, true, 0, NULL, 0 },
    { "cci_20", "cci", "cci", 1e-9, false, 0, NULL, 0.05 },
    { "roc_10", "roc", "roc", 1e-10, false, 0, NULL, 0.01 },
    { "obv", "obv", "obv", 0, true, 0, NULL, 0 },
    { "wilder_rma_14", "rma", "rma", 1e-12, false, 0, NULL, 0 },
    { "var_20.pop", "variance", "variance", 1e-12, false, 0, NULL, 1e-7 },
    { "linreg_14.tsf", "tsf", "tsf", 1e-11, false, 0, NULL, 0 },
    { "adx_14.adxr", "adxr", "adxr", 1e-9, true, 0, NULL, 0 },
    { "dema_20", "dema", "dema", 1e-12, false, 0, NULL, 0 },
    { "tema_20", "tema", "tema", 1e-12, false, 0, NULL, 0 },
    { "hma_20", "hma", "hma", 1e-11, false, 0, NULL, 0 },
    { "kama_10", "kama", "kama", 1e-11, false, 0, NULL, 0 },
    { "ppo_12_26", "ppo", "line", 1e-10, true, 0, NULL, 0 },
    { "ppo_12_26_9.signal", "ppo", "signal", 1e-10, true, 0, NULL, 0 },
    { "apo_12_26", "apo", "apo", 1e-10, false, 0, NULL, 0 },
    { "stddev_20.pop", "stddev", "stddev", 1e-12, false, 0, NULL, 1e-7 },
    { "stochrsi_14_14_3_3.k", "stochrsi", "k", 1e-7, true, 0, NULL, 0 },
    { "stochrsi_14_14_3_3.d", "stochrsi", "d", 1e-7, true, 0, NULL, 0 },
    { "mom_10", "momentum", "momentum", 1e-12, true, 0, NULL, 0 },
    { "tr", "true_range", "true_range", 1e-12, false, 0, NULL, 0 },
    { "natr_14", "natr", "natr", 1e-11, false, 0, NULL, 0 },
    { "aroon_14.up", "aroon", "up", 1e-12, true, 0, NULL, 0 },
    { "aroon_14.down", "aroon", "down", 1e-12, true, 0, NULL, 0 },
    { "aroon_14.osc", "aroon", "oscillator", 1e-12, true, 0, NULL, 0 },
    { "donchian_20.upper", "donchian", "upper", 1e-14, false, 0, NULL, 0 },
    { "donchian_20.lower", "donchian", "lower", 1e-14, false, 0, NULL, 0 },
    { "donchian_20.middle", "donchian", "middle", 1e-14, false, 0, NULL, 0 },
    { "keltner_20_2_10.middle", "keltner", "middle", 1e-12, false, 0, NULL, 0 },
    { "keltner_20_2_10.upper", "keltner", "upper", 1e-11, false, 0, NULL, 0 },
    { "keltner_20_2_10.lower", "keltner", "lower", 1e-11, false, 0, NULL, 0 },
    { "supertrend_10_3.value", "supertrend", "trend", 1e-10, false, 0, NULL, 0 },
    { "supertrend_10_3.dir", "supertrend", "direction", 0, true, 0, NULL, 0 },
    { "psar_002_02", "psar", "psar", 1e-12, false, 0, NULL, 0 },
    { "ichimoku_9_26_52_nodisp.tenkan", "ichimoku", "tenkan", 1e-14, false, 0, NULL, 0 },
    { "ichimoku_9_26_52_nodisp.kijun", "ichimoku", "kijun", 1e-14, false, 0, NULL, 0 },
    { "ichimoku_9_26_52_nodisp.senkou_a", "ichimoku", "senkou_a", 1e-14, false, 0, NULL, 0 },
    { "ichimoku_9_26_52_nodisp.senkou_b", "ichimoku", "senkou_b", 1e-14, false, 0, NULL, 0 },
    { "vwap_roll20_typ", "vwap", "vwap", 1e-10, false, 0, NULL, 0 },
    { "vwma_20", "vwma", "vwma", 1e-10, false, 0, NULL, 0 },
    { "vwap_session_utcday", "session_vwap", "session_vwap", 1e-12, false, 0, NULL, 0 },
    { "mfi_14", "mfi", "mfi", 1e-9, true, 0, NULL, 0 },
    { "cmf_20", "cmf", "cmf", 1e-10, true, 0, NULL, 0 },
    { "ad", "ad", "ad", 1e-12, false, 0, NULL, 0 },
    { "adosc_3_10", "adosc", "adosc", 1e-9, false, 0, NULL, 0 },
    { "force_13", "force", "force", 1e-10, false, 0, NULL, 0 },
    { "fisher_10.fisher", "fisher", "fisher", 1e-9, true, 0, NULL, 0 },
    { "fisher_10.signal", "fisher", "signal", 1e-9, true, 0, NULL, 0 },
    { "ultosc_7_14_28", "ultosc", "ultosc", 1e-10, true, 0, NULL, 0 },
    { "trix_15", "trix", "trix", 1e-9, true, 0, NULL, 0 },
    { "cmo_14", "cmo", "cmo", 1e-9, true, 0, NULL, 0 },
    { "vortex_14.plus", "vortex", "plus", 1e-10, false, 0, NULL, 0 },
    { "vortex_14.minus", "vortex", "minus", 1e-10, false, 0, NULL, 0 },
    { "mass_25", "mass", "mass", 1e-10, false, 0, NULL, 0 },
    { "linreg_14.value", "linreg", "value", 1e-11, false, 0, NULL, 0 },
    { "linreg_14.slope", "linreg", "slope", 1e-8, false, 0, NULL, 0.1 },
    { "linreg_14.intercept", "linreg", "intercept", 1e-11, false, 0, NULL, 0 },
    { "chop_14", "choppiness", "choppiness", 1e-10, true, 0, NULL, 0 },
    { "ao_5_34", "awesome", "awesome", 1e-11, false, 0, NULL, 0.01 },
};

struct table {
    char *text;
    size_t n_rows, n_columns;
    const char *name[COLUMNS];
    double *value[COLUMNS];
};

static void table_release(struct table *table)
{
    for (size_t c = 0; c < table->n_columns; c++)
        free(table->value[c]);
    free(table->text);
}

static char *read_all(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t room = 0;

    if (!file)
        return NULL;
    if (getdelim(&text, &room, 0, file) < 0)
        text[0] = 0;
    fclose(file);
    return text;
}

/* An empty cell is a NaN. The first column (time) is left out. */
static bool read_table(const char *path, struct table *ret)
{
    char *line, *rest;

    if (!path || !(ret->text = read_all(path)))
        return false;
    rest = ret->text;
    line = strsep(&rest, "\n");
    for (strsep(&line, ","); line && ret->n_columns < COLUMNS; ret->n_columns++) {
        ret->name[ret->n_columns] = strsep(&line, ",\r");
        ret->value[ret->n_columns] = calloc(INDICATOR_ROWS, sizeof(double));
    }
    while ((line = strsep(&rest, "\n")) && *line && ret->n_rows < INDICATOR_ROWS) {
        strsep(&line, ",");
        for (size_t c = 0; c < ret->n_columns; c++) {
            const char *cell = line ? strsep(&line, ",\r") : "";
            ret->value[c][ret->n_rows] = *cell ? strtod(cell, NULL) : NAN;
        }
        ret->n_rows++;
    }
    return true;
}

static const double *find_column(const struct table *table, const char *name)
{
    for (size_t c = 0; c < table->n_columns; c++)
        if (!strcmp(table->name[c], name))
            return table->value[c];
    return NULL;
}

static double largest(const double *want, size_t n)
{
    double most = 0;

    for (size_t i = 0; i < n; i++)
        most = isnan(want[i]) ? most : fmax(most, fabs(want[i]));
    return most;
}

static void check_row(const char *set, const struct row *row, const struct bars *bars,
                      const double *want)
{
    static struct indicator_columns columns;
    const struct indicator *indicator = indicator_find(row->indicator);
    const int o = indicator_find_output(indicator, row->output);
    const double floor = 1e-3 * largest(want, bars->count);
    double param[INDICATOR_PARAMS], worst = 0;

    indicator_fill_defaults(indicator, param);
    indicator_run_with(indicator, bars, row->param ? row->param : param, &columns);
    for (size_t i = 0; i < bars->count; i++) {
        const double got = columns.out[o][i] * (row->scale != 0 ? row->scale : 1);
        const double off = fabs(got - want[i]) /
                           (row->is_absolute ? 1 : fmax(fmax(fabs(want[i]), floor), 1e-300));

        if (!isnan(want[i]))
            worst = off <= worst ? worst : off;     /* a NaN is not <= and stays */
    }
    const double within =
        row->at_offset > 0 && !strcmp(set, "huge offset") ? row->at_offset : row->within;
    test_expect(worst <= within, __FILE__, __LINE__, "%s: %s is off by %.3g, allowed is %.3g", set,
                row->column, worst, within);
}

static void check_first(const char *set, const struct row *row, size_t n, const double *want)
{
    const struct indicator *indicator = indicator_find(row->indicator);
    double param[INDICATOR_PARAMS];
    size_t first = 0;

    indicator_fill_defaults(indicator, param);
    const size_t warmup = indicator_warmup(indicator, row->param ? row->param : param,
                                           (size_t)indicator_find_output(indicator, row->output));
    while (first < n && isnan(want[first]))
        first++;
    test_expect(first == warmup, __FILE__, __LINE__, "%s: %s begins at %zu, ours at %zu", set,
                row->column, first, warmup);
}

static void add_bars(const struct table *in, struct bars *bars)
{
    for (size_t i = 0; i < in->n_rows; i++)
        bars_append(bars, (int64_t)i * 86400,
                    (double[]){ in->value[0][i], in->value[1][i], in->value[2][i],
                                in->value[3][i], in->value[4][i] });
}

static void check_set(const char *set, const char *input, const char *reference)
{
    OWNED(bars_release) struct bars bars = {0};
    OWNED(table_release) struct table in = {0}, ref = {0};

    if (!read_table(test_extra_path(input), &in) || !read_table(test_extra_path(reference), &ref)) {
        test_skip("the numbers of other libraries are not here (%s)", reference);
        return;
    }
    add_bars(&in, &bars);
    CHECK(bars.count > 100 && bars.count == ref.n_rows);
    for (size_t r = 0; r < COUNT(rows); r++) {
        const double *want = find_column(&ref, rows[r].column);

        test_expect(want != NULL, __FILE__, __LINE__, "no column %s", rows[r].column);
        if (!want)
            continue;
        check_row(set, &rows[r], &bars, want);
        if (!strcmp(set, "SPX"))
            check_first(set, &rows[r], bars.count, want);
    }
}

TEST(indicator_zigzag_finds_the_pivots_of_the_reference)
{
    static struct indicator_columns columns;
    OWNED(bars_release) struct bars bars = {0};
    OWNED(table_release) struct table in = {0}, ref = {0};

    if (!read_table(test_extra_path("oracle/indicators/SPX_1d_input.csv"), &in) ||
        !read_table(test_extra_path("oracle/indicators/SPX_1d_ref.csv"), &ref)) {
        test_skip("the numbers of other libraries are not here (SPX_1d_ref.csv)");
        return;
    }
    const double *want = find_column(&ref, "zigzag_close_5pct.pivot");
    add_bars(&in, &bars);
    indicator_run_with(indicator_find("zigzag"), &bars, (double[]){ 0.05 }, &columns);
    for (size_t i = 0; want && i < bars.count; i++)
        CHECK(indicator_same(columns.out[0][i], want[i]));
}

TEST(indicator_agrees_with_the_reference_on_the_sp_500)
{
    check_set("SPX", "oracle/indicators/SPX_1d_input.csv", "oracle/indicators/SPX_1d_ref.csv");
}

TEST(indicator_agrees_with_the_reference_on_a_constant_price)
{
    check_set("constant", "oracle/indicators/DEGEN_constant/input.csv",
              "oracle/indicators/DEGEN_constant/ref.csv");
}

TEST(indicator_agrees_with_the_reference_on_flat_and_untraded_bars)
{
    check_set("flat", "oracle/indicators/DEGEN_flat/input.csv",
              "oracle/indicators/DEGEN_flat/ref.csv");
}

TEST(indicator_agrees_with_the_reference_at_an_offset_of_a_billion)
{
    check_set("huge offset", "oracle/indicators/DEGEN_huge_offset/input.csv",
              "oracle/indicators/DEGEN_huge_offset/ref.csv");
}

TEST(indicator_agrees_with_the_reference_on_tiny_prices)
{
    check_set("tiny", "oracle/indicators/DEGEN_tiny/input.csv",
              "oracle/indicators/DEGEN_tiny/ref.csv");
}
