/*
 * manage_batch - an operation that is many: its children are operations of their own, some of them
 * at work at a time, with one progress, one cancel and one result for all.
 *
 * A batch completes when all its children have (manage_children.h); else it fails, and names the
 * first that did. Loop thread only.
 */
#ifndef OPERATIONS_MANAGE_BATCH_H
#define OPERATIONS_MANAGE_BATCH_H

#include "base/error.h"
#include "base/words.h"
#include "operations/manage_operations.h"

struct buf;
struct wire_children_request;
struct wire_operation;

struct manage_operations_kind manage_batch_kind(struct manage_operations *operations);

/* The request that the child at a place is started with. */
void manage_batch_request(const struct wire_children_request *children, size_t place,
                          struct buf *ret_request);

/* Waits. The children's requests are as their managers would store them: checked and whole. */
CHECKED bool manage_batch_start(struct manage_operations *operations,
                                const struct wire_children_request *children, const char *label,
                                const char *idempotency_key, struct wire_operation *ret_operation,
                                struct error *err);

#endif
