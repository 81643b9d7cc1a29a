#include "store/query.h"
#include "store/schema.h"
#include "store/store.h"
#include "store/trial_store.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static struct store *store;

static void open_store(void)
{
    struct error err = {0};

    if (!store_open(test_folder(), &schema_backend, &store, &err))
        printf("%s\n", err.text);
}

static void close_store(void)
{
    store_close(store);
    store = NULL;
}

static struct trial_store_trial trial_of(const char *config, int64_t seed)
{
    return (struct trial_store_trial){
        .kind = TRIAL_STORE_BACKTEST, .contract = 265598, .symbol = "AAPL", .timeframe = "1d",
        .from = 1000, .until = 2000, .config_hash = config, .seed = seed, .model = "m-1",
        .operation = "op", .metrics = "{\"sharpe\":0.1}", .at_ms = 5,
    };
}

static void add(const struct trial_store_trial *trial)
{
    struct error err = {0};
    int64_t id = 0;

    CHECK(trial_store_add(store, trial, &id, &err) && id > 0);
}

static int64_t count(int64_t contract, const char *symbol, int64_t from, int64_t until)
{
    const struct trial_store_key key = { contract, symbol, from, until };
    struct error err = {0};
    int64_t n = -1;

    CHECK(trial_store_count(store, &key, &n, &err));
    return n;
}

TEST(distinct_configurations_and_seeds_count_and_repeats_do_not)
{
    struct trial_store_trial trial = trial_of("a", 1);

    open_store();
    CHECK(count(265598, "AAPL", 0, 9999) == 0);
    add(&trial);
    add(&trial);
    trial.timeframe = "1h";             /* another timeframe is no other trial */
    trial.kind = TRIAL_STORE_TRAIN;
    add(&trial);
    CHECK(count(265598, "AAPL", 0, 9999) == 1);
    trial.seed = 2;
    add(&trial);
    CHECK(count(265598, "AAPL", 0, 9999) == 2);
    trial.config_hash = "b";
    add(&trial);
    CHECK(count(265598, "AAPL", 0, 9999) == 3);
    close_store();
}

static size_t count_tried(void)
{
    OWNED(trial_store_list_release) struct trial_store_list list = {0};
    const struct trial_store_key key = { 265598, "AAPL", 0, 9999 };
    struct error err = {0};

    CHECK(trial_store_tried(store, &key, &list, &err));
    return list.count;
}

TEST(looks_at_test_data_and_lockboxes_are_no_trials)
{
    static const enum trial_store_kind others[] = { TRIAL_STORE_TEST_LOOK, TRIAL_STORE_SEAL,
                                                    TRIAL_STORE_UNSEAL };
    struct trial_store_trial trial = trial_of("a", 1);

    open_store();
    add(&trial);
    trial.kind = TRIAL_STORE_TRAIN;
    add(&trial);
    CHECK(count_tried() == 1 && count(265598, "AAPL", 0, 9999) == 1);
    trial.seed = 2;
    add(&trial);
    CHECK(count_tried() == 2 && count(265598, "AAPL", 0, 9999) == 2);
    trial.config_hash = "";
    for (size_t i = 0; i < COUNT(others); i++) {
        trial.kind = others[i];
        add(&trial);
        CHECK(count_tried() == 2 && count(265598, "AAPL", 0, 9999) == 2);
    }
    close_store();
}

TEST(only_trials_on_overlapping_dates_count)
{
    struct trial_store_trial trial = trial_of("a", 1);

    open_store();
    add(&trial);
    CHECK(count(265598, "AAPL", 1999, 3000) == 1 && count(265598, "AAPL", 2000, 3000) == 0);
    CHECK(count(265598, "AAPL", 0, 1001) == 1 && count(265598, "AAPL", 0, 1000) == 0);
    close_store();
}

TEST(a_trial_is_found_by_its_contract_or_where_that_is_not_known_by_its_symbol)
{
    struct trial_store_trial trial = trial_of("a", 1);

    open_store();
    add(&trial);
    trial.config_hash = "b";
    trial.contract = 0;
    add(&trial);
    CHECK(count(265598, "AAPL", 0, 9999) == 2);
    CHECK(count(265598, "APPLE", 0, 9999) == 1);
    CHECK(count(0, "AAPL", 0, 9999) == 2);
    CHECK(count(1, "AAPL", 0, 9999) == 1);
    CHECK(count(0, "MSFT", 0, 9999) == 0);
    close_store();
}

TEST(every_look_at_test_data_counts_and_is_no_trial)
{
    struct trial_store_trial look = trial_of("a", 1);
    struct error err = {0};
    int64_t looks = -1;

    look.kind = TRIAL_STORE_TEST_LOOK;
    open_store();
    add(&look);
    add(&look);
    CHECK(trial_store_looks(store, "m-1", &looks, &err) && looks == 2);
    CHECK(trial_store_looks(store, "m-2", &looks, &err) && looks == 0);
    CHECK(count(265598, "AAPL", 0, 9999) == 0);
    close_store();
}

TEST(the_last_run_of_each_backtest_is_listed_with_its_metrics)
{
    OWNED(trial_store_list_release) struct trial_store_list list = {0};
    const struct trial_store_key key = { 265598, "AAPL", 0, 9999 };
    struct trial_store_trial trial = trial_of("a", 1), other = trial_of("b", 1);
    struct error err = {0};

    open_store();
    add(&trial);
    add(&other);
    trial.metrics = "{\"sharpe\":0.2}";
    add(&trial);
    trial.kind = TRIAL_STORE_TRAIN;
    add(&trial);
    CHECK(trial_store_list(store, &key, &list, &err) && list.count == 2);
    CHECK_TEXT(list.items[0].config_hash, "b");
    CHECK_TEXT(list.items[1].config_hash, "a");
    CHECK_TEXT(list.items[1].metrics, "{\"sharpe\":0.2}");
    CHECK(list.items[1].from == 1000 && list.items[1].until == 2000 && list.items[1].seed == 1);
    close_store();
}

static bool forget(struct db *db, void *sql, struct error *err)
{
    return db_run(db, sql, err);
}

TEST(the_ledger_can_be_neither_changed_nor_shortened)
{
    struct trial_store_trial trial = trial_of("a", 1);
    struct error err = {0};
    char delete[] = "DELETE FROM trial", update[] = "UPDATE trial SET seed=2";

    open_store();
    add(&trial);
    CHECK(!store_write(store, forget, delete, &err) && err.code == ERROR_CONFLICT);
    CHECK(strstr(err.text, "the trial ledger keeps everything") != NULL);
    CHECK(!store_write(store, forget, update, &err) && err.code == ERROR_CONFLICT);
    CHECK(count(265598, "AAPL", 0, 9999) == 1);
    close_store();
}
