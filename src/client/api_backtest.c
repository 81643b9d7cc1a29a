#include "client/api_backtest.h"

bool api_backtest_start(struct api *api, const struct wire_backtest_request *request,
                        struct wire_operation *ret_operation, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_BACKTEST_LIST,
                       .request_fields = wire_backtest_request_fields,
                       .request = request,
                       .reply_fields = wire_operation_fields,
                       .ret_reply = ret_operation,
                   },
                   err);
}

bool api_backtest_list(struct api *api, const struct wire_backtest_query *query,
                       struct wire_backtest_list *ret_list, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_BACKTEST_LIST,
                       .query_fields = wire_backtest_query_fields,
                       .query = query,
                       .reply_fields = wire_backtest_list_fields,
                       .ret_reply = ret_list,
                   },
                   err);
}

bool api_backtest_show(struct api *api, const char *id, struct wire_backtest *ret_backtest,
                       struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_BACKTEST_ONE,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_backtest_fields,
                       .ret_reply = ret_backtest,
                   },
                   err);
}

bool api_backtest_trades(struct api *api, const char *id, struct wire_trades *ret_trades,
                         struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_TRADES,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_trades_fields,
                       .ret_reply = ret_trades,
                   },
                   err);
}

bool api_backtest_why(struct api *api, const char *id, const struct wire_why_request *request,
                      struct wire_why *ret_why, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_WHY,
                       .values = (const char *[]){ id },
                       .query_fields = wire_why_request_fields,
                       .query = request,
                       .reply_fields = wire_why_fields,
                       .ret_reply = ret_why,
                   },
                   err);
}

bool api_backtest_equity(struct api *api, const char *id, struct wire_backtest_equity *ret_equity,
                         struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_BACKTEST_EQUITY,
                       .values = (const char *[]){ id },
                       .reply_fields = wire_backtest_equity_fields,
                       .ret_reply = ret_equity,
                   },
                   err);
}

bool api_backtest_walk_forward(struct api *api, const struct wire_walk_forward_request *request,
                               struct wire_operation *ret_operation, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_WALK_FORWARD_START,
                       .request_fields = wire_walk_forward_request_fields,
                       .request = request,
                       .reply_fields = wire_operation_fields,
                       .ret_reply = ret_operation,
                   },
                   err);
}
