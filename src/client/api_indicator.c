#include "client/api_indicator.h"

bool api_indicator_list(struct api *api, struct wire_indicator_list *ret_list, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_INDICATOR_LIST,
                       .reply_fields = wire_indicator_list_fields,
                       .ret_reply = ret_list,
                   },
                   err);
}

bool api_indicator_compute(struct api *api, const struct wire_indicator_request *request,
                           struct wire_indicator_values *ret_values, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_INDICATOR_COMPUTE,
                       .request_fields = wire_indicator_request_fields,
                       .request = request,
                       .reply_fields = wire_indicator_values_fields,
                       .ret_reply = ret_values,
                   },
                   err);
}

bool api_indicator_fuzzy(struct api *api, const struct wire_fuzzy_request *request,
                         struct wire_indicator_values *ret_values, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_FUZZY_COMPUTE,
                       .request_fields = wire_fuzzy_request_fields,
                       .request = request,
                       .reply_fields = wire_indicator_values_fields,
                       .ret_reply = ret_values,
                   },
                   err);
}
