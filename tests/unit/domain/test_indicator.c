/* What must hold for every indicator in the table, the ones not yet written included. */
#include "domain/calendar.h"
#include "indicator_bars.h"

enum { WALK = 400, SHORT = 90 };

TEST(indicator_names_are_sorted_and_each_is_found)
{
    for (size_t i = 0; indicator_at(i); i++) {
        CHECK(!i || strcmp(indicator_at(i - 1)->name, indicator_at(i)->name) < 0);
        CHECK(indicator_find(indicator_at(i)->name) == indicator_at(i));
    }
    CHECK(!indicator_find("no_such_thing"));
    CHECK(!indicator_find(""));
}

TEST(indicator_rows_are_complete)
{
    for (size_t i = 0; indicator_at(i); i++) {
        const struct indicator *indicator = indicator_at(i);

        CHECK(indicator->title && indicator->origin && indicator->warmup && indicator->compute);
        CHECK(indicator->n_inputs > 0 && indicator->n_inputs <= INDICATOR_INPUTS);
        CHECK(indicator->n_params <= INDICATOR_PARAMS);
        CHECK(indicator->n_outputs > 0 && indicator->n_outputs <= INDICATOR_OUTPUTS);
        for (size_t o = 0; o < indicator->n_outputs; o++)
            CHECK(indicator_find_output(indicator, indicator->outputs[o]) == (int)o);
        if (indicator->n_outputs == 1)
            CHECK_TEXT(indicator->outputs[0], indicator->name);
        CHECK(indicator_find_output(indicator, "no_such_thing") == -1);
    }
}

TEST(indicator_defaults_are_inside_their_bounds)
{
    for (size_t i = 0; indicator_at(i); i++) {
        const struct indicator *indicator = indicator_at(i);
        double param[INDICATOR_PARAMS];
        struct error err;

        indicator_fill_defaults(indicator, param);
        CHECK(indicator_check_params(indicator, param, &err));
        for (size_t p = 0; p < indicator->n_params; p++)
            CHECK(indicator_find_param(indicator, indicator->params[p].name) == (int)p);
        CHECK(indicator_find_param(indicator, "no_such_thing") == -1);
    }
}

TEST(indicator_refuses_parameters_out_of_bounds)
{
    static struct indicator_columns columns;
    double *out[] = { columns.out[0], columns.out[1], columns.out[2], columns.out[3],
                      columns.out[4] };
    struct bars none = {0};

    for (size_t i = 0; indicator_at(i); i++) {
        const struct indicator *indicator = indicator_at(i);

        for (size_t p = 0; p < indicator->n_params; p++) {
            const struct indicator_param *row = &indicator->params[p];
            const double wrong[] = { row->least - 1, row->most + 1, NAN, INFINITY,
                                     row->is_whole ? row->least + 0.5 : NAN };

            for (size_t k = 0; k < COUNT(wrong); k++) {
                double param[INDICATOR_PARAMS];
                struct error err = {0};

                indicator_fill_defaults(indicator, param);
                param[p] = wrong[k];
                CHECK(!indicator_run(indicator, &none, param, INDICATOR_SOURCE_CLOSE, out, &err));
                CHECK(err.code == ERROR_INVALID);
                CHECK(strstr(err.text, row->name) != NULL);
            }
        }
    }
}

TEST(indicator_never_looks_into_the_future)
{
    static struct indicator_columns whole, part;
    OWNED(bars_release) struct bars bars = {0};

    indicator_walk(&bars, WALK);
    for (size_t i = 0; indicator_at(i); i++) {
        const struct indicator *indicator = indicator_at(i);
        double param[INDICATOR_PARAMS];

        indicator_short_params(indicator, 10, param);
        if (indicator->looks_ahead)
            continue;
        indicator_run_with(indicator, &bars, param, &whole);
        for (size_t n = 1; n < SHORT; n++) {
            const struct bars known = bars_slice(&bars, 0, n);

            indicator_run_with(indicator, &known, param, &part);
            for (size_t o = 0; o < indicator->n_outputs; o++)
                for (size_t k = 0; k < n; k++)
                    test_expect(indicator_same(part.out[o][k], whole.out[o][k]), __FILE__, __LINE__,
                                "%s.%s looks ahead", indicator->name, indicator->outputs[o]);
        }
    }
}

static void check_warmup(const struct indicator *indicator, const struct bars *bars,
                         const double *param)
{
    static struct indicator_columns columns;

    indicator_run_with(indicator, bars, param, &columns);
    for (size_t o = 0; o < indicator->n_outputs; o++) {
        const size_t warmup = indicator_warmup(indicator, param, o);

        if (o == 0)
            CHECK(warmup == indicator->warmup(param));
        for (size_t k = 0; k < bars->count; k++) {
            const double value = columns.out[o][k];
            test_expect(k < warmup ? isnan(value) : isfinite(value), __FILE__, __LINE__,
                        "%s.%s is %g at %zu; its warm-up is %zu", indicator->name,
                        indicator->outputs[o], value, k, warmup);
        }
    }
}

TEST(indicator_values_begin_exactly_after_the_warmup)
{
    OWNED(bars_release) struct bars bars = {0};

    indicator_walk(&bars, WALK);
    for (size_t i = 0; indicator_at(i); i++) {
        double param[INDICATOR_PARAMS];

        if (indicator_at(i)->looks_ahead)
            continue;
        indicator_fill_defaults(indicator_at(i), param);
        CHECK(indicator_warmup(indicator_at(i), param, 0) < WALK);
        check_warmup(indicator_at(i), &bars, param);
        indicator_short_params(indicator_at(i), 5, param);
        check_warmup(indicator_at(i), &bars, param);
    }
}

/* Each of these bars is one that somebody's history holds. */
static void add_degenerate(struct bars *bars, int kind, size_t i)
{
    const double t = (double)i, up = 1 + t, down = 1 / (1 + t), odd = i % 2 ? 0.3 : 0.1;
    const double rows[][BARS_REQUIRED] = {
        { 0.1, 0.1, 0.1, 0.1, 5 },                      /* nothing moves */
        { 0.1, 0.1, 0.1, 0.1, 0 },                      /* nor is it traded */
        { 0, 0, 0, 0, 0 },
        { -1, 1, -3, -2, 7 },                           /* an oil future in April 2020 */
        { up, up, up, up, 100 },                        /* no range inside a bar */
        { down, down, down, down, 0 },
        { odd, 0.3, 0.1, odd, odd },                    /* up and down by as much */
        { 1, 2, 1, 1.5, i == 40 ? 1e12 : 0 },
        { i < 60 ? 1 : 2, i < 60 ? 1 : 3, i < 60 ? 1 : 1.5, i < 60 ? 1 : 2, 9 },    /* wakes up */
        { i < 60 ? odd : 7, i < 60 ? 0.4 : 7, i < 60 ? 0.1 : 7, i < 60 ? odd : 7, 9 },  /* dies */
        { 1e9 + odd, 1e9 + 1, 1e9, 1e9 + odd, 1e12 },
        { 1e-7 * up, 1.1e-7 * up, 0.9e-7 * up, 1e-7 * up, 1e-3 },
    };

    if (kind < (int)COUNT(rows))
        bars_append(bars, (int64_t)i * 86400, rows[kind]);
}

TEST(indicator_answers_degenerate_bars_with_a_number)
{
    for (int kind = 0;; kind++) {
        OWNED(bars_release) struct bars bars = {0};

        for (size_t i = 0; i < 250; i++)
            add_degenerate(&bars, kind, i);
        if (!bars.count)
            break;
        for (size_t i = 0; indicator_at(i); i++) {
            double param[INDICATOR_PARAMS];

            if (indicator_at(i)->looks_ahead)
                continue;
            indicator_short_params(indicator_at(i), 12, param);
            check_warmup(indicator_at(i), &bars, param);
            indicator_fill_defaults(indicator_at(i), param);
            check_warmup(indicator_at(i), &bars, param);
        }
    }
}

/* In another currency the chart looks the same. Powers of two, so that not a bit may differ: any
 * fixed epsilon shows. */
TEST(indicator_bounded_outputs_do_not_depend_on_the_unit_of_price_or_volume)
{
    static struct indicator_columns here, there;
    OWNED(bars_release) struct bars bars = {0}, cheap = {0};

    indicator_walk(&bars, WALK);
    for (size_t i = 0; i < WALK; i++) {
        double row[BARS_REQUIRED];

        for (int c = 0; c < BARS_REQUIRED; c++)
            row[c] = bars.column[c][i] * (c == BARS_VOLUME ? 0x1p20 : 0x1p-40);
        bars_append(&cheap, bars.time[i], row);
    }
    for (size_t i = 0; indicator_at(i); i++) {
        const struct indicator *indicator = indicator_at(i);
        double param[INDICATOR_PARAMS];

        indicator_fill_defaults(indicator, param);
        indicator_run_with(indicator, &bars, param, &here);
        indicator_run_with(indicator, &cheap, param, &there);
        for (size_t o = 0; o < indicator->n_outputs; o++)
            for (size_t k = 0; k < WALK && indicator->level[o] == INDICATOR_BOUNDED; k++)
                test_expect(indicator_same(here.out[o][k], there.out[o][k]), __FILE__, __LINE__,
                            "%s.%s depends on the unit: %.17g, %.17g", indicator->name,
                            indicator->outputs[o], here.out[o][k], there.out[o][k]);
    }
}

TEST(indicator_run_of_no_bars_writes_nothing)
{
    struct bars none = {0};

    for (size_t i = 0; indicator_at(i); i++) {
        double param[INDICATOR_PARAMS], *out[INDICATOR_OUTPUTS] = {0};
        struct error err;

        indicator_fill_defaults(indicator_at(i), param);
        CHECK(indicator_run(indicator_at(i), &none, param, INDICATOR_SOURCE_CLOSE, out, &err));
    }
}

static double mixed(enum indicator_source source, const struct bars *bars, size_t i)
{
    const double open = bars->column[BARS_OPEN][i], high = bars->column[BARS_HIGH][i];
    const double low = bars->column[BARS_LOW][i], close = bars->column[BARS_CLOSE][i];
    const double values[INDICATOR_SOURCE_COUNT] = {
        close, open, high, low, (high + low) / 2, (high + low + close) / 3,
        (open + high + low + close) / 4,
    };

    return values[source];
}

TEST(indicator_reads_the_source_it_was_told)
{
    OWNED(bars_release) struct bars bars = {0};
    static double got[WALK];
    double *out = got, one = 1;
    struct error err;

    indicator_walk(&bars, WALK);
    for (int source = 0; source < INDICATOR_SOURCE_COUNT; source++) {
        const enum indicator_source wanted = (enum indicator_source)source;
        enum indicator_source parsed;

        CHECK(indicator_source_parse(indicator_source_name(wanted), &parsed, &err));
        CHECK(parsed == wanted);
        CHECK(indicator_run(indicator_find("sma"), &bars, &one, wanted, &out, &err));
        for (size_t i = 0; i < WALK; i++)
            CHECK(got[i] == mixed(wanted, &bars, i));
    }
    CHECK(!indicator_source_parse("hloc", &(enum indicator_source){0}, &err));
    CHECK(strstr(err.text, "'hloc'") != NULL);
}

TEST(indicator_without_a_price_refuses_a_source)
{
    const struct indicator *atr = indicator_find("atr");
    struct bars none = {0};
    double *out = NULL, period = 14;
    struct error err;

    CHECK(!indicator_takes_source(atr));
    CHECK(indicator_takes_source(indicator_find("sma")));
    CHECK(!indicator_run(atr, &none, &period, INDICATOR_SOURCE_OPEN, &out, &err));
    CHECK_TEXT(err.text, "atr takes no source, so not 'open'");
}

TEST(indicator_parameters_are_parsed_to_the_last_character)
{
    const struct indicator *bbands = indicator_find("bbands");
    double value = 0;
    struct error err;

    CHECK(indicator_parse_param(bbands, 1, "2.5", &value, &err));
    CHECK(value == 2.5);
    CHECK(!indicator_parse_param(bbands, 1, "2.5x", &value, &err));
    CHECK_TEXT(err.text, "bbands: multiplier must be a number, not '2.5x'");
    CHECK(!indicator_parse_param(bbands, 1, "", &value, &err));
    CHECK(!indicator_parse_param(bbands, 1, "nan", &value, &err));
    CHECK(!indicator_parse_param(bbands, 1, "inf", &value, &err));
    CHECK(value == 2.5);
}

TEST(indicator_fast_must_be_below_slow)
{
    struct error err;

    CHECK(!indicator_check_params(indicator_find("macd"), (double[]){ 26, 26, 9 }, &err));
    CHECK_TEXT(err.text, "macd: fast_period '26' must be below slow_period '26'");
    CHECK(!indicator_check_params(indicator_find("ultosc"), (double[]){ 7, 30, 28 }, &err));
    CHECK_TEXT(err.text, "ultosc: medium_period '30' must be below long_period '28'");
    CHECK(!indicator_check_params(indicator_find("kama"), (double[]){ 10, 31, 30 }, &err));
    CHECK(!indicator_check_params(indicator_find("psar"), (double[]){ 0.3, 0.2 }, &err));
}

TEST(indicator_rsi_is_50_where_nothing_moves_and_100_where_only_gains_were_seen)
{
    static struct indicator_columns columns;
    OWNED(bars_release) struct bars flat = {0}, up = {0};

    for (int i = 0; i < 20; i++) {
        bars_append(&flat, i, (double[]){ 7, 7, 7, 7, 0 });
        bars_append(&up, i, (double[]){ 1 + i, 1 + i, 1 + i, 1 + i, 0 });
    }
    indicator_run_with(indicator_find("rsi"), &flat, (double[]){ 14 }, &columns);
    CHECK(columns.out[0][14] == 50 && columns.out[0][19] == 50);
    indicator_run_with(indicator_find("rsi"), &up, (double[]){ 14 }, &columns);
    CHECK(columns.out[0][14] == 100 && columns.out[0][19] == 100);
}

TEST(indicator_choices_are_words_or_their_places)
{
    const struct indicator *distance = indicator_find("distance_from_ma");
    const int kind = indicator_find_param(distance, "kind");
    double value = -1;
    struct error err;

    CHECK(indicator_parse_param(distance, kind, "ema", &value, &err) && value == 1);
    CHECK(indicator_parse_param(distance, kind, "sma", &value, &err) && value == 0);
    CHECK(indicator_parse_param(distance, kind, "1", &value, &err) && value == 1);
    CHECK(!indicator_parse_param(distance, kind, "wma", &value, &err));
    CHECK_TEXT(err.text, "distance_from_ma: kind must be one of sma, ema, not 'wma'");
}

TEST(indicator_zigzag_keeps_the_earlier_of_equal_extremes_and_shows_the_last_one)
{
    static struct indicator_columns columns;
    static const double price[] = { 100, 104, 110, 110, 99, 95, 95, 96, 106, 107 };
    OWNED(bars_release) struct bars bars = {0};

    for (int i = 0; i < 10; i++)
        bars_append(&bars, i, (double[]){ price[i], price[i], price[i], price[i], 0 });
    indicator_run_with(indicator_find("zigzag"), &bars, (double[]){ 0.09 }, &columns);
    for (int i = 0; i < 10; i++)
        CHECK(indicator_same(columns.out[0][i],
                             i == 0 || i == 2 || i == 5 || i == 9 ? price[i] : NAN));
}

TEST(indicator_zigzag_shows_nothing_where_no_swing_was_left)
{
    static struct indicator_columns columns;
    OWNED(bars_release) struct bars bars = {0};

    for (int i = 0; i < 10; i++)
        bars_append(&bars, i, (double[]){ 100, 100, 100, 100, 0 });
    indicator_run_with(indicator_find("zigzag"), &bars, (double[]){ 0.1 }, &columns);
    for (int i = 0; i < 10; i++)
        CHECK(isnan(columns.out[0][i]));
}

/* 2024-06-04 16:00 New York is 20:00Z, and 17:00 is 21:00Z. */
TEST(indicator_session_vwap_starts_anew_with_each_session)
{
    static struct indicator_columns columns;
    const struct indicator *vwap = indicator_find("session_vwap");
    OWNED(bars_release) struct bars bars = {0};
    const int64_t evening = 1717459200 + 20 * 3600, next = 1717459200 + 86400;
    double session;
    struct error err;

    bars_append(&bars, evening, (double[]){ 10, 10, 10, 10, 1 });
    bars_append(&bars, evening + 3600, (double[]){ 20, 20, 20, 20, 3 });
    bars_append(&bars, next, (double[]){ 40, 40, 40, 40, 5 });
    indicator_run_with(vwap, &bars, (double[]){ 0 }, &columns);
    CHECK_NEAR(columns.out[0][1], 17.5, 1e-12);
    CHECK_NEAR(columns.out[0][2], 40, 0);
    CHECK(indicator_parse_param(vwap, 0, "fx", &session, &err));
    indicator_run_with(vwap, &bars, &session, &columns);
    CHECK_NEAR(columns.out[0][1], 20, 0);
    CHECK_NEAR(columns.out[0][2], 32.5, 1e-12);
}

TEST(indicator_session_vwap_knows_the_calendars_it_offers)
{
    const struct indicator_param *session = &indicator_find("session_vwap")->params[0];

    for (int i = 0; i <= (int)session->most; i++)
        CHECK(calendar_find(session->choices[i]) != NULL);
}
