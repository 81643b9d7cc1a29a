#include "domain/bars.h"
#include "store/bar_sort.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static struct store *store;
static struct bar_sort_duplicate told[16];
static size_t n_told;

static void note(void *arg, const struct bar_sort_duplicate *duplicate)
{
    (void)arg;
    if (n_told < COUNT(told))
        told[n_told] = *duplicate;
    n_told++;
}

static struct bar_sort *begin(void)
{
    struct bar_sort *sort = NULL;
    struct error err = {0};

    n_told = 0;
    CHECK(store_open(test_folder(), &schema_backend, &store, &err));
    CHECK(bar_sort_open(store, note, NULL, &sort, &err));
    return sort;
}

static void finish(struct bar_sort *sort)
{
    char path[512];
    DIR *folder;
    int n = 0;

    bar_sort_free(sort);
    snprintf(path, sizeof(path), "%s/temporary", store_folder(store));
    folder = opendir(path);
    CHECK(folder != NULL);
    while (folder && readdir(folder))
        n++;
    closedir(folder);
    CHECK(n == 2);                  /* . and .. */
    store_close(store);
    store = NULL;
}

static void put(struct bars *bars, int64_t time, double price)
{
    bars_append(bars, time, (double[]){ price, price, price, price, 1 });
}

TEST(bars_in_any_order_come_back_sorted_in_pieces)
{
    enum { N = 20011 };
    struct bar_sort *sort = begin();
    struct error err = {0};
    size_t n = 0;

    for (size_t start = 0; start < N; start += 5000) {
        OWNED(bars_release) struct bars bars = {0};
        static int64_t lines[5000];

        for (size_t i = start; i < start + 5000 && i < N; i++) {
            lines[i - start] = (int64_t)i + 2;
            put(&bars, (int64_t)(i * 7919 % N), (double)(i * 7919 % N) + 1);
        }
        CHECK(bar_sort_add(sort, &bars, lines, &err));
    }
    for (;;) {
        OWNED(bars_release) struct bars bars = {0};

        CHECK(bar_sort_read(sort, 999, &bars, &err) && bars.count <= 999);
        if (!bars.count)
            break;
        for (size_t i = 0; i < bars.count; i++, n++)
            CHECK(bars.time[i] == (int64_t)n && bars.column[BARS_CLOSE][i] == (double)n + 1);
    }
    CHECK(n == N && n_told == 0);
    finish(sort);
}

TEST(of_two_at_one_time_the_first_stays_and_the_other_is_told)
{
    struct bar_sort *sort = begin();
    OWNED(bars_release) struct bars bars = {0};
    OWNED(bars_release) struct bars sorted = {0};
    const int64_t lines[] = { 2, 3, 4, 5, 6 };
    struct error err = {0};

    put(&bars, 600, 10);
    put(&bars, 300, 7);
    put(&bars, 600, 10);
    put(&bars, 600, 11);
    put(&bars, 300, 8);
    CHECK(bar_sort_add(sort, &bars, lines, &err));
    CHECK(bar_sort_read(sort, 1, &sorted, &err) && sorted.count == 1);  /* a piece ends inside */
    CHECK(bar_sort_read(sort, 100, &sorted, &err) && sorted.count == 2);
    CHECK(sorted.time[0] == 300 && sorted.column[BARS_OPEN][0] == 7);
    CHECK(sorted.time[1] == 600 && sorted.column[BARS_OPEN][1] == 10);
    CHECK(n_told == 3 && told[0].time == 300 && told[0].line == 6 && told[0].kept_line == 3);
    CHECK(!told[0].is_same && told[1].line == 4 && told[1].is_same);
    CHECK(told[2].line == 5 && told[2].kept_line == 2 && !told[2].is_same);
    finish(sort);
}

TEST(an_optional_column_of_some_pieces_is_sorted_too)
{
    struct bar_sort *sort = begin();
    OWNED(bars_release) struct bars plain = {0};
    OWNED(bars_release) struct bars wide = {0};
    OWNED(bars_release) struct bars sorted = {0};
    struct error err = {0};

    put(&plain, 900, 3);
    put(&wide, 300, 1);
    bars_add_column(&wide, BARS_WAP, 1.5);
    CHECK(bar_sort_add(sort, &plain, (int64_t[]){ 2 }, &err));
    CHECK(bar_sort_add(sort, &wide, (int64_t[]){ 3 }, &err));
    CHECK(bar_sort_read(sort, 10, &sorted, &err) && sorted.count == 2);
    CHECK(sorted.column[BARS_WAP] && sorted.column[BARS_WAP][0] == 1.5);
    CHECK(isnan(sorted.column[BARS_WAP][1]) && !sorted.column[BARS_ADJUST]);
    finish(sort);
}

TEST(nothing_sorted_is_nothing)
{
    struct bar_sort *sort = begin();
    OWNED(bars_release) struct bars sorted = {0};
    struct error err = {0};

    CHECK(bar_sort_read(sort, 10, &sorted, &err) && sorted.count == 0);
    CHECK(bar_sort_read(sort, 10, &sorted, &err) && sorted.count == 0);
    finish(sort);
}
