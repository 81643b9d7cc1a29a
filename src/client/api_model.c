#include "client/api_model.h"

bool api_model_train(struct api *api, const struct wire_training_request *request,
                     struct wire_operation *ret_operation, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_TRAINING_START,
                       .request_fields = wire_training_start_fields,
                       .request = request,
                       .reply_fields = wire_operation_fields,
                       .ret_reply = ret_operation,
                   },
                   err);
}

bool api_model_list(struct api *api, const struct wire_model_query *query,
                    struct wire_model_list *ret_list, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_MODEL_LIST,
                       .query_fields = wire_model_query_fields,
                       .query = query,
                       .reply_fields = wire_model_list_fields,
                       .ret_reply = ret_list,
                   },
                   err);
}

bool api_model_show(struct api *api, const char *id, struct wire_model *ret_model,
                    struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_MODEL_ONE,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_model_fields,
                       .ret_reply = ret_model,
                   },
                   err);
}

bool api_model_test(struct api *api, const char *id,
                    const struct wire_evaluation_request *request,
                    struct wire_operation *ret_operation, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_MODEL_TEST,
                       .values = (const char *[]){ id },
                       .request_fields = wire_evaluation_request_fields,
                       .request = request,
                       .reply_fields = wire_operation_fields,
                       .ret_reply = ret_operation,
                   },
                   err);
}

bool api_model_delete(struct api *api, const char *id, struct wire_model_deleted *ret_deleted,
                      struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "DELETE",
                       .pattern = WIRE_MODEL_ONE,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_model_deleted_fields,
                       .ret_reply = ret_deleted,
                   },
                   err);
}

bool api_model_predict(struct api *api, const char *id,
                       const struct wire_prediction_request *request,
                       struct wire_prediction_result *ret_result, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_MODEL_PREDICT,
                       .values = (const char *[]){ id },
                       .request_fields = wire_prediction_request_fields,
                       .request = request,
                       .reply_fields = wire_prediction_result_fields,
                       .ret_reply = ret_result,
                   },
                   err);
}

bool api_model_sheet(struct api *api, const char *id, const struct wire_sheet_request *request,
                     struct wire_sheet *ret_sheet, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_SHEET,
                       .values = (const char *[]){ id },
                       .request_fields = wire_sheet_request_fields,
                       .request = request,
                       .reply_fields = wire_sheet_fields,
                       .ret_reply = ret_sheet,
                   },
                   err);
}

bool api_model_track(struct api *api, const char *id, struct wire_track *ret_track,
                     struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_TRACK,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_track_fields,
                       .ret_reply = ret_track,
                   },
                   err);
}

bool api_model_file(struct api *api, const char *id, const char *name, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_MODEL_FILE,
                       .values = (const char *[]){ id, name },
                       .accept = "*/*",
                   },
                   err);
}

bool api_model_lockboxes(struct api *api, struct wire_lockbox_list *ret_list, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_LOCKBOX_LIST,
                       .reply_fields = wire_lockbox_list_fields,
                       .ret_reply = ret_list,
                   },
                   err);
}

bool api_model_unseal(struct api *api, const char *symbol, struct wire_lockbox *ret_lockbox,
                      struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_LOCKBOX_UNSEAL,
                       .values = (const char *[]){ symbol },
                       .reply_fields = wire_lockbox_fields,
                       .ret_reply = ret_lockbox,
                   },
                   err);
}
