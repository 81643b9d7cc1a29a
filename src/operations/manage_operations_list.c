#include "operations/manage_operations.h"

#include "base/mem.h"
#include "operations/manage_operations_parts.h"
#include "operations/manage_store.h"
#include "operations/operation_wire.h"
#include "store/operation_store.h"

#include <stdio.h>

struct call {
    struct operation_store_filter filter;
    struct operation_store_list list;
};

static bool list(struct store *store, void *arg, struct error *err)
{
    struct call *call = arg;

    return operation_store_list(store, &call->filter, &call->list, err);
}

static bool fill_filter(const struct wire_operation_query *query,
                        struct operation_store_filter *filter, struct error *err)
{
    enum operation_state state;

    if (query->status[0] && !operation_state_parse(query->status, &state, err))
        return false;
    if (query->type[0] && operation_wire_find_type(query->type) == WIRE_OPERATION_TYPES)
        return error_set(err, ERROR_INVALID, "'%s' is not a type of operation", query->type);
    if (query->limit != WIRE_UNKNOWN && (query->limit < 1 || query->limit > 1000))
        return error_set(err, ERROR_INVALID, "limit is %lld, not 1 to 1000",
                         (long long)query->limit);
    filter->state = query->status[0] ? query->status : NULL;
    filter->type = query->type[0] ? query->type : NULL;
    filter->parent = query->parent[0] ? query->parent : NULL;
    filter->which = query->active ? OPERATION_STORE_ACTIVE : OPERATION_STORE_ALL;
    filter->after = query->after[0] ? query->after : NULL;
    filter->limit = query->limit == WIRE_UNKNOWN ? 0 : (size_t)query->limit;
    return true;
}

bool manage_operations_list(struct manage_operations *manager,
                            const struct wire_operation_query *query,
                            struct wire_operation_list *ret_list, struct error *err)
{
    struct call call = {0};

    if (!fill_filter(query, &call.filter, err) ||
        !manage_store_read(manager->keeper.store, list, &call, err))
        return false;
    wire_clear(wire_operation_list_fields, ret_list);
    ret_list->total = call.list.total;
    ret_list->n_items = call.list.count;
    ret_list->items = mem_alloc(call.list.count * sizeof(*ret_list->items));
    for (size_t i = 0; i < call.list.count; i++)
        operation_wire_fill(&call.list.items[i],
                            operation_keeper_find(&manager->keeper, call.list.items[i].id),
                            &ret_list->items[i]);
    if (call.list.has_more)
        snprintf(ret_list->next, sizeof(ret_list->next), "%s",
                 call.list.items[call.list.count - 1].id);
    operation_store_list_release(&call.list);
    return true;
}
