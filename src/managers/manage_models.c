#include "managers/manage_models.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "operations/manage_store.h"
#include "store/model_store.h"
#include "store/trial_store.h"
#include "wire/wire_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_USUAL = 100, LIST_MOST = 1000, FILE_MOST = 256 << 20 };

struct manage_models {
    const struct manage_store *store;
};

struct manage_models *manage_models_new(const struct manage_store *store)
{
    struct manage_models *manager = MEM_NEW(struct manage_models);

    manager->store = store;
    return manager;
}

void manage_models_free(struct manage_models *manager)
{
    free(manager);
}

/* ---- on the pool ---- */

struct call {
    const char *id, *plan_hash, *name;
    const struct wire_model_query *query;
    struct wire_model model;
    struct wire_model_list *list;
    char *found_id, *folder;
    struct buf *bytes;
};

static bool not_found(const char *id, struct error *err)
{
    if (err->code == ERROR_NOT_FOUND) {
        error_set(err, ERROR_NOT_FOUND, "no model '%.100s'", id);
        error_suggest(err, "ktrdr models list");
    }
    return false;
}

static bool find(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;
    struct model_store_model stored;
    bool ok;

    if (!model_store_find(store, call->id, &stored, err))
        return not_found(call->id, err);
    ok = wire_decode(wire_model_fields, WIRE_TOLERANT, stored.meta, strlen(stored.meta),
                     &call->model, err);
    if (ok && !trial_store_looks(store, call->id, &call->model.test_looks, err)) {
        wire_model_release(&call->model);
        ok = false;
    }
    model_store_release(&stored);
    return ok;
}

static bool find_folder(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;
    struct model_store_model stored;

    if (!model_store_find(store, call->id, &stored, err))
        return not_found(call->id, err);
    call->folder = mem_text(stored.folder);
    model_store_release(&stored);
    return true;
}

static bool find_newest(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;
    const struct model_store_filter filter = { .plan_hash = call->plan_hash, .limit = 1 };
    struct model_store_list list;

    if (!model_store_list(store, &filter, &list, err))
        return false;
    if (list.count) {
        call->found_id = mem_text(list.items[0].id);
        call->folder = mem_text(list.items[0].folder);
    }
    model_store_list_release(&list);
    if (call->folder)
        return true;
    error_set(err, ERROR_NOT_FOUND, "no model was trained with this strategy's features");
    return error_suggest(err, "ktrdr models train STRATEGY, then run this again");
}

static const char *const files[] = { "model.json", "model.safetensors" };

static bool read_file(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;
    OWNED(buf_release) struct buf path = {0};
    const char *known = NULL;

    for (size_t i = 0; i < COUNT(files); i++)
        if (!strcmp(files[i], call->name))
            known = files[i];
    if (!known)
        return error_set(err, ERROR_NOT_FOUND, "a model has no file '%.60s'", call->name);
    if (!find_folder(store, arg, err))
        return false;
    buf_print(&path, "%s/%s", call->folder, known);
    return file_read(path.bytes, FILE_MOST, call->bytes, err);
}

static void move_texts(char ***to, size_t *n_to, char ***from, size_t *n_from)
{
    *to = *from;
    *n_to = *n_from;
    *from = NULL;
    *n_from = 0;
}

static void fill_item(struct wire_model *model, struct wire_model_item *item)
{
    const struct wire_metrics *validation = model->validation;

    wire_clear(wire_model_item_fields, item);
    snprintf(item->id, sizeof(item->id), "%s", model->id);
    snprintf(item->name, sizeof(item->name), "%s", model->name);
    snprintf(item->strategy, sizeof(item->strategy), "%s", model->strategy);
    snprintf(item->plan_hash, sizeof(item->plan_hash), "%s", model->plan_hash);
    move_texts(&item->symbols, &item->n_symbols, &model->symbols, &model->n_symbols);
    move_texts(&item->timeframes, &item->n_timeframes, &model->timeframes, &model->n_timeframes);
    item->created_at = model->created_at;
    item->seed = model->seed;
    item->epoch_chosen = model->epoch_chosen;
    item->test_looks = model->test_looks;
    if (validation) {
        item->validation_loss = validation->log_loss;
        item->validation_accuracy = validation->accuracy;
        item->class_prior = validation->class_prior;
        item->balanced_accuracy = validation->balanced_accuracy;
        item->mcc = validation->mcc;
    }
}

static bool is_there(struct store *store, const char *id, struct error *err)
{
    struct model_store_model stored;

    if (!model_store_find(store, id, &stored, err))
        return not_found(id, err);
    model_store_release(&stored);
    return true;
}

static bool list_all(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;
    const struct wire_model_query *query = call->query;
    const int64_t limit = query->limit == WIRE_UNKNOWN ? LIST_USUAL : query->limit;
    const struct model_store_filter filter = { .after = query->after[0] ? query->after : NULL,
                                               .limit = (size_t)limit + 1 };
    struct model_store_list stored;
    bool ok = true, has_more;

    if (filter.after && !is_there(store, filter.after, err))
        return false;
    if (!model_store_list(store, &filter, &stored, err))
        return false;
    has_more = stored.count > (size_t)limit;
    call->list->total = stored.total;
    call->list->items = mem_alloc(stored.count * sizeof(*call->list->items));
    for (size_t i = 0; ok && i < stored.count - has_more; i++) {
        call->id = stored.items[i].id;
        ok = find(store, call, err);
        if (ok) {
            fill_item(&call->model, &call->list->items[call->list->n_items++]);
            wire_model_release(&call->model);
        }
    }
    if (ok && has_more)
        snprintf(call->list->next, sizeof(call->list->next), "%s",
                 stored.items[stored.count - 2].id);
    model_store_list_release(&stored);
    return ok;
}

static bool delete(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return model_store_delete(store, call->id, err) || not_found(call->id, err);
}

/* ---- calls ---- */

bool manage_models_list(struct manage_models *manager, const struct wire_model_query *query,
                        struct wire_model_list *ret_list, struct error *err)
{
    struct call call = { .list = ret_list, .query = query };

    if (query->limit != WIRE_UNKNOWN && (query->limit < 1 || query->limit > LIST_MOST))
        return error_set(err, ERROR_INVALID, "limit is %lld, not 1 to %d", (long long)query->limit,
                         LIST_MOST);
    wire_clear(wire_model_list_fields, ret_list);
    if (!manage_store_read(manager->store, list_all, &call, err)) {
        wire_model_list_release(ret_list);
        return false;
    }
    return true;
}

bool manage_models_find(struct manage_models *manager, const char *id,
                        struct wire_model *ret_model, struct error *err)
{
    struct call call = { .id = id };

    if (!manage_store_read(manager->store, find, &call, err))
        return false;
    *ret_model = call.model;
    return true;
}

bool manage_models_folder(struct manage_models *manager, const char *id, char **ret_folder,
                          struct error *err)
{
    struct call call = { .id = id };

    if (!manage_store_read(manager->store, find_folder, &call, err))
        return false;
    *ret_folder = call.folder;
    return true;
}

bool manage_models_newest(struct manage_models *manager, const char *plan_hash, char **ret_id,
                          char **ret_folder, struct error *err)
{
    struct call call = { .plan_hash = plan_hash };

    if (!manage_store_read(manager->store, find_newest, &call, err))
        return false;
    *ret_id = call.found_id;
    *ret_folder = call.folder;
    return true;
}

bool manage_models_file(struct manage_models *manager, const char *id, const char *name,
                        struct buf *ret_bytes, struct error *err)
{
    struct call call = { .id = id, .name = name, .bytes = ret_bytes };
    const bool ok = manage_store_read(manager->store, read_file, &call, err);

    free(call.folder);
    return ok;
}

bool manage_models_delete(struct manage_models *manager, const char *id,
                          struct wire_model_deleted *ret_deleted, struct error *err)
{
    struct call call = { .id = id };

    if (!manage_store_write(manager->store, delete, &call, err))
        return false;
    wire_clear(wire_model_deleted_fields, ret_deleted);
    snprintf(ret_deleted->id, sizeof(ret_deleted->id), "%.95s", id);
    return true;
}
