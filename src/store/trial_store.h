/*
 * trial_store - the ledger of what was tried: append-only, and held so by the database itself.
 *
 * Who tries enough finds something; so every distinct (configuration, seed) tried on an instrument
 * and overlapping dates counts, whatever timeframe or data it used and whether its model or
 * operation still exists. An exact repeat is noted and not counted. Times are seconds since 1970
 * UTC, [from, until). Waits for the disk, so on a lane or a worker. Any thread.
 */
#ifndef STORE_TRIAL_STORE_H
#define STORE_TRIAL_STORE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct store;

enum trial_store_kind {
    TRIAL_STORE_TRAIN, TRIAL_STORE_BACKTEST, TRIAL_STORE_TEST_LOOK,
    TRIAL_STORE_SEAL, TRIAL_STORE_UNSEAL        /* no trials: trial_seal.h */
};

struct trial_store_trial {
    int64_t id;                     /* given when it is added */
    enum trial_store_kind kind;
    int64_t contract;               /* 0: not known; then the symbol is the key */
    const char *symbol, *timeframe;
    int64_t from, until;
    const char *config_hash;
    int64_t seed;
    const char *model, *operation;  /* "": none */
    const char *metrics;            /* JSON */
    int64_t at_ms;
};

CHECKED bool trial_store_add(struct store *store, const struct trial_store_trial *trial,
                             int64_t *ret_id, struct error *err);

struct trial_store_key {
    int64_t contract;               /* not 0: trials of the symbol without a contract count too */
    const char *symbol;
    int64_t from, until;
};

/* Distinct (config, seed) whose dates overlap the key's; looks at test data are not trials. */
CHECKED bool trial_store_count(struct store *store, const struct trial_store_key *key,
                               int64_t *ret_count, struct error *err);

struct trial_store_list {
    struct trial_store_trial *items;    /* the last run of each distinct one, oldest first */
    size_t count;
};

/* The backtests among them, with their metrics: for the spread of their Sharpe ratios. */
CHECKED bool trial_store_list(struct store *store, const struct trial_store_key *key,
                              struct trial_store_list *ret_list, struct error *err);
/* The same with trainings among them, whose metrics are others. */
CHECKED bool trial_store_tried(struct store *store, const struct trial_store_key *key,
                               struct trial_store_list *ret_list, struct error *err);
void trial_store_list_release(struct trial_store_list *list);

/* How often the test data of a model were looked at; every look counts. */
CHECKED bool trial_store_looks(struct store *store, const char *model, int64_t *ret_looks,
                               struct error *err);

#endif
