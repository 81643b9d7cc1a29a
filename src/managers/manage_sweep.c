#include "managers/manage_sweep.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_overrides.h"
#include "managers/manage_bars.h"
#include "managers/manage_strategies.h"
#include "managers/manage_training.h"
#include "managers/manage_training_many.h"
#include "managers/sweep_plan.h"
#include "managers/sweep_table.h"
#include "operations/manage_batch.h"
#include "operations/manage_operations.h"
#include "operations/manage_store.h"
#include "store/operation_store.h"
#include "store/trial_store.h"
#include "wire/wire_children.h"
#include "wire/wire_sweep.h"
#include "wire/wire_training.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- start ---- */

static const enum sweep_table_metric metric_of[] = {
    [TRAIN_VALIDATION_LOSS] = SWEEP_TABLE_LOG_LOSS,
    [TRAIN_VALIDATION_ACCURACY] = SWEEP_TABLE_ACCURACY,
    [TRAIN_BALANCED_ACCURACY] = SWEEP_TABLE_BALANCED,
};
static_assert(COUNT(metric_of) == TRAIN_MONITORS, "one for each");

/* By what an epoch is chosen, a combination is. */
static bool look_into(struct wire_sweep_request *request, enum sweep_table_metric *ret_metric,
                      struct error *err)
{
    const struct strategy_overrides overrides = { request->n_overrides, request->overrides };
    struct strategy strategy;

    if (!strategy_overrides_read(request->strategy_text, request->strategy_label, &overrides,
                                 &strategy, err))
        return false;
    *ret_metric = metric_of[strategy.training.early_stopping.monitor];
    if (request->seed == WIRE_UNKNOWN)
        request->seed = (int64_t)strategy.training.seed;
    strategy_release(&strategy);
    return true;
}

bool manage_sweep_start(const struct manage_sweep *manager, struct wire_sweep_request *request,
                        const char *idempotency_key, struct wire_operation *ret_operation,
                        struct error *err)
{
    OWNED(wire_training_start_release) struct wire_training_request all = {0};
    enum sweep_table_metric metric;
    size_t n_trials;

    if (!sweep_plan_check(request, &n_trials, err) ||
        !manage_strategies_resolve(manager->strategies, request->strategy, &request->strategy_text,
                                   err) ||
        !look_into(request, &metric, err))
        return false;
    sweep_plan_fill(request, request->seed, &all);
    return manage_training_many_start(manager->training, &all, sweep_table_metric_name(metric),
                                      idempotency_key, ret_operation, err);
}

/* ---- show, on the pool ---- */

struct show {
    const char *id;
    struct wire_children_request children;
    struct wire_training_request first;     /* what all have in common */
    struct sweep_table_trial *trials;
    char (*hashes)[HASH_HEX];               /* of the children's requests */
    struct wire_sweep *sweep;
};

static void hash_requests(struct show *show)
{
    const size_t n = show->children.n_items;

    show->hashes = mem_alloc(n * sizeof(*show->hashes));
    for (size_t i = 0; i < n; i++) {
        OWNED(buf_release) struct buf request = {0};

        manage_batch_request(&show->children, i, &request);
        manage_operations_hash(show->children.items[i].type, request.bytes, show->hashes[i]);
    }
}

static bool take_result(struct store *store, const struct operation *child,
                        struct sweep_table_trial *trial, struct error *err)
{
    struct wire_training_result result;
    char *json;
    bool ok;

    if (!operation_store_result(store, child->id, &json, err))
        return false;
    ok = wire_decode(wire_training_result_fields, WIRE_TOLERANT, json, strlen(json), &result, err);
    free(json);
    if (!ok)
        return false;
    sweep_table_take(&result, trial);
    wire_training_result_release(&result);
    return true;
}

/* The newest come first; one that was tried again counts once, and a completed one for ever. */
static bool take_child(struct store *store, struct show *show, const struct operation *child,
                       struct error *err)
{
    for (size_t i = 0; i < show->children.n_items; i++) {
        struct sweep_table_trial *trial = &show->trials[i];

        if (strcmp(show->hashes[i], child->request_hash) != 0 ||
            (trial->is_known && child->state != OPERATION_COMPLETED))
            continue;
        trial->is_known = true;
        trial->state = (enum wire_operation_state)child->state;
        if (child->error.code)
            snprintf(trial->error, sizeof(trial->error), "%.199s", child->error.text);
        if (child->state == OPERATION_COMPLETED && !take_result(store, child, trial, err))
            return false;
    }
    return true;
}

static bool take_children(struct store *store, struct show *show, struct error *err)
{
    struct operation_store_filter filter = { .parent = show->id, .limit = 1000 };
    char after[OPERATION_ID_SIZE];
    bool has_more = true;

    while (has_more) {
        struct operation_store_list list;
        bool ok = operation_store_list(store, &filter, &list, err);

        if (!ok)
            return false;
        for (size_t i = 0; ok && i < list.count; i++)
            ok = take_child(store, show, &list.items[i], err);
        has_more = list.has_more && list.count;
        if (has_more)
            snprintf(after, sizeof(after), "%s", list.items[list.count - 1].id);
        filter.after = after;
        operation_store_list_release(&list);
        if (!ok)
            return false;
    }
    return true;
}

static bool count_ledger(struct store *store, struct show *show, struct error *err)
{
    const struct wire_training_request *first = &show->first;
    struct wire_sweep *sweep = show->sweep;
    struct manage_bars_want want;

    sweep->ledger = mem_alloc((first->n_symbols + 1) * sizeof(*sweep->ledger));
    for (size_t i = 0; i < first->n_symbols; i++) {
        struct wire_sweep_trials *line = &sweep->ledger[sweep->n_ledger++];
        struct trial_store_key key = { 0, first->symbols[i], INT64_MIN / 2, INT64_MAX / 2 };

        snprintf(line->symbol, sizeof(line->symbol), "%s", first->symbols[i]);
        if (!manage_bars_parse_want(first->symbols[i], "1d", first->start_date, first->end_date,
                                    &want, err))
            return false;
        if (first->start_date[0])
            key.from = want.from;
        if (first->end_date[0])
            key.until = want.until;
        if (!trial_store_count(store, &key, &line->trials, err))
            return false;
    }
    return true;
}

static bool fill(struct store *store, void *arg, struct error *err)
{
    struct show *show = arg;
    struct wire_sweep *sweep = show->sweep;
    const size_t n = show->children.n_items;
    size_t *row = mem_alloc((n + 1) * sizeof(*row));
    bool ok;

    hash_requests(show);
    ok = sweep_table_rows(&show->children, row, &sweep->items, &sweep->n_items, err);
    for (size_t i = 0; ok && i < n; i++)
        show->trials[i].row = row[i];
    ok = ok && take_children(store, show, err) && count_ledger(store, show, err);
    if (ok)
        sweep_table_fill(show->trials, n, sweep_table_metric_find(show->children.sweep),
                         sweep->items, sweep->n_items);
    free(row);
    return ok;
}

/* ---- show ---- */

static void count_trials(struct show *show)
{
    struct wire_sweep *sweep = show->sweep;

    sweep->trials = (int64_t)show->children.n_items;
    sweep->completed = sweep->failed = 0;
    for (size_t i = 0; i < show->children.n_items; i++) {
        sweep->completed += show->trials[i].state == WIRE_OPERATION_COMPLETED;
        sweep->failed += show->trials[i].state == WIRE_OPERATION_FAILED;
    }
    snprintf(sweep->overfitting_note, sizeof(sweep->overfitting_note),
             "not computed: the trials were not run over dates that none of them has seen");
}

static bool open_show(const struct wire_operation *operation, struct show *show,
                      struct error *err)
{
    OWNED(buf_release) struct buf first = {0};

    if (operation->type != WIRE_OPERATION_BATCH)
        return error_set(err, ERROR_INVALID, "'%s' is no sweep, but a %s", operation->id,
                         wire_operation_type_names[operation->type]);
    if (!wire_decode(wire_children_request_fields, WIRE_TOLERANT, operation->request,
                     strlen(operation->request), &show->children, err))
        return false;
    manage_batch_request(&show->children, 0, &first);
    return wire_decode(wire_training_request_fields, WIRE_TOLERANT, first.bytes, first.length,
                       &show->first, err);
}

static bool show_it(const struct manage_sweep *manager, const struct wire_operation *operation,
                    struct show *show, struct error *err)
{
    struct wire_sweep *sweep = show->sweep;

    if (!open_show(operation, show, err))
        return false;
    snprintf(sweep->id, sizeof(sweep->id), "%s", operation->id);
    snprintf(sweep->strategy, sizeof(sweep->strategy), "%s", show->first.strategy);
    snprintf(sweep->metric, sizeof(sweep->metric), "%s",
             sweep_table_metric_name(sweep_table_metric_find(show->children.sweep)));
    sweep->state = operation->state;
    show->trials = mem_alloc((show->children.n_items + 1) * sizeof(*show->trials));
    if (!manage_store_read(manager->store, fill, show, err))
        return false;
    count_trials(show);
    return true;
}

bool manage_sweep_show(const struct manage_sweep *manager, const char *id,
                       struct wire_sweep *ret_sweep, struct error *err)
{
    struct show show = { .id = id, .sweep = ret_sweep };
    struct wire_operation operation;
    bool ok;

    if (!manage_operations_find(manage_training_operations(manager->training), id, &operation,
                                err))
        return false;
    wire_clear(wire_training_request_fields, &show.first);
    wire_clear(wire_sweep_fields, ret_sweep);
    ok = show_it(manager, &operation, &show, err);
    if (!ok)
        wire_sweep_release(ret_sweep);
    wire_operation_release(&operation);
    wire_children_request_release(&show.children);
    wire_training_request_release(&show.first);
    free(show.trials);
    free(show.hashes);
    return ok;
}
