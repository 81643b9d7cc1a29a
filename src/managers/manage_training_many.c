#include "managers/manage_training_many.h"

#include "base/buf.h"
#include "base/mem.h"
#include "managers/manage_training.h"
#include "managers/text_list.h"
#include "operations/manage_batch.h"
#include "wire/wire_children.h"
#include "wire/wire_training.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void inherit_text(char *text, size_t size, const char *from)
{
    if (!text[0])
        snprintf(text, size, "%s", from);
}

static void inherit_texts(char ***texts, size_t *count, size_t n_from, char *const *from)
{
    if (*count)
        return;
    *texts = text_list_copy(from, n_from);
    *count = n_from;
}

/* Those of all come first, so that an item can set what they set. */
static void put_overrides_before(struct wire_training_request *item,
                                 const struct wire_training_request *all)
{
    const size_t total = all->n_overrides + item->n_overrides;

    item->overrides = mem_resize(item->overrides, (total + 1) * sizeof(*item->overrides));
    if (item->n_overrides)
        memmove(item->overrides + all->n_overrides, item->overrides,
                item->n_overrides * sizeof(*item->overrides));
    for (size_t i = 0; i < all->n_overrides; i++)
        item->overrides[i] = mem_text(all->overrides[i]);
    item->n_overrides = total;
}

static void inherit(struct wire_training_request *item, const struct wire_training_request *all)
{
    if (!item->strategy[0] && !item->strategy_text) {
        snprintf(item->strategy, sizeof(item->strategy), "%s", all->strategy);
        item->strategy_text = all->strategy_text ? mem_text(all->strategy_text) : NULL;
        inherit_text(item->strategy_label, sizeof(item->strategy_label), all->strategy_label);
    }
    inherit_texts(&item->symbols, &item->n_symbols, all->n_symbols, all->symbols);
    inherit_texts(&item->timeframes, &item->n_timeframes, all->n_timeframes, all->timeframes);
    inherit_text(item->start_date, sizeof(item->start_date), all->start_date);
    inherit_text(item->end_date, sizeof(item->end_date), all->end_date);
    inherit_text(item->lockbox, sizeof(item->lockbox), all->lockbox);
    inherit_text(item->name, sizeof(item->name), all->name);
    if (item->seed == WIRE_UNKNOWN)
        item->seed = all->seed;
    put_overrides_before(item, all);
}

/* What tells it from the others: "spx_trend training.epochs=5 seed 7". */
static void label(const struct wire_training_request *item, size_t from, size_t until,
                  char *ret_label, size_t size)
{
    OWNED(buf_release) struct buf text = {0};

    buf_print(&text, "%s", item->strategy);
    for (size_t i = from; i < until; i++)
        buf_print(&text, " %s", item->overrides[i]);
    buf_print(&text, " seed %lld", (long long)item->seed);
    snprintf(ret_label, size, "%s", text.bytes);
}

/* ---- children ---- */

static bool check_item(struct manage_training *manager, const struct wire_training_request *all,
                       size_t at, struct wire_children_item *ret_child, struct error *err)
{
    struct wire_training_request *item = &all->items[at];
    size_t until;

    inherit(item, all);
    item->walk[0] = '\0';
    until = item->n_overrides;          /* the check may add one that nobody asked for */
    if (!manage_training_check(manager, item, err)) {
        struct error why = *err;

        error_set(err, why.code, "items[%zu]: %s", at, why.text);
        return error_suggest(err, "%s", why.suggestion);
    }
    ret_child->type = WIRE_OPERATION_TRAINING;
    label(item, all->n_overrides, until, ret_child->label, sizeof(ret_child->label));
    return true;
}

/* What items that differ in nothing but these say once. The rest is lent. */
static struct wire_training_request own_part(const struct wire_training_request *item)
{
    struct wire_training_request own;

    wire_clear(wire_training_request_fields, &own);
    own.seed = item->seed;
    own.n_overrides = item->n_overrides;
    own.overrides = item->overrides;
    return own;
}

static void print_common(const struct wire_training_request *item, struct buf *to)
{
    struct wire_training_request common = *item;

    common.seed = WIRE_UNKNOWN;
    common.n_overrides = 0;
    wire_encode(wire_training_request_fields, &common, to);
}

static bool have_much_in_common(const struct wire_training_request *all, const char *common)
{
    for (size_t i = 1; i < all->n_items; i++) {
        OWNED(buf_release) struct buf other = {0};

        print_common(&all->items[i], &other);
        if (strcmp(common, other.bytes) != 0)
            return false;
    }
    return true;
}

static void fill_requests(const struct wire_training_request *all,
                          struct wire_children_request *children)
{
    struct buf common = {0};

    print_common(&all->items[0], &common);
    if (have_much_in_common(all, common.bytes))
        children->common = common.bytes;        /* handed over */
    else
        buf_release(&common);
    for (size_t i = 0; i < all->n_items; i++) {
        struct wire_training_request own = children->common ? own_part(&all->items[i])
                                                            : all->items[i];
        struct buf json = {0};

        wire_encode(wire_training_request_fields, &own, &json);
        children->items[i].request = json.bytes;
    }
}

bool manage_training_many_start(struct manage_training *manager,
                                struct wire_training_request *request, const char *sweep,
                                const char *idempotency_key,
                                struct wire_operation *ret_operation, struct error *err)
{
    OWNED(wire_children_request_release) struct wire_children_request children = {
        .n_items = request->n_items,
        .items = mem_alloc(request->n_items * sizeof(*children.items)),
    };

    if (request->n_items > WIRE_CHILDREN_MOST)
        return error_set(err, ERROR_INVALID, "items are %zu, more than %d", request->n_items,
                         WIRE_CHILDREN_MOST);
    for (size_t i = 0; i < request->n_items; i++)
        if (!check_item(manager, request, i, &children.items[i], err))
            return false;
    for (size_t i = 0; i < request->n_items; i++)
        if (!manage_training_seal(manager, &request->items[i], err))
            return false;
    fill_requests(request, &children);
    snprintf(children.sweep, sizeof(children.sweep), "%s", sweep);
    return manage_batch_start(manage_training_operations(manager), &children,
                              request->items[0].strategy, idempotency_key, ret_operation, err);
}
