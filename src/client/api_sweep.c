#include "client/api_sweep.h"

bool api_sweep_start(struct api *api, const struct wire_sweep_request *request,
                     struct wire_operation *ret_operation, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_SWEEP_START,
                       .request_fields = wire_sweep_request_fields,
                       .request = request,
                       .reply_fields = wire_operation_fields,
                       .ret_reply = ret_operation,
                   },
                   err);
}

bool api_sweep_show(struct api *api, const char *id, struct wire_sweep *ret_sweep,
                    struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_SWEEP_ONE,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_sweep_fields,
                       .ret_reply = ret_sweep,
                   },
                   err);
}
