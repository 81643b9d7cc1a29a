#include "client/api_operation.h"

bool api_operation_list(struct api *api, const struct wire_operation_query *query,
                        struct wire_operation_list *ret_list, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_OPERATION_LIST,
                       .query_fields = wire_operation_query_fields,
                       .query = query,
                       .reply_fields = wire_operation_list_fields,
                       .ret_reply = ret_list,
                   },
                   err);
}

bool api_operation_status(struct api *api, const char *id, struct wire_operation *ret_operation,
                          struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_OPERATION_ONE,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_operation_fields,
                       .ret_reply = ret_operation,
                   },
                   err);
}

bool api_operation_timeline(struct api *api, const char *id, struct wire_timeline *ret_timeline,
                            struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_TIMELINE,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_timeline_fields,
                       .ret_reply = ret_timeline,
                   },
                   err);
}

bool api_operation_prune(struct api *api, const struct wire_prune_request *request,
                         struct wire_prune_result *ret_pruned, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_PRUNE,
                       .request_fields = wire_prune_request_fields,
                       .request = request,
                       .reply_fields = wire_prune_result_fields,
                       .ret_reply = ret_pruned,
                   },
                   err);
}

bool api_operation_result(struct api *api, const char *id, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_OPERATION_RESULT,
                       .values = (const char *[]){ id },
                   },
                   err);
}

bool api_operation_cancel(struct api *api, const char *id,
                          const struct wire_operation_cancel *request,
                          struct wire_operation *ret_operation, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "DELETE",
                       .pattern = WIRE_OPERATION_ONE,
                       .values = (const char *[]){ id },
                       .request_fields = wire_operation_cancel_fields,
                       .request = request,
                       .reply_fields = wire_operation_fields,
                       .ret_reply = ret_operation,
                   },
                   err);
}

bool api_operation_resume(struct api *api, const char *id, struct wire_operation *ret_operation,
                          struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_OPERATION_RESUME,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_operation_fields,
                       .ret_reply = ret_operation,
                   },
                   err);
}

bool api_operation_retry(struct api *api, const char *id, struct wire_operation *ret_operation,
                         struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_OPERATION_RETRY,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_operation_fields,
                       .ret_reply = ret_operation,
                   },
                   err);
}
