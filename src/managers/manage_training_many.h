/* manage_training_many - a training for each item of a request, as one batch. Loop thread only. */
#ifndef MANAGERS_MANAGE_TRAINING_MANY_H
#define MANAGERS_MANAGE_TRAINING_MANY_H

#include "base/error.h"
#include "base/words.h"

struct manage_training;
struct wire_operation;
struct wire_training_request;

/* Waits. What an item leaves out is as in the request itself. All are checked before anything
 * starts; an error names the item. sweep is the metric of wire_children, or "". */
CHECKED bool manage_training_many_start(struct manage_training *manager,
                                        struct wire_training_request *request,
                                        const char *sweep, const char *idempotency_key,
                                        struct wire_operation *ret_operation, struct error *err);

#endif
