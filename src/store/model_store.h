/*
 * model_store - trained models: a folder of files each, in STORE/models/ID, and a row.
 *
 * A model is published whole: its files synced, its folder renamed into place, then a row written.
 * What a crash leaves between the last two steps is swept at the next start. Waits for the disk, so
 * on a lane or a worker. Any thread, but no two at once with the same id.
 */
#ifndef STORE_MODEL_STORE_H
#define STORE_MODEL_STORE_H

#include "base/error.h"
#include "base/words.h"
#include "store/operation_id.h"

#include <stddef.h>
#include <stdint.h>

enum { MODEL_STORE_ID = 96 };

struct operation_change;
struct store;

struct model_store_model {
    char id[MODEL_STORE_ID];
    char strategy[72];
    char operation[OPERATION_ID_SIZE];
    char plan_hash[72];
    int64_t created_ms;
    char *folder;                   /* its path; owned, like meta */
    char *meta;                     /* JSON */
};
void model_store_release(struct model_store_model *model);

struct model_store_new {            /* texts borrowed until the call returns */
    const char *id;                 /* letters, digits, '.', '_', '-'; the first no '.' */
    const char *strategy, *operation, *plan_hash, *meta;
    const char *folder;             /* moved away from here; on the disk of the store */
    int64_t created_ms;
    const struct operation_change *completes;   /* in the same transaction; NULL: nothing */
};

/* ERROR_CONFLICT if there is a model of that id. On failure the folder is where it was. The id of
 * the event of `completes` goes to ret_event; 0 without. */
CHECKED bool model_store_publish(struct store *store, const struct model_store_new *new_model,
                                 int64_t *ret_event, struct error *err);

/* ERROR_NOT_FOUND if there is none of that id. */
CHECKED bool model_store_find(struct store *store, const char *id,
                              struct model_store_model *ret_model, struct error *err);

struct model_store_list {
    struct model_store_model *items;    /* newest first */
    size_t count;
    int64_t total;                      /* of all that fit the filter, whatever after and limit */
};

/* A plan's are without those that a walk-forward trained: such a model knows its window alone and
 * stands for nothing else. */
struct model_store_filter {
    const char *strategy, *plan_hash;   /* NULL: any */
    const char *after;                  /* only those listed after this id; NULL: from the newest */
    size_t limit;
};
CHECKED bool model_store_list(struct store *store, const struct model_store_filter *filter,
                              struct model_store_list *ret_list, struct error *err);
void model_store_list_release(struct model_store_list *list);

/* The row, then the files. The trial ledger keeps what it knows. */
CHECKED bool model_store_delete(struct store *store, const char *id, struct error *err);

/* At start: removes folders without a row. */
CHECKED bool model_store_sweep(struct store *store, size_t *ret_removed, struct error *err);

#endif
