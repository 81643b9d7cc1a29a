#include "client/api_bars.h"

bool api_bars_list(struct api *api, struct wire_bars_list *ret_list, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_BARS_LIST,
                       .reply_fields = wire_bars_list_fields,
                       .ret_reply = ret_list,
                   },
                   err);
}

bool api_bars_range(struct api *api, const char *symbol, const char *timeframe,
                    struct wire_bars_item *ret_item, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_BARS_RANGE,
                       .values = (const char *[]){ symbol, timeframe },
                       .reply_fields = wire_bars_item_fields,
                       .ret_reply = ret_item,
                   },
                   err);
}

bool api_bars_gaps(struct api *api, const char *symbol, const char *timeframe,
                   const struct wire_bars_query *query, struct wire_bars_gaps *ret_gaps,
                   struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_BARS_GAPS,
                       .values = (const char *[]){ symbol, timeframe },
                       .query_fields = wire_bars_query_fields,
                       .query = query,
                       .reply_fields = wire_bars_gaps_fields,
                       .ret_reply = ret_gaps,
                   },
                   err);
}

bool api_bars_quality(struct api *api, const char *symbol, const char *timeframe,
                      const struct wire_bars_query *query, struct wire_bars_quality *ret_quality,
                      struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_BARS_QUALITY,
                       .values = (const char *[]){ symbol, timeframe },
                       .query_fields = wire_bars_query_fields,
                       .query = query,
                       .reply_fields = wire_bars_quality_fields,
                       .ret_reply = ret_quality,
                   },
                   err);
}

bool api_bars_delete(struct api *api, const char *symbol, const char *timeframe,
                     struct wire_bars_deleted *ret_deleted, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "DELETE",
                       .pattern = WIRE_BARS_SERIES,
                       .values = (const char *[]){ symbol, timeframe },
                       .reply_fields = wire_bars_deleted_fields,
                       .ret_reply = ret_deleted,
                   },
                   err);
}

bool api_bars_fetch(struct api *api, const char *symbol, const char *timeframe,
                    const struct wire_bars_query *query, const char *accept, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_BARS_SERIES,
                       .values = (const char *[]){ symbol, timeframe },
                       .query_fields = wire_bars_query_fields,
                       .query = query,
                       .accept = accept,
                   },
                   err);
}

bool api_bars_import(struct api *api, const struct wire_import_query *query,
                     const struct buf *file, struct wire_import_report *ret_report,
                     struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_IMPORT,
                       .query_fields = wire_import_query_fields,
                       .query = query,
                       .body = file,
                       .reply_fields = wire_import_report_fields,
                       .ret_reply = ret_report,
                   },
                   err);
}

bool api_bars_load(struct api *api, const struct wire_load_request *request,
                   struct wire_operation *ret_operation, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_LOAD_START,
                       .request_fields = wire_load_request_fields,
                       .request = request,
                       .reply_fields = wire_operation_fields,
                       .ret_reply = ret_operation,
                   },
                   err);
}
