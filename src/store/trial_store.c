#include "store/trial_store.h"

#include "base/mem.h"
#include "store/query.h"
#include "store/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {
    [TRIAL_STORE_TRAIN] = "train",
    [TRIAL_STORE_BACKTEST] = "backtest",
    [TRIAL_STORE_TEST_LOOK] = "test_look",
    [TRIAL_STORE_SEAL] = "seal",
    [TRIAL_STORE_UNSEAL] = "unseal",
};
static_assert(COUNT(kinds) == TRIAL_STORE_UNSEAL + 1, "one name per kind");

/* Either the same contract; or the same symbol, where one of the two does not know its contract. */
#define WHERE                                                                              \
    " FROM trial WHERE ((contract=?1 AND ?1<>0) OR (symbol=?2 AND (contract=0 OR ?1=0)))"   \
    " AND from_s<?4 AND until_s>?3 AND kind"
#define TRIALS " IN ('train', 'backtest')"

static void bind_key(struct query *query, const struct trial_store_key *key)
{
    query_bind_int(query, key->contract);
    query_bind_text(query, key->symbol);
    query_bind_int(query, key->from);
    query_bind_int(query, key->until);
}

struct adding {
    const struct trial_store_trial *trial;
    int64_t id;
};

static bool add(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct adding *adding = arg;
    const struct trial_store_trial *trial = adding->trial;

    if (!query_start(&query, db, "INSERT INTO trial(kind, contract, symbol, timeframe, from_s,"
                     " until_s, config_hash, seed, model, operation, metrics, at_ms) "
                     "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", err))
        return false;
    query_bind_text(&query, kinds[trial->kind]);
    query_bind_int(&query, trial->contract);
    query_bind_text(&query, trial->symbol);
    query_bind_text(&query, trial->timeframe);
    query_bind_int(&query, trial->from);
    query_bind_int(&query, trial->until);
    query_bind_text(&query, trial->config_hash);
    query_bind_int(&query, trial->seed);
    query_bind_text(&query, trial->model);
    query_bind_text(&query, trial->operation);
    query_bind_text(&query, trial->metrics);
    query_bind_int(&query, trial->at_ms);
    if (!query_run(&query, err))
        return false;
    adding->id = db_last_row(db);
    return true;
}

bool trial_store_add(struct store *store, const struct trial_store_trial *trial, int64_t *ret_id,
                     struct error *err)
{
    struct adding adding = { .trial = trial };

    if (!store_write(store, add, &adding, err))
        return false;
    *ret_id = adding.id;
    return true;
}

struct counting {
    const struct trial_store_key *key;
    const char *model;
    int64_t count;
};

static bool count(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct counting *counting = arg;

    if (!query_start(&query, db, "SELECT count(*) FROM (SELECT DISTINCT config_hash, seed"
                     WHERE TRIALS ")", err))
        return false;
    bind_key(&query, counting->key);
    if (query_next(&query, err))
        counting->count = query_int(&query, 0);
    return !query.has_failed;
}

bool trial_store_count(struct store *store, const struct trial_store_key *key, int64_t *ret_count,
                       struct error *err)
{
    struct counting counting = { .key = key };

    if (!store_read(store, count, &counting, err))
        return false;
    *ret_count = counting.count;
    return true;
}

static bool count_looks(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct counting *counting = arg;

    if (!query_start(&query, db, "SELECT count(*) FROM trial WHERE model=? AND kind='test_look'",
                     err))
        return false;
    query_bind_text(&query, counting->model);
    if (query_next(&query, err))
        counting->count = query_int(&query, 0);
    return !query.has_failed;
}

bool trial_store_looks(struct store *store, const char *model, int64_t *ret_looks,
                       struct error *err)
{
    struct counting counting = { .model = model };

    if (!store_read(store, count_looks, &counting, err))
        return false;
    *ret_looks = counting.count;
    return true;
}

struct listing {
    const struct trial_store_key *key;
    const char *sql;
    struct trial_store_list list;
};

static char *text(const struct query *query, int column)
{
    return mem_text(query_text(query, column));
}

static void take(const struct query *query, struct trial_store_list *list)
{
    list->items = mem_resize(list->items, (list->count + 1) * sizeof(*list->items));
    list->items[list->count++] = (struct trial_store_trial){
        .id = query_int(query, 0), .kind = TRIAL_STORE_BACKTEST, .contract = query_int(query, 1),
        .symbol = text(query, 2), .timeframe = text(query, 3), .from = query_int(query, 4),
        .until = query_int(query, 5), .config_hash = text(query, 6), .seed = query_int(query, 7),
        .model = text(query, 8), .operation = text(query, 9), .metrics = text(query, 10),
        .at_ms = query_int(query, 11),
    };
}

/* Of max() SQLite promises that the other columns come from the row that has it. */
#define LIST(KIND)                                                                                \
    "SELECT max(id), contract, symbol, timeframe, from_s, until_s, config_hash, seed, model,"     \
    " operation, metrics, at_ms" WHERE KIND " GROUP BY config_hash, seed ORDER BY 1"

static bool list(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;

    if (!query_start(&query, db, listing->sql, err))
        return false;
    bind_key(&query, listing->key);
    while (query_next(&query, err))
        take(&query, &listing->list);
    return !query.has_failed;
}

static bool read_list(struct store *store, struct listing listing,
                      struct trial_store_list *ret_list, struct error *err)
{
    if (store_read(store, list, &listing, err)) {
        *ret_list = listing.list;
        return true;
    }
    trial_store_list_release(&listing.list);
    return false;
}

bool trial_store_list(struct store *store, const struct trial_store_key *key,
                      struct trial_store_list *ret_list, struct error *err)
{
    return read_list(store, (struct listing){ .key = key, .sql = LIST("='backtest'") }, ret_list,
                     err);
}

bool trial_store_tried(struct store *store, const struct trial_store_key *key,
                       struct trial_store_list *ret_list, struct error *err)
{
    return read_list(store, (struct listing){ .key = key, .sql = LIST(TRIALS) }, ret_list, err);
}

static void free_text(const char *owned)
{
    free((char *)(uintptr_t)owned);
}

void trial_store_list_release(struct trial_store_list *trials)
{
    for (size_t i = 0; i < trials->count; i++) {
        const struct trial_store_trial *trial = &trials->items[i];

        free_text(trial->symbol);
        free_text(trial->timeframe);
        free_text(trial->config_hash);
        free_text(trial->model);
        free_text(trial->operation);
        free_text(trial->metrics);
    }
    free(trials->items);
    *trials = (struct trial_store_list){0};
}
