#include "domain/bars_revision.h"

#include "domain/bars.h"
#include "test.h"

#include <math.h>

enum { DAY = 86400 };

static double cents(double price)
{
    return round(price * 100) / 100;
}

/* Days [from, until); prices times `scale`, rounded to cents as sources do. */
static struct bars days(int from, int until, double scale)
{
    struct bars bars = {0};

    for (int i = from; i < until; i++) {
        const double price = (80 + i % 7) * scale;

        bars_append(&bars, (int64_t)i * DAY, (double[]){ cents(price), cents(price * 1.02),
                                                         cents(price * 0.97),
                                                         cents(price * 1.01), 1000 });
    }
    return bars;
}

static struct bars_revision compare(const struct bars *stored, const struct bars *fresh)
{
    return bars_revision_find(stored, fresh, 28 * DAY);
}

TEST(bars_that_came_again_the_same_are_no_revision)
{
    OWNED(bars_release) struct bars stored = days(0, 30, 1), fresh = days(25, 35, 1), none = {0};
    struct bars_revision revision = compare(&stored, &fresh);

    CHECK(revision.verdict == BARS_REVISION_NONE && revision.overlapping == 5);
    CHECK(revision.same == 5 && !revision.n_kept);
    CHECK(compare(&stored, &none).verdict == BARS_REVISION_NONE);
    CHECK(compare(&none, &fresh).overlapping == 0);
}

TEST(differences_in_the_last_two_sessions_are_corrections_and_older_ones_revisions)
{
    OWNED(bars_release) struct bars stored = days(0, 30, 1), fresh = days(20, 35, 1);
    struct bars_revision revision;

    fresh.column[BARS_VOLUME][9] = 1200;                /* day 29 */
    revision = compare(&stored, &fresh);
    CHECK(revision.verdict == BARS_REVISION_CORRECTED && revision.corrected == 1);
    CHECK(revision.kept[0].is_correction && revision.kept[0].time == 29 * DAY);
    fresh.column[BARS_CLOSE][7] -= 0.01;                /* day 27 */
    revision = compare(&stored, &fresh);
    CHECK(revision.verdict == BARS_REVISION_REVISED && revision.revised == 1);
    CHECK(revision.corrected == 1 && revision.n_kept == 2 && revision.same == 8);
    CHECK(!revision.kept[0].is_correction && revision.kept[0].time == 27 * DAY);
    CHECK_NEAR(revision.kept[0].new_close - revision.kept[0].stored_close, -0.01, 1e-9);
}

TEST(a_constant_ratio_that_is_a_small_fraction_is_a_split)
{
    static const struct { int after, before; } splits[] = {
        { 2, 1 }, { 3, 1 }, { 3, 2 }, { 4, 1 }, { 5, 4 }, { 7, 1 }, { 10, 1 }, { 20, 1 }, { 4, 3 },
        { 21, 20 }, { 1, 8 }, { 1, 100 }, { 1, 4 }, { 50, 1 },
    };

    for (size_t i = 0; i < COUNT(splits); i++) {
        const double scale = (double)splits[i].before / splits[i].after;
        OWNED(bars_release) struct bars stored = days(0, 30, 1), fresh = days(28, 32, scale);
        const struct bars_revision revision = compare(&stored, &fresh);

        CHECK(revision.verdict == BARS_REVISION_SPLIT);
        CHECK(revision.after == splits[i].after && revision.before == splits[i].before);
    }
}

TEST(what_is_no_split_is_told_as_a_revision)
{
    OWNED(bars_release) struct bars stored = days(0, 30, 1);
    OWNED(bars_release) struct bars half = days(20, 30, 0.5), near = days(20, 30, 0.995);
    OWNED(bars_release) struct bars odd = days(20, 30, 0.4127), one = days(29, 31, 0.5);

    CHECK(compare(&stored, &half).verdict == BARS_REVISION_SPLIT);
    half.column[BARS_LOW][3] *= 1.02;                   /* not constant */
    CHECK(compare(&stored, &half).verdict == BARS_REVISION_REVISED);
    CHECK(compare(&stored, &near).verdict == BARS_REVISION_REVISED);
    CHECK(compare(&stored, &odd).verdict == BARS_REVISION_REVISED);
    CHECK(compare(&stored, &odd).after == 0);
    CHECK(compare(&stored, &one).verdict == BARS_REVISION_CORRECTED);       /* one bar is too few */
}

TEST(nonsense_is_no_fraction)
{
    const double bad[] = { 0, -0.5, (double)NAN, (double)INFINITY, 1, 1.01, 0.99, 1e9, 1e-9 };
    int after = 7, before = 7;

    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!bars_revision_split(bad[i], &after, &before) && after == 7 && before == 7);
    CHECK_TEXT(bars_revision_name(BARS_REVISION_SPLIT), "split");
}
