#include "domain/bars_quality.h"

#include "base/date.h"
#include "domain/bars.h"
#include "domain/bars_csv.h"
#include "domain/calendar.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

/* Sessions of New York, moving by a percent or so, opening half a percent from the close before. */
static struct bars healthy(int year, size_t count)
{
    const struct calendar *nyse = calendar_find("nyse");
    struct calendar_session session = calendar_session_from(nyse, date_of(year, 1, 1));
    struct bars bars = {0};
    double close = 100;

    for (size_t i = 0; i < count; i++) {
        const double open = close * (i % 2 ? 1.005 : 0.995);

        close = 100 + (double)(i * 7 % 5);
        bars_append(&bars, session.date, (double[]){ open, fmax(open, close) + 0.5,
                                                     fmin(open, close) - 0.5, close, 1000 });
        session = calendar_session_from(nyse, session.date + DATE_DAY);
    }
    return bars;
}

static void check_found(const struct bars *bars, enum bars_quality_kind kind, size_t want,
                        const char *text)
{
    OWNED(bars_quality_release) struct bars_quality quality = {0};

    bars_quality_run(bars, TIMEFRAME_1_DAY, calendar_find("nyse"), &quality);
    for (int k = 0; k < BARS_QUALITY_KINDS; k++)
        if (quality.found[k].count != (k == (int)kind ? want : 0))
            CHECK_NEAR((double)quality.found[k].count, (double)want, 0);
    if (want)
        CHECK_TEXT(quality.found[kind].examples[0].text, text);
}

TEST(a_healthy_series_has_nothing_to_show)
{
    OWNED(bars_release) struct bars bars = healthy(2020, 600);
    OWNED(bars_quality_release) struct bars_quality quality = {0};

    check_found(&bars, BARS_QUALITY_BROKEN, 0, "");
    bars_quality_run(&bars, TIMEFRAME_1_DAY, calendar_find("nyse"), &quality);
    CHECK(quality.n_bars == 600 && quality.has_volume && quality.n_years == 3);
    for (size_t i = 0; i < quality.n_years; i++)
        CHECK(!quality.years[i].is_stale && quality.years[i].stale == 0);
    CHECK(quality.missing_bars == 0 && quality.gaps[GAPS_HOLIDAY] > 18);
}

TEST(each_kind_of_trouble_is_found_alone)
{
    OWNED(bars_release) struct bars bars = healthy(2020, 300);
    double *const *column = bars.column;
    const double close = column[BARS_CLOSE][50], high = column[BARS_HIGH][50];

    column[BARS_CLOSE][50] *= 10;
    check_found(&bars, BARS_QUALITY_BROKEN, 1, "open 102.485 high 102.985 low 99.5 close 1000");
    column[BARS_HIGH][50] = column[BARS_CLOSE][50];
    check_found(&bars, BARS_QUALITY_SPIKE, 1, "close 1000 after 103 and before 102");
    column[BARS_CLOSE][50] = close;
    check_found(&bars, BARS_QUALITY_SPIKE, 1, "from 99.5 to 1000 in one bar");
    column[BARS_HIGH][50] = high;
    column[BARS_VOLUME][60] = 0;
    check_found(&bars, BARS_QUALITY_NO_VOLUME, 1, "volume 0");
    column[BARS_VOLUME][60] = 1;
    bars.time[70] = date_of(2020, 4, 12);       /* Easter, between Thursday and Monday */
    check_found(&bars, BARS_QUALITY_OUTSIDE, 1, "Sunday");
}

TEST(a_run_that_does_not_move_is_one_finding)
{
    OWNED(bars_release) struct bars bars = healthy(2020, 300);

    for (size_t i = 100; i < 110; i++)
        for (int c = BARS_OPEN; c <= BARS_CLOSE; c++)
            bars.column[c][i] = 102;
    check_found(&bars, BARS_QUALITY_FLAT, 1, "9 bars at 102");     /* the first still moves to 102 */
}

TEST(opens_that_copy_the_close_before_are_told_by_the_year)
{
    OWNED(bars_release) struct bars bars = healthy(2020, 505);
    OWNED(bars_quality_release) struct bars_quality quality = {0};

    for (size_t i = 1; i < 280; i += 8)         /* 12.5 % of 2020, and 4 bars of 2021 */
        bars.column[BARS_OPEN][i] = bars.column[BARS_CLOSE][i - 1];
    for (size_t i = 1; i < 280; i++) {
        bars.column[BARS_LOW][i] = 50;
        bars.column[BARS_HIGH][i] = 150;
    }
    bars_quality_run(&bars, TIMEFRAME_1_DAY, calendar_find("nyse"), &quality);
    CHECK(quality.has_stale_years && quality.n_years == 2);
    CHECK(quality.years[0].year == 2020 && quality.years[0].bars == 253);
    CHECK(quality.years[0].is_stale && quality.years[0].stale == 32);
    CHECK(!quality.years[1].is_stale && quality.years[1].stale == 3);
}

TEST(in_a_market_that_does_not_close_an_open_is_never_stale)
{
    OWNED(bars_release) struct bars bars = healthy(2020, 300);
    OWNED(bars_quality_release) struct bars_quality quality = {0};

    bars_quality_run(&bars, TIMEFRAME_1_DAY, calendar_find("fx"), &quality);
    CHECK(!quality.has_stale_years && quality.n_years == 0);
}

TEST(no_bars_have_no_faults)
{
    struct bars none = {0};

    check_found(&none, BARS_QUALITY_BROKEN, 0, "");
}

/* Counted by a separate program (csv in Python): the years in which the vendor copied opens. */
TEST(the_years_of_copied_opens_in_an_index_are_found)
{
    static const int want[] = { 2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2011, 2012, 2013,
                                2015 };
    const struct bars_csv_options options = { .timeframe = TIMEFRAME_1_DAY };
    const char *path = test_extra_path("data/SPX_1d.csv");
    FILE *file = path ? fopen(path, "rb") : NULL;
    OWNED(bars_quality_release) struct bars_quality quality = {0};
    OWNED(bars_release) struct bars bars = {0};
    struct bars_csv *csv;
    static char bytes[500000];
    struct error err;
    size_t n = 0;

    if (!file) {
        test_skip("no daily bars of an index beside this checkout");
        return;
    }
    csv = bars_csv_new(&options);
    CHECK(bars_csv_feed(csv, bytes, fread(bytes, 1, sizeof(bytes), file), &err));
    CHECK(bars_csv_finish(csv, &err));
    bars_csv_take(csv, &bars);
    bars_quality_run(&bars, TIMEFRAME_1_DAY, calendar_find("nyse"), &quality);
    for (size_t i = 0; i < quality.n_years; i++)
        if (quality.years[i].is_stale && n < COUNT(want))
            CHECK(quality.years[i].year == want[n++]);
    CHECK(n == COUNT(want) && quality.missing_bars == 0);
    CHECK(quality.years[0].stale == 249 && quality.years[7].stale == 140);
    bars_csv_free(csv);
    fclose(file);
}
