#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/route_start.h"
#include "base/buf.h"
#include "managers/manage_backtest.h"
#include "net/http_request.h"
#include "service/route.h"
#include "wire/wire_backtest.h"
#include "wire/wire_operation.h"
#include "wire/wire_trades.h"
#include "wire/wire_why.h"

enum { BACKTEST_MOST = 32 << 20 };      /* given signals are a line per bar */

static bool start(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(wire_backtest_request_release) struct wire_backtest_request wanted = {0};
    struct wire_operation operation;
    char key[SERVICE_FRAME_KEY];

    return route_start_decode(request, core, wire_backtest_request_fields, &wanted, key, err) &&
           manage_backtest_start(&core->backtest, &wanted, key[0] ? key : NULL, &operation, err) &&
           route_start_reply(request, &operation);
}

static bool list(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    struct wire_backtest_query query;
    struct wire_backtest_list list;

    if (!route_decode_query(request, wire_backtest_query_fields, &query, err) ||
        !manage_backtest_list(&core->backtest, &query, &list, err))
        return false;
    route_reply(request, 200, wire_backtest_list_fields, &list);
    wire_backtest_list_release(&list);
    return true;
}

static bool show(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(buf_release) struct buf json = {0};

    return manage_backtest_show(&core->backtest, http_request_param(request, "id"), &json, err) &&
           route_reply_json(request, 200, &json);
}

static bool show_trades(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(buf_release) struct buf json = {0};

    return manage_backtest_file(&core->backtest, http_request_param(request, "id"), "trades",
                                &json, err) && route_reply_json(request, 200, &json);
}

static bool show_equity(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(buf_release) struct buf json = {0};

    return manage_backtest_file(&core->backtest, http_request_param(request, "id"), "equity",
                                &json, err) && route_reply_json(request, 200, &json);
}

static bool show_why(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(buf_release) struct buf json = {0};
    struct wire_why_request wanted;

    return route_decode_query(request, wire_why_request_fields, &wanted, err) &&
           manage_backtest_why(&core->backtest, http_request_param(request, "id"), &wanted, &json,
                               err) && route_reply_json(request, 200, &json);
}

const struct http_route route_backtest_table[] = {
    { .method = "GET", .path = WIRE_BACKTEST_LIST, .handler = list },
    { .method = "POST", .path = WIRE_BACKTEST_LIST, .handler = start,
      .body_limit = BACKTEST_MOST },
    { .method = "GET", .path = WIRE_BACKTEST_ONE, .handler = show },
    { .method = "GET", .path = WIRE_TRADES, .handler = show_trades },
    { .method = "GET", .path = WIRE_BACKTEST_EQUITY, .handler = show_equity },
    { .method = "GET", .path = WIRE_WHY, .handler = show_why },
};
const size_t route_backtest_count = COUNT(route_backtest_table);
