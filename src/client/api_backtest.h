/* api_backtest - backtests: started, listed, shown. Calls: see api.h. */
#ifndef CLIENT_API_BACKTEST_H
#define CLIENT_API_BACKTEST_H

#include "client/api.h"
#include "wire/wire_backtest.h"
#include "wire/wire_operation.h"
#include "wire/wire_trades.h"
#include "wire/wire_walk_forward.h"
#include "wire/wire_why.h"

CHECKED bool api_backtest_start(struct api *api, const struct wire_backtest_request *request,
                                struct wire_operation *ret_operation, struct error *err);
CHECKED bool api_backtest_list(struct api *api, const struct wire_backtest_query *query,
                               struct wire_backtest_list *ret_list,
                               struct error *err);
CHECKED bool api_backtest_show(struct api *api, const char *id,
                               struct wire_backtest *ret_backtest, struct error *err);
CHECKED bool api_backtest_trades(struct api *api, const char *id, struct wire_trades *ret_trades,
                                 struct error *err);
CHECKED bool api_backtest_equity(struct api *api, const char *id,
                                 struct wire_backtest_equity *ret_equity, struct error *err);
CHECKED bool api_backtest_why(struct api *api, const char *id,
                              const struct wire_why_request *request, struct wire_why *ret_why,
                              struct error *err);
CHECKED bool api_backtest_walk_forward(struct api *api,
                                       const struct wire_walk_forward_request *request,
                                       struct wire_operation *ret_operation, struct error *err);

#endif
