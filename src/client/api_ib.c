#include "client/api_ib.h"

bool api_ib_status(struct api *api, struct wire_ib_status *ret_status, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_IB_STATUS,
                       .reply_fields = wire_ib_status_fields,
                       .ret_reply = ret_status,
                   },
                   err);
}

bool api_ib_resolve(struct api *api, const struct wire_ib_query *query,
                    struct wire_ib_resolved *ret_resolved, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_IB_RESOLVE,
                       .request_fields = wire_ib_query_fields,
                       .request = query,
                       .reply_fields = wire_ib_resolved_fields,
                       .ret_reply = ret_resolved,
                   },
                   err);
}

bool api_ib_ranges(struct api *api, const struct wire_ib_query *query,
                   struct wire_ib_ranges *ret_ranges, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_IB_RANGES,
                       .query_fields = wire_ib_query_fields,
                       .query = query,
                       .reply_fields = wire_ib_ranges_fields,
                       .ret_reply = ret_ranges,
                   },
                   err);
}

bool api_ib_check(struct api *api, const struct wire_ib_query *query,
                  struct wire_ib_check *ret_check, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_IB_CHECK,
                       .request_fields = wire_ib_query_fields,
                       .request = query,
                       .reply_fields = wire_ib_check_fields,
                       .ret_reply = ret_check,
                   },
                   err);
}
