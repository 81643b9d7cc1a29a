#include "base/mem.h"
#include "domain/bars.h"
#include "domain/kbar.h"
#include "store/bar_block.h"
#include "store/bar_hash.h"
#include "store/bar_store.h"
#include "store/bar_write.h"
#include "store/query.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

static const struct bar_write_origin origin = { "csv", "eurusd.csv", 1700000000000 };
static struct store *store;

static void open_store(const char *folder)
{
    struct error err = {0};

    if (!store_open(folder, &schema_backend, &store, &err))
        printf("%s\n", err.text);
}

static void close_store(void)
{
    store_close(store);
    store = NULL;
}

static struct series series_of(const char *symbol)
{
    struct series series = { .timeframe = TIMEFRAME_1_HOUR, .what = "TRADES", .calendar = "none" };

    snprintf(series.symbol, sizeof(series.symbol), "%s", symbol);
    return series;
}

/* count bars from `first`, a minute each; `salt` makes other values. */
static struct bars make(int64_t first, size_t count, int salt)
{
    struct bars bars = {0};

    for (size_t i = 0; i < count; i++) {
        const int64_t time = first + (int64_t)i * 60;
        const double price = (double)(100000 + (time / 60 * 7 + salt) % 999) / 1000;

        bars_append(&bars, time, (double[]){ price, price + 1, price - 1, price, salt });
    }
    return bars;
}

static bool write_bars(const char *symbol, int64_t first, size_t count, int salt,
                       struct bar_merge_counts *counts)
{
    const struct series series = series_of(symbol);
    OWNED(bars_release) struct bars bars = make(first, count, salt);
    struct bar_write *write = bar_write_new(store, &series, &origin);
    struct error err = {0};
    bool ok = bar_write_add(write, &bars, &err) && bar_write_commit(write, counts, &err);

    if (!ok)
        printf("%s\n", err.text);
    bar_write_free(write);
    return ok;
}

static struct bar_store_info find(const char *symbol)
{
    const struct series series = series_of(symbol);
    struct bar_store_info info = {0};
    struct error err;

    CHECK(bar_store_find(store, &series, &info, &err));
    return info;
}

static struct bars read_range(const char *symbol, int64_t from, int64_t until)
{
    struct bars bars = {0};
    struct error err = {0};

    CHECK(bar_store_read(store, find(symbol).id, from, until, &bars, &err));
    return bars;
}

static bool same(const struct bars *a, const struct bars *b)
{
    bool ok = a->count == b->count && !memcmp(a->time, b->time, a->count * 8);

    for (int c = 0; ok && c < BARS_REQUIRED; c++)
        ok = !memcmp(a->column[c], b->column[c], a->count * 8);
    return ok;
}

TEST(stored_bars_come_back_after_opening_again)
{
    const char *folder = test_folder();
    OWNED(bars_release) struct bars want = make(6000, 10000, 1);
    struct bar_merge_counts counts;

    open_store(folder);
    CHECK(write_bars("EURUSD", 6000, 10000, 1, &counts));
    CHECK(counts.added == 10000 && !counts.replaced && !counts.same && !counts.removed);
    close_store();
    open_store(folder);
    OWNED(bars_release) struct bars got = read_range("EURUSD", INT64_MIN, INT64_MAX);
    CHECK(same(&got, &want));
    close_store();
}

static void check_hash_of(int64_t from, int64_t until)
{
    const struct bar_store_info info = find("A");
    OWNED(bars_release) struct bars bars = read_range("A", from, until);
    char want[HASH_HEX], got[HASH_HEX] = "";
    struct error err = {0};

    kbar_data_hash(&info.series, &bars, want);
    CHECK(bar_hash_range(store, &info.series, &(struct bar_store_range){ info.id, from, until },
                         got, &err));
    CHECK_TEXT(got, want);
}

TEST(the_hash_of_stored_bars_is_that_of_the_bars_in_memory)
{
    struct bar_merge_counts counts;

    open_store(test_folder());
    CHECK(write_bars("A", 0, 9000, 1, &counts));
    check_hash_of(INT64_MIN, INT64_MAX);
    check_hash_of(0, 4096 * 60);
    check_hash_of(60 * 100, 60 * 8000 + 1);
    check_hash_of(60 * 5000, 60 * 5001);
    check_hash_of(60 * 9000, INT64_MAX);            /* none */
    close_store();
}

TEST(the_hash_of_a_series_that_is_not_there_is_not_found)
{
    const struct series series = series_of("A");
    char hash[HASH_HEX];
    struct error err = {0};

    open_store(test_folder());
    CHECK(!bar_hash_range(store, &series, &(struct bar_store_range){ 7, 0, 1 }, hash, &err));
    CHECK(err.code == ERROR_NOT_FOUND);
    close_store();
}

static bool count_pieces(void *arg, const struct bars *bars, struct error *err)
{
    size_t *pieces = arg;

    return bars->count && ++*pieces < 3 ? true : error_set(err, ERROR_CONFLICT, "enough");
}

TEST(who_takes_bars_in_pieces_can_end_early)
{
    struct bar_merge_counts counts;
    struct error err = {0};
    size_t pieces = 0;

    open_store(test_folder());
    CHECK(write_bars("A", 0, 20000, 1, &counts));
    CHECK(!bar_store_each(store, &(struct bar_store_range){ find("A").id, INT64_MIN, INT64_MAX },
                          count_pieces, &pieces, &err));
    CHECK(pieces == 3 && err.code == ERROR_CONFLICT);
    close_store();
}

TEST(a_range_has_its_bars_and_no_others)
{
    struct bar_merge_counts counts;

    open_store(test_folder());
    CHECK(write_bars("A", 0, 9000, 1, &counts));
    for (int64_t from = 0; from < 9000 * 60; from += 4000 * 61)
        for (int64_t n = 0; n < 9000; n = n * 3 + 1) {
            OWNED(bars_release) struct bars all = make(0, 9000, 1);
            OWNED(bars_release) struct bars got = read_range("A", from, from + n * 60);
            const size_t first = bars_lower_bound(&all, from);
            struct bars want = bars_slice(&all, first, bars_lower_bound(&all, from + n * 60) - first);

            CHECK(got.count == want.count && (!got.count || same(&got, &want)));
        }
    close_store();
}

/* Whatever the range and the number, the end of what all of the range has. */
TEST(the_tail_of_a_range_ends_with_its_last_bars)
{
    static const size_t least[] = { 1, 7, 1000, 1024, 1025, 5000, 100000 };
    static const int64_t untils[] = { INT64_MAX, 9000 * 60, 8192 * 60, 8193 * 60, 30 * 60, 0 };
    struct bar_merge_counts counts;
    int64_t id;

    open_store(test_folder());
    CHECK(write_bars("A", 0, 10000, 1, &counts));
    id = find("A").id;
    for (size_t u = 0; u < COUNT(untils); u++)
        for (size_t i = 0; i < COUNT(least); i++) {
            OWNED(bars_release) struct bars all = {0}, tail = {0};
            const struct bar_store_range range = { id, i % 2 ? 600 : INT64_MIN, untils[u] };
            struct error err;

            CHECK(bar_store_read(store, id, range.from, range.until, &all, &err));
            CHECK(bar_store_read_tail(store, &range, least[i], &tail, &err));
            const size_t n = all.count < least[i] ? all.count : least[i];
            CHECK(tail.count >= n && tail.count <= all.count);
            CHECK(tail.count <= n + 3 * BAR_BLOCK_USUAL);
            CHECK(!n || !memcmp(tail.time + tail.count - n, all.time + all.count - n,
                                n * sizeof(*all.time)));
        }
    close_store();
}

TEST(a_series_is_found_by_its_identity_and_listed_with_what_it_has)
{
    struct series other = series_of("AAPL");
    OWNED(bar_store_list_release) struct bar_store_list list = {0};
    OWNED(bar_store_list_release) struct bar_store_list one = {0};
    struct bar_store_info info;
    struct bar_merge_counts counts;
    struct error err;

    open_store(test_folder());
    CHECK(find("AAPL").id == 0);
    CHECK(write_bars("MSFT", 600, 3, 1, &counts) && write_bars("AAPL", 1200, 5000, 1, &counts));
    info = find("AAPL");
    CHECK(info.id && info.count == 5000 && info.first == 1200 && info.last == 1200 + 4999 * 60);
    CHECK(info.bytes > 0 && info.bytes < 5000 * 24);
    CHECK_TEXT(info.source, "csv");
    CHECK_TEXT(info.series.symbol, "AAPL");
    CHECK_TEXT(info.series.calendar, "none");
    CHECK(info.series.timeframe == TIMEFRAME_1_HOUR);
    other.hours = SERIES_RTH;
    CHECK(bar_store_find(store, &other, &info, &err) && info.id == 0);
    CHECK(bar_store_list(store, NULL, &list, &err) && list.count == 2);
    CHECK_TEXT(list.items[0].series.symbol, "AAPL");
    CHECK_TEXT(list.items[1].series.symbol, "MSFT");
    CHECK(bar_store_list(store, "MSFT", &one, &err) && one.count == 1 && one.items[0].count == 3);
    close_store();
}

TEST(a_series_that_is_not_there_is_not_found)
{
    OWNED(bars_release) struct bars bars = {0};
    struct error err = {0};

    open_store(test_folder());
    CHECK(!bar_store_read(store, 77, 0, 100, &bars, &err) && err.code == ERROR_NOT_FOUND);
    CHECK(!bar_store_delete(store, 77, &err) && err.code == ERROR_NOT_FOUND);
    close_store();
}

TEST(a_deleted_series_is_gone_with_its_blocks)
{
    struct bar_merge_counts counts;
    struct error err;

    open_store(test_folder());
    CHECK(write_bars("A", 0, 5000, 1, &counts) && write_bars("B", 0, 10, 1, &counts));
    CHECK(bar_store_delete(store, find("A").id, &err));
    CHECK(find("A").id == 0 && find("B").count == 10);
    CHECK(write_bars("A", 0, 7, 1, &counts) && counts.added == 7 && find("A").count == 7);
    close_store();
}

TEST(overlapping_bars_are_counted_as_same_or_replaced)
{
    struct bar_merge_counts counts;

    open_store(test_folder());
    CHECK(write_bars("A", 0, 5000, 1, &counts));
    CHECK(write_bars("A", 4990 * 60, 20, 1, &counts));
    CHECK(counts.added == 10 && counts.same == 10 && !counts.replaced && !counts.removed);
    CHECK(write_bars("A", 5000 * 60, 20, 2, &counts));
    CHECK(counts.added == 10 && counts.replaced == 10 && !counts.same);
    OWNED(bars_release) struct bars got = read_range("A", 0, INT64_MAX);
    CHECK(got.count == 5020 && got.column[BARS_VOLUME][4999] == 1);
    CHECK(got.column[BARS_VOLUME][5000] == 2 && got.column[BARS_VOLUME][5019] == 2);
    close_store();
}

static int64_t count_blocks(struct store *of)
{
    OWNED(query_release) struct query query = {0};
    struct error err;
    struct db *db;
    char path[512];
    int64_t n = -1;

    snprintf(path, sizeof(path), "%s/ktrdr.db", store_folder(of));
    CHECK(db_open(path, DB_READ, &db, &err));
    if (query_start(&query, db, "SELECT count(*) FROM bar_block", &err) && query_next(&query, &err))
        n = query_int(&query, 0);
    query_release(&query);
    db_close(db);
    return n;
}

static int64_t blocks_of(int64_t n)
{
    return (n + BAR_BLOCK_USUAL - 1) / BAR_BLOCK_USUAL;
}

TEST(a_series_that_grows_by_single_bars_lies_in_full_blocks)
{
    struct bar_merge_counts counts;

    open_store(test_folder());
    CHECK(write_bars("A", 0, 4000, 1, &counts));
    for (int64_t i = 4000; i < 4200; i++)
        CHECK(write_bars("A", i * 60, 1, 1, &counts) && counts.added == 1);
    OWNED(bars_release) struct bars got = read_range("A", 0, INT64_MAX);
    OWNED(bars_release) struct bars want = make(0, 4200, 1);
    CHECK(same(&got, &want) && count_blocks(store) == blocks_of(4200));
    close_store();
}

/* Against the plainest way to say it: one price per minute, in an array. */
enum { MINUTES = 30000 };

static void put_both(double *model, int64_t from, size_t count, int salt)
{
    struct bar_merge_counts counts;

    CHECK(write_bars("A", from * 60, count, salt, &counts));
    for (size_t i = 0; i < count; i++)
        model[(size_t)from + i] = salt;
}

static void replace_both(double *model, int64_t from, int64_t until, size_t count, int salt)
{
    const struct series series = series_of("A");
    OWNED(bars_release) struct bars bars = make((from + 3) * 60, count, salt);
    struct bar_write *write = bar_write_new(store, &series, &origin);
    struct bar_merge_counts counts = {0};
    struct error err;

    CHECK(bar_write_add(write, &bars, &err));
    CHECK(bar_write_replace(write, from * 60, until * 60, &counts, &err));
    bar_write_free(write);
    for (int64_t i = from; i < until; i++) {
        const bool is_new = i >= from + 3 && i < from + 3 + (int64_t)count;

        counts.removed -= !is_new && model[i] != 0;
        model[i] = is_new ? salt : 0;
    }
    CHECK(counts.removed == 0);
}

static bool as_model(const double *model)
{
    OWNED(bars_release) struct bars got = read_range("A", INT64_MIN, INT64_MAX);
    size_t at = 0;

    for (int64_t i = 0; i < MINUTES; i++)
        if (model[i] != 0) {
            if (at == got.count || got.time[at] != i * 60 || got.column[BARS_VOLUME][at] != model[i])
                return false;
            at++;
        }
    return at == got.count;
}

TEST(any_order_of_writes_gives_what_was_written_last)
{
    static double model[MINUTES];

    open_store(test_folder());
    srand(11);
    memset(model, 0, sizeof(model));
    for (int round = 1; round <= 60; round++) {
        const int64_t from = rand() % 20000;
        const size_t count = 1 + (size_t)(rand() % (round % 3 ? 300 : 9000));

        if (round % 4)
            put_both(model, from, count, round);
        else
            replace_both(model, from, from + 3 + (int64_t)count + rand() % 900, count, round);
        CHECK(as_model(model));
    }
    close_store();
}

TEST(replacing_with_nothing_empties_the_range)
{
    const struct series series = series_of("A");
    struct bar_write *write;
    struct bar_merge_counts counts;
    struct error err = {0};

    open_store(test_folder());
    CHECK(write_bars("A", 0, 100, 1, &counts));
    write = bar_write_new(store, &series, &origin);
    CHECK(bar_write_replace(write, 600, 1200, &counts, &err) && counts.removed == 10);
    bar_write_free(write);
    CHECK(find("A").count == 90);
    close_store();
}

TEST(bars_outside_of_what_they_replace_are_refused)
{
    const struct series series = series_of("A");
    OWNED(bars_release) struct bars bars = make(600, 10, 1);
    struct bar_merge_counts counts;
    struct error err = {0};

    open_store(test_folder());
    for (int late = 0; late < 2; late++) {
        struct bar_write *write = bar_write_new(store, &series, &origin);

        CHECK(bar_write_add(write, &bars, &err));
        CHECK(!bar_write_replace(write, late ? 600 : 601, late ? 1140 : 9999, &counts, &err));
        CHECK(err.code == ERROR_INVALID);
        bar_write_free(write);
    }
    CHECK(find("A").id == 0);
    close_store();
}

TEST(bars_must_rise_and_be_good_and_some_must_be_there)
{
    const struct series series = series_of("A");
    OWNED(bars_release) struct bars bars = make(600, 10, 1);
    struct bar_write *write;
    struct bar_merge_counts counts;
    struct error err = {0};

    open_store(test_folder());
    write = bar_write_new(store, &series, &origin);
    CHECK(!bar_write_commit(write, &counts, &err) && err.code == ERROR_INVALID);
    CHECK(bar_write_add(write, &bars, &err));
    CHECK(!bar_write_add(write, &bars, &err) && err.code == ERROR_INVALID);
    bars.time[0] = 5000;
    CHECK(!bar_write_add(write, &bars, &err) && err.code == ERROR_BAD_DATA);
    bar_write_free(write);
    CHECK(find("A").id == 0);       /* not committed: nothing of it is there */
    close_store();
}

TEST(pieces_of_any_size_make_one_series)
{
    const struct series series = series_of("A");
    OWNED(bars_release) struct bars all = make(0, 20000, 1);
    struct bar_merge_counts counts;
    struct bar_write *write;
    struct error err;
    size_t n = 1;

    open_store(test_folder());
    write = bar_write_new(store, &series, &origin);
    for (size_t at = 0; at < all.count; at += n, n = n * 2 % 7000 + 1) {
        const size_t left = all.count - at;
        const struct bars piece = bars_slice(&all, at, n < left ? n : left);

        CHECK(bar_write_add(write, &piece, &err));
    }
    CHECK(bar_write_commit(write, &counts, &err) && counts.added == 20000);
    bar_write_free(write);
    OWNED(bars_release) struct bars got = read_range("A", 0, INT64_MAX);
    CHECK(same(&got, &all) && count_blocks(store) == blocks_of((int64_t)all.count));
    close_store();
}

TEST(an_optional_column_of_some_bars_is_kept)
{
    const struct series series = series_of("A");
    OWNED(bars_release) struct bars more = make(100 * 60, 100, 1);
    struct bar_write *write;
    struct bar_merge_counts counts;
    struct error err;

    open_store(test_folder());
    CHECK(write_bars("A", 0, 100, 1, &counts));
    bars_add_column(&more, BARS_ADJUST, 0.5);
    write = bar_write_new(store, &series, &origin);
    CHECK(bar_write_add(write, &more, &err) && bar_write_commit(write, &counts, &err));
    bar_write_free(write);
    CHECK(write_bars("A", 150 * 60, 100, 1, &counts) && counts.same == 50 && counts.added == 50);
    OWNED(bars_release) struct bars got = read_range("A", 0, INT64_MAX);
    CHECK(got.count == 250 && got.column[BARS_ADJUST] != NULL);
    CHECK(got.column[BARS_ADJUST][99] == 1 && got.column[BARS_ADJUST][199] == 0.5);
    CHECK(got.column[BARS_ADJUST][200] == 1);
    close_store();
}

TEST(every_write_leaves_a_note_of_its_origin)
{
    OWNED(bar_write_notes_release) struct bar_write_notes notes = {0};
    struct bar_merge_counts counts;
    struct error err;

    open_store(test_folder());
    CHECK(write_bars("A", 0, 100, 1, &counts) && write_bars("A", 6000, 5, 1, &counts));
    CHECK(bar_write_list(store, find("A").id, &notes, &err) && notes.count == 2);
    CHECK(notes.items[1].first == 6000 && notes.items[1].last == 6240 && notes.items[1].count == 5);
    CHECK_TEXT(notes.items[1].source, "csv");
    CHECK_TEXT(notes.items[1].label, "eurusd.csv");
    CHECK(notes.items[1].fetched_ms == 1700000000000);
    close_store();
}

static bool write_of(const char *source, const struct bars *bars, struct bar_merge_counts *counts,
                     struct error *err)
{
    const struct series series = series_of("A");
    struct bar_write *write = bar_write_new(store, &series, &(struct bar_write_origin){
        source, "", 1700000000000 });
    const bool ok = bar_write_add(write, bars, err) && bar_write_commit(write, counts, err);

    bar_write_free(write);
    return ok;
}

TEST(another_source_extends_where_it_agrees_and_replaces_nothing)
{
    OWNED(bar_write_notes_release) struct bar_write_notes notes = {0};
    OWNED(bars_release) struct bars stored = make(0, 9000, 1), other = make(8000 * 60, 2000, 1);
    struct bar_merge_counts counts;
    struct error err = {0};

    open_store(test_folder());
    CHECK(write_of("csv", &stored, &counts, &err));
    other.column[BARS_VOLUME][0] = 5;           /* volumes are not compared */
    other.column[BARS_OPEN][7] = other.column[BARS_LOW][7];
    CHECK(write_of("stooq", &other, &counts, &err));
    CHECK(counts.added == 1000 && counts.same == 998 && counts.kept == 2 && counts.agreeing == 999);
    CHECK(!counts.replaced && !counts.removed);
    OWNED(bars_release) struct bars got = read_range("A", INT64_MIN, INT64_MAX);
    OWNED(bars_release) struct bars want = make(0, 10000, 1);
    CHECK(same(&got, &want));
    CHECK_TEXT(find("A").source, "csv");
    CHECK(bar_write_list(store, find("A").id, &notes, &err) && notes.count == 2);
    CHECK_TEXT(notes.items[1].source, "stooq");
    CHECK(notes.items[1].first == 9000 * 60 && notes.items[1].last == 9999 * 60);
    CHECK(notes.items[1].count == 1000);
    close_store();
}

TEST(another_source_that_overlaps_too_little_stores_nothing)
{
    OWNED(bars_release) struct bars stored = make(0, 100, 1), few = make(81 * 60, 100, 1);
    OWNED(bars_release) struct bars enough = make(80 * 60, 100, 1), apart = make(10000, 50, 1);
    struct bar_merge_counts counts;
    struct error err = {0};

    open_store(test_folder());
    CHECK(write_of("csv", &stored, &counts, &err));
    CHECK(!write_of("stooq", &few, &counts, &err) && err.code == ERROR_CONFLICT);
    CHECK_TEXT(err.text, "source 'stooq' may not extend 'A', which is of source 'csv': 19 bars "
               "overlap and 0 of them disagree: 20 must agree, and 95 % of all");
    CHECK(!write_of("stooq", &apart, &counts, &err) && find("A").count == 100);
    CHECK(write_of("stooq", &stored, &counts, &err) && counts.same == 100 && !counts.added);
    CHECK(write_of("stooq", &enough, &counts, &err) && find("A").count == 180);
    close_store();
}

TEST(another_source_replaces_no_range)
{
    const struct series series = series_of("A");
    struct bar_merge_counts counts;
    struct error err = {0};
    struct bar_write *write;

    open_store(test_folder());
    CHECK(write_bars("A", 0, 100, 1, &counts));
    write = bar_write_new(store, &series, &(struct bar_write_origin){ "stooq", "", 1 });
    CHECK(!bar_write_replace(write, 0, 6000, &counts, &err) && err.code == ERROR_CONFLICT);
    CHECK(find("A").count == 100);
    bar_write_free(write);
    write = bar_write_new(store, &series, &origin);
    CHECK(bar_write_replace(write, 0, 6000, &counts, &err) && counts.removed == 100);
    bar_write_free(write);
    OWNED(bars_release) struct bars other = make(0, 10, 2);
    CHECK(write_of("stooq", &other, &counts, &err) && counts.added == 10);  /* none to agree with */
    close_store();
}

/* One bit, in the middle of the first block. */
static bool spoil(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query get = {0};
    OWNED(query_release) struct query put = {0};
    OWNED(buf_release) struct buf bytes = {0};
    size_t length = 0;
    const void *stored;

    (void)arg;
    if (!query_start(&get, db, "SELECT bytes FROM bar_block", err) || !query_next(&get, err))
        return false;
    stored = query_bytes(&get, 0, &length);
    buf_add(&bytes, stored, length);
    bytes.bytes[length / 2] ^= 4;
    query_rewind(&get);
    if (!query_start(&put, db, "UPDATE bar_block SET bytes = ?", err))
        return false;
    query_bind_bytes(&put, bytes.bytes, length);
    return query_run(&put, err);
}

TEST(a_damaged_block_is_bad_data_and_no_bars)
{
    OWNED(bars_release) struct bars got = {0};
    struct bar_merge_counts counts;
    struct error err = {0};

    open_store(test_folder());
    CHECK(write_bars("A", 0, 1000, 1, &counts) && store_write(store, spoil, NULL, &err));
    CHECK(!bar_store_read(store, find("A").id, 0, INT64_MAX, &got, &err));
    CHECK(err.code == ERROR_BAD_DATA && got.count == 0);
    close_store();
}

TEST(an_import_that_fills_the_disk_leaves_what_was_there)
{
    const char *folder = test_folder();
    struct bar_merge_counts counts;
    const struct series series = series_of("A");
    struct bar_write *write;
    struct error err = {0};
    int64_t n = 0;
    bool ok = true;

    if (mount("tmpfs", folder, "tmpfs", 0, "size=2m")) {
        test_skip("a disk of 2 MB cannot be mounted without root");
        return;
    }
    open_store(folder);
    CHECK(write_bars("A", 0, 100, 1, &counts));
    write = bar_write_new(store, &series, &origin);
    for (; ok && n < 100; n++) {
        OWNED(bars_release) struct bars bars = make(n * 4096 * 60, 4096, 2);

        ok = bar_write_add(write, &bars, &err);
    }
    CHECK(!ok && err.code == ERROR_NO_SPACE);
    bar_write_free(write);
    OWNED(bars_release) struct bars got = read_range("A", 0, INT64_MAX);
    CHECK(got.count == 100);
    CHECK(write_bars("A", 6000, 100, 1, &counts) && counts.added == 100);
    close_store();
    CHECK(!umount(folder));
}
