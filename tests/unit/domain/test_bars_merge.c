#include "domain/bars_merge.h"

#include "domain/bars.h"
#include "test.h"

static void add(struct bars *bars, int64_t from, int64_t until, double price)
{
    for (int64_t t = from; t < until; t++)
        bars_append(bars, t * 86400, (double[]){ price, price + 1, price - 1, price, 7 });
}

static const struct bars_merge_options no_change = { BARS_MERGE_SAME_SOURCE, INT64_MAX };

TEST(new_bars_are_added_before_between_and_after)
{
    OWNED(bars_release) struct bars stored = {0}, fresh = {0}, merged = {0};
    struct bars_merge_report report;
    struct error err;

    add(&stored, 10, 20, 5);
    add(&stored, 30, 40, 5);
    add(&fresh, 0, 50, 5);
    CHECK(bars_merge(&stored, &fresh, &no_change, &merged, &report, &err));
    CHECK(merged.count == 50 && bars_check(&merged, &err));
    CHECK(report.added == 30 && report.same == 20 && !report.replaced && !report.conflicting);
}

TEST(a_difference_replaces_only_where_the_source_still_corrects)
{
    OWNED(bars_release) struct bars stored = {0}, fresh = {0}, merged = {0};
    const struct bars_merge_options options = { BARS_MERGE_SAME_SOURCE, 18 * 86400 };
    struct bars_merge_report report;
    struct error err;

    add(&stored, 10, 20, 5);
    add(&fresh, 15, 25, 6);
    CHECK(bars_merge(&stored, &fresh, &options, &merged, &report, &err));
    CHECK(merged.count == 15 && report.added == 5);
    CHECK(report.conflicting == 3 && report.replaced == 2 && report.same == 0);
    CHECK_NEAR(merged.column[BARS_CLOSE][7], 5, 0);
    CHECK_NEAR(merged.column[BARS_CLOSE][8], 6, 0);
    CHECK(report.n_kept == 5 && !report.kept[0].is_replaced && report.kept[4].is_replaced);
    CHECK_NEAR(report.kept[0].stored_close, 5, 0);
    CHECK_NEAR(report.kept[0].new_close, 6, 0);
}

TEST(another_source_needs_twenty_bars_that_agree)
{
    OWNED(bars_release) struct bars stored = {0};
    const struct bars_merge_options other = { BARS_MERGE_OTHER_SOURCE, INT64_MIN };
    struct bars_merge_report report;
    struct error err = {0};

    add(&stored, 0, 40, 5);
    for (int overlap = 18; overlap <= 21; overlap++) {
        OWNED(bars_release) struct bars fresh = {0}, merged = {0};
        bool is_good;

        add(&fresh, 40 - overlap, 60, 5.0004);      /* 0.8 bp away */
        is_good = bars_merge(&stored, &fresh, &other, &merged, &report, &err);
        CHECK(is_good == (overlap >= 20));
        CHECK(is_good || err.code == ERROR_CONFLICT);
        CHECK(!is_good || (merged.count == 60 && report.added == 20));
        CHECK(!is_good || merged.column[BARS_CLOSE][39] < 5.0001);      /* the stored one stays */
    }
}

TEST(another_source_that_often_disagrees_is_refused)
{
    OWNED(bars_release) struct bars stored = {0}, fresh = {0}, merged = {0};
    const struct bars_merge_options other = { BARS_MERGE_OTHER_SOURCE, INT64_MIN };
    struct bars_merge_report report;
    struct error err = {0};

    add(&stored, 0, 100, 5);
    add(&fresh, 0, 90, 5);
    add(&fresh, 90, 101, 5.01);
    CHECK(!bars_merge(&stored, &fresh, &other, &merged, &report, &err));
    CHECK(err.code == ERROR_CONFLICT && report.agreeing == 90 && merged.count == 0);
}

TEST(optional_columns_of_either_side_survive)
{
    OWNED(bars_release) struct bars stored = {0}, fresh = {0}, merged = {0};
    struct bars_merge_report report;
    struct error err;

    add(&stored, 0, 2, 5);
    bars_add_column(&stored, BARS_WAP, 5.5);
    add(&fresh, 2, 4, 5);
    bars_add_column(&fresh, BARS_ADJUST, 0.5);
    CHECK(bars_merge(&stored, &fresh, &no_change, &merged, &report, &err));
    CHECK_NEAR(merged.column[BARS_WAP][1], 5.5, 0);
    CHECK(isnan(merged.column[BARS_WAP][2]));
    CHECK_NEAR(merged.column[BARS_ADJUST][1], 1, 0);
    CHECK_NEAR(merged.column[BARS_ADJUST][2], 0.5, 0);
}

TEST(nothing_merges_with_nothing)
{
    OWNED(bars_release) struct bars stored = {0}, fresh = {0}, merged = {0};
    struct bars_merge_report report;
    struct error err;

    CHECK(bars_merge(&stored, &fresh, &no_change, &merged, &report, &err));
    CHECK(merged.count == 0 && report.added == 0);
}
