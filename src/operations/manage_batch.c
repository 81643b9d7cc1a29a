#include "operations/manage_batch.h"

#include "base/buf.h"
#include "base/mem.h"
#include "operations/manage_children.h"
#include "wire/wire_children.h"

#include <stdlib.h>
#include <string.h>

void manage_batch_request(const struct wire_children_request *children, size_t place,
                          struct buf *ret_request)
{
    manage_children_request(children->common, children->items[place].request, ret_request);
}

static bool run_wanted(struct manage_operations *operations, struct operation_run *run,
                       const struct wire_children_request *wanted, struct buf *ret_result,
                       struct error *err)
{
    const bool is_sweep = wanted->sweep[0] != '\0';
    const struct manage_children children = {
        .items = wanted->items, .n_items = wanted->n_items, .common = wanted->common,
        .until = 100, .phase = "running",
        .may_fail_as = { is_sweep ? ERROR_NO_MODEL : ERROR_NONE,
                         is_sweep ? ERROR_BAD_DATA : ERROR_NONE } };
    struct wire_children_end *ends = mem_alloc(wanted->n_items * sizeof(*ends));
    const struct wire_children_result result = { (int64_t)wanted->n_items, wanted->n_items, ends };
    const bool ok = manage_children_run(operations, run, &children, ends, err);

    if (ok)
        wire_encode(wire_children_result_fields, &result, ret_result);
    free(ends);
    return ok;
}

static bool run_batch(void *operations, struct operation_run *run, struct buf *ret_result,
                      struct error *err)
{
    struct wire_children_request wanted;
    bool ok;

    if (!manage_operations_begin(operations, run, err) ||
        !wire_decode(wire_children_request_fields, WIRE_TOLERANT, run->request,
                     strlen(run->request), &wanted, err))
        return false;
    ok = run_wanted(operations, run, &wanted, ret_result, err);
    wire_children_request_release(&wanted);
    return ok;
}

struct manage_operations_kind manage_batch_kind(struct manage_operations *operations)
{
    return (struct manage_operations_kind){ .type = WIRE_OPERATION_BATCH, .run = run_batch,
                                            .manager = operations,
                                            .stops_itself = true, .is_resumable = true };
}

bool manage_batch_start(struct manage_operations *operations,
                        const struct wire_children_request *children, const char *label,
                        const char *idempotency_key, struct wire_operation *ret_operation,
                        struct error *err)
{
    OWNED(buf_release) struct buf json = {0};

    if (!children->n_items || children->n_items > WIRE_CHILDREN_MOST)
        return error_set(err, ERROR_INVALID, "items are %zu, not 1 to %d", children->n_items,
                         WIRE_CHILDREN_MOST);
    wire_encode(wire_children_request_fields, children, &json);
    return manage_operations_start(operations, &(struct manage_operations_request){
        .type = WIRE_OPERATION_BATCH, .request = json.bytes, .label = label,
        .idempotency_key = idempotency_key }, ret_operation, err);
}
