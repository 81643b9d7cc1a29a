#include "domain/series.h"
#include "store/bar_empty.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static struct store *store;
static struct series series, other;

static void begin(void)
{
    struct error err;

    CHECK(store_open(test_folder(), &schema_backend, &store, &err));
    series = series_imported("AAPL", TIMEFRAME_1_DAY);
    other = series_imported("AAPL", TIMEFRAME_1_HOUR);
}

static void note(int64_t from, int64_t until)
{
    struct error err;

    CHECK(bar_empty_note(store, &series, from, until, 7, &err));
}

static bool covers(const struct series *of, int64_t from, int64_t until)
{
    struct error err;
    bool is_covered = false;

    CHECK(bar_empty_covers(store, of, from, until, &is_covered, &err));
    return is_covered;
}

TEST(a_stretch_that_was_empty_is_known_for_its_series_alone_until_it_is_forgotten)
{
    struct error err;

    begin();
    note(100, 200);
    CHECK(covers(&series, 100, 200) && covers(&series, 150, 160));
    CHECK(!covers(&series, 99, 200) && !covers(&series, 100, 201) && !covers(&other, 100, 200));
    CHECK(bar_empty_forget(store, &other, &err) && covers(&series, 100, 200));
    CHECK(bar_empty_forget(store, &series, &err) && !covers(&series, 100, 200));
    store_close(store);
}

/* Against a byte per second. */
TEST(stretches_grow_together)
{
    static bool empty[400];

    begin();
    srand(5);
    memset(empty, 0, sizeof(empty));
    for (int round = 0; round < 40; round++) {
        const int64_t from = rand() % 370, until = from + 1 + rand() % 12;

        note(from, until);
        memset(empty + from, 1, (size_t)(until - from));
        for (int64_t a = 0; a < 380; a += 7) {
            const int64_t n = 1 + rand() % 19;

            CHECK(covers(&series, a, a + n) == !memchr(empty + a, 0, (size_t)n));
        }
    }
    store_close(store);
}

TEST(the_stretches_of_a_series_are_listed_in_order)
{
    struct bar_empty_span *spans = NULL;
    size_t count = 9;
    struct error err;

    begin();
    note(500, 600);
    note(100, 200);
    note(150, 300);
    CHECK(bar_empty_list(store, &series, &spans, &count, &err) && count == 2);
    CHECK(spans[0].from == 100 && spans[0].until == 300 && spans[1].from == 500);
    free(spans);
    CHECK(bar_empty_list(store, &other, &spans, &count, &err) && count == 0);
    free(spans);
    store_close(store);
}

TEST(many_are_noted_at_once)
{
    const struct bar_empty_span spans[] = { { 300, 400 }, { 100, 200 }, { 150, 250 } };
    struct error err;

    begin();
    CHECK(bar_empty_note_many(store, &series, spans, 3, 7, &err));
    CHECK(covers(&series, 100, 250) && covers(&series, 300, 400) && !covers(&series, 250, 300));
    CHECK(bar_empty_note_many(store, &series, NULL, 0, 7, &err));
    store_close(store);
}
