#include "domain/split.h"
#include "test.h"

#include <string.h>

enum { ROWS = 1000 };

static const struct strategy_split fractions = { 0.7, 0.15, 0.15 };

/* One symbol, a row a day, settled after so many days. */
static void fill(struct split_row *rows, size_t n, int64_t days)
{
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct split_row){ (int64_t)i * 86400, ((int64_t)i + days) * 86400, 0 };
}

TEST(parts_follow_each_other_with_an_embargo_before_each_border)
{
    static struct split_row rows[ROWS];
    OWNED(split_release) struct split split = {0};
    struct error err = {0};

    fill(rows, ROWS, 0);
    CHECK(split_make(&fractions, rows, ROWS, &split, &err));
    CHECK(split.count[SPLIT_TRAIN] == 690 && split.rows[SPLIT_TRAIN][689] == 689);
    CHECK(split.count[SPLIT_VALIDATION] == 140 && split.rows[SPLIT_VALIDATION][0] == 700);
    CHECK(split.count[SPLIT_TEST] == 150 && split.rows[SPLIT_TEST][0] == 850);
    CHECK(split.n_embargoed == 20 && !split.n_purged);
    CHECK(split.border[SPLIT_VALIDATION] == 700 * 86400);
}

TEST(the_embargo_is_rounded_up)
{
    static struct split_row rows[101];
    OWNED(split_release) struct split split = {0};
    struct error err = {0};

    fill(rows, 101, 0);
    CHECK(split_make(&fractions, rows, 101, &split, &err));
    CHECK(split.n_embargoed == 4 && split.count[SPLIT_TRAIN] == 68);
}

TEST(a_row_whose_label_reaches_the_next_part_is_purged_and_no_other)
{
    static struct split_row rows[ROWS];
    OWNED(split_release) struct split split = {0};
    struct error err = {0};

    fill(rows, ROWS, 25);
    rows[100].settled = 700 * 86400;        /* far away, and yet it reaches over */
    rows[101].settled = 699 * 86400;
    CHECK(split_make(&fractions, rows, ROWS, &split, &err));
    CHECK(split.count[SPLIT_TRAIN] == 674);             /* 675 to 699, and the 100th */
    CHECK(split.rows[SPLIT_TRAIN][99] == 99 && split.rows[SPLIT_TRAIN][100] == 101);
    CHECK(split.rows[SPLIT_TRAIN][673] == 674);
    CHECK(split.n_purged == 51 && !split.n_embargoed);
    for (size_t i = 0; i < split.count[SPLIT_VALIDATION]; i++)
        CHECK(rows[split.rows[SPLIT_VALIDATION][i]].settled < split.border[SPLIT_TEST]);
}

TEST(all_symbols_share_the_borders)
{
    static struct split_row rows[3 * ROWS];
    OWNED(split_release) struct split split = {0};
    struct error err = {0};
    size_t per_symbol[3] = {0};

    for (size_t s = 0; s < 3; s++)                      /* one symbol after the other, as loaded */
        for (size_t i = 0; i < ROWS; i++)
            rows[s * ROWS + i] = (struct split_row){ (int64_t)i * 86400, (int64_t)i * 86400, s };
    CHECK(split_make(&fractions, rows, COUNT(rows), &split, &err));
    CHECK(split.border[SPLIT_VALIDATION] == 700 * 86400);
    for (size_t i = 0; i < split.count[SPLIT_TRAIN]; i++) {
        const struct split_row *row = &rows[split.rows[SPLIT_TRAIN][i]];
        CHECK(row->time < 690 * 86400);                 /* 30 rows of embargo are 10 days */
        CHECK(!i || row->time >= rows[split.rows[SPLIT_TRAIN][i - 1]].time);
        per_symbol[row->symbol]++;
    }
    CHECK(per_symbol[0] == 690 && per_symbol[1] == 690 && per_symbol[2] == 690);
}

TEST(the_order_in_which_rows_come_makes_no_difference)
{
    static struct split_row rows[ROWS], turned[ROWS];
    OWNED(split_release) struct split split = {0}, other = {0};
    struct error err = {0};

    fill(rows, ROWS, 5);
    for (size_t i = 0; i < ROWS; i++)
        turned[i] = rows[ROWS - 1 - i];
    CHECK(split_make(&fractions, rows, ROWS, &split, &err));
    CHECK(split_make(&fractions, turned, ROWS, &other, &err));
    for (int p = 0; p < SPLIT_PARTS; p++) {
        CHECK(split.count[p] == other.count[p]);
        for (size_t i = 0; i < split.count[p]; i++)
            CHECK(split.rows[p][i] == ROWS - 1 - other.rows[p][i]);
    }
}

TEST(a_part_without_rows_is_an_error_that_says_why)
{
    static struct split_row rows[ROWS];
    struct split split = {0};
    struct error err = {0};

    fill(rows, ROWS, 700);
    CHECK(!split_make(&fractions, rows, ROWS, &split, &err) && err.code == ERROR_BAD_DATA);
    CHECK(strstr(err.text, "no training rows are left of 1000: 850 were purged"));
    CHECK(!split_make(&fractions, rows, 0, &split, &err) && !split.rows[0]);
}

TEST(without_a_test_part_all_later_rows_validate)
{
    static struct split_row rows[ROWS];
    OWNED(split_release) struct split split = {0};
    struct error err = {0};

    fill(rows, ROWS, 0);
    CHECK(split_make(&(struct strategy_split){ 0.8, 0.2, 0 }, rows, ROWS, &split, &err));
    CHECK(split.count[SPLIT_VALIDATION] == 200 && !split.count[SPLIT_TEST]);
    CHECK(split.n_embargoed == 10);
}
