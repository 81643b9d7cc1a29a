#include "base/mem.h"
#include "store/operation_store.h"
#include "store/query.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

struct pruning {
    int64_t before_ms;
    struct operation_store_pruned pruned;
};

void operation_store_prune_release(struct operation_store_pruned *pruned)
{
    free(pruned->ids);
    *pruned = (struct operation_store_pruned){0};
}

static void take(struct operation_store_pruned *pruned, const char *id)
{
    pruned->ids = mem_resize(pruned->ids, (pruned->count + 1) * sizeof(*pruned->ids));
    snprintf(pruned->ids[pruned->count++], OPERATION_ID_SIZE, "%s", id);
}

/* Grows from what may go by itself to the parents that then have no child left: not one that is
 * younger, nor one of whose children one stays. */
static bool find(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct pruning *pruning = arg;

    if (!query_start(&query, db,
                     "WITH old AS (SELECT id FROM operation WHERE finished_ms>0 AND finished_ms<?1"
                     " AND state IN ('completed', 'failed', 'cancelled')),"
                     " kept(id) AS (SELECT id FROM operation WHERE id NOT IN (SELECT id FROM old)"
                     " UNION SELECT o.parent FROM operation o JOIN kept ON o.id=kept.id"
                     " WHERE o.parent<>'')"
                     " SELECT id FROM old WHERE id NOT IN (SELECT id FROM kept) ORDER BY id", err))
        return false;
    query_bind_int(&query, pruning->before_ms);
    while (query_next(&query, err))
        take(&pruning->pruned, query_text(&query, 0));
    return !query.has_failed;
}

static bool prune(struct db *db, void *arg, struct error *err)
{
    const struct pruning *pruning = arg;

    if (!find(db, arg, err))
        return false;
    for (size_t i = 0; i < pruning->pruned.count; i++)
        if (!operation_store_remove(db, pruning->pruned.ids[i], err))
            return false;
    return true;
}

static bool give(struct pruning *pruning, bool ok, struct operation_store_pruned *ret_pruned)
{
    if (ok)
        *ret_pruned = pruning->pruned;
    else
        operation_store_prune_release(&pruning->pruned);
    return ok;
}

bool operation_store_prune(struct store *store, int64_t before_ms,
                           struct operation_store_pruned *ret_pruned, struct error *err)
{
    struct pruning pruning = { .before_ms = before_ms };

    return give(&pruning, store_write(store, prune, &pruning, err), ret_pruned);
}

bool operation_store_prune_look(struct store *store, int64_t before_ms,
                                struct operation_store_pruned *ret_pruned, struct error *err)
{
    struct pruning pruning = { .before_ms = before_ms };

    return give(&pruning, store_read(store, find, &pruning, err), ret_pruned);
}
