/* manage_training - trainings: a strategy and bars in, a published model out. Loop thread only. */
#ifndef MANAGERS_MANAGE_TRAINING_H
#define MANAGERS_MANAGE_TRAINING_H

#include "base/error.h"
#include "base/words.h"
#include "operations/manage_operations.h"

struct adapt_training;
struct manage_bars;
struct manage_strategies;
struct manage_training;
struct manage_worker;
struct wire_operation;
struct wire_training_request;

/* All borrowed. */
struct manage_training *manage_training_new(const struct manage_worker *worker,
                                            struct adapt_training *training,
                                            struct manage_bars *bars,
                                            struct manage_strategies *strategies);
void manage_training_free(struct manage_training *manager);
struct manage_operations_kind manage_training_kind(struct manage_training *manager);

/* Waits. Reads the strategy and looks for its bars: what cannot work is refused. The request's
 * strategy becomes its text, symbols and seed what they will be. */
CHECKED bool manage_training_check(struct manage_training *manager,
                                   struct wire_training_request *request, struct error *err);

/* Waits. Of a checked request with a lockbox: seals it. */
CHECKED bool manage_training_seal(struct manage_training *manager,
                                  struct wire_training_request *request, struct error *err);

/* Waits. Checks it first, and seals. */
CHECKED bool manage_training_start(struct manage_training *manager,
                                   struct wire_training_request *request,
                                   const char *idempotency_key,
                                   struct wire_operation *ret_operation, struct error *err);

struct manage_operations *manage_training_operations(const struct manage_training *manager);

#endif
