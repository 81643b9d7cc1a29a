/* api_operation - operations: what runs, what ran, what came of it. Calls: see api.h. */
#ifndef CLIENT_API_OPERATION_H
#define CLIENT_API_OPERATION_H

#include "client/api.h"
#include "wire/wire_operation.h"
#include "wire/wire_prune.h"
#include "wire/wire_timeline.h"

CHECKED bool api_operation_list(struct api *api, const struct wire_operation_query *query,
                                struct wire_operation_list *ret_list, struct error *err);
CHECKED bool api_operation_status(struct api *api, const char *id,
                                  struct wire_operation *ret_operation, struct error *err);
CHECKED bool api_operation_timeline(struct api *api, const char *id,
                                    struct wire_timeline *ret_timeline, struct error *err);
CHECKED bool api_operation_prune(struct api *api, const struct wire_prune_request *request,
                                 struct wire_prune_result *ret_pruned, struct error *err);
/* Its result is then in api_body(). */
CHECKED bool api_operation_result(struct api *api, const char *id, struct error *err);
CHECKED bool api_operation_cancel(struct api *api, const char *id,
                                  const struct wire_operation_cancel *request,
                                  struct wire_operation *ret_operation, struct error *err);
CHECKED bool api_operation_resume(struct api *api, const char *id,
                                  struct wire_operation *ret_operation, struct error *err);
CHECKED bool api_operation_retry(struct api *api, const char *id,
                                 struct wire_operation *ret_operation, struct error *err);

#endif
