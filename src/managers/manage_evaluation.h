/*
 * manage_evaluation - models on bars they did not learn from: tests, each look counted, and what a
 * model says now. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_EVALUATION_H
#define MANAGERS_MANAGE_EVALUATION_H

#include "base/error.h"
#include "base/words.h"
#include "operations/manage_operations.h"

struct buf;
struct manage_bars;
struct manage_evaluation;
struct manage_models;
struct manage_worker;
struct wire_evaluation_request;
struct wire_operation;
struct wire_prediction_request;

struct manage_evaluation *manage_evaluation_new(const struct manage_worker *worker,
                                                struct manage_bars *bars,
                                                struct manage_models *models);
void manage_evaluation_free(struct manage_evaluation *manager);
struct manage_operations_kind manage_evaluation_kind(struct manage_evaluation *manager);

/* Waits. The model is named in the request. */
CHECKED bool manage_evaluation_start(struct manage_evaluation *manager,
                                     const struct wire_evaluation_request *request,
                                     const char *idempotency_key,
                                     struct wire_operation *ret_operation, struct error *err);

/* Waits, for a worker too. Appends wire_prediction_result as JSON. */
CHECKED bool manage_evaluation_predict(struct manage_evaluation *manager, const char *model,
                                       const struct wire_prediction_request *request,
                                       struct buf *ret_json, struct error *err);

#endif
