#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/route.h"
#include "base/buf.h"
#include "domain/kbar.h"
#include "managers/manage_bars.h"
#include "managers/manage_quality.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "wire/wire_bars.h"
#include "wire/wire_bars_print.h"

#include <string.h>

#define KBAR_TYPE "application/vnd.ktrdr.bars"
#define CSV_TYPE  "text/csv"

static bool list(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_bars_list list;

    if (!route_check_no_query(request, err) ||
        !manage_bars_list(core->bars, &list, err))
        return false;
    route_reply(request, 200, wire_bars_list_fields, &list);
    wire_bars_list_release(&list);
    return true;
}

static bool decode_want(const struct http_request *request, struct manage_bars_want *ret_want,
                        struct error *err)
{
    struct wire_bars_query query;

    if (!route_decode_query(request, wire_bars_query_fields, &query, err) ||
        !manage_bars_parse_want(http_request_param(request, "symbol"),
                                http_request_param(request, "timeframe"), query.start, query.end,
                                ret_want, err))
        return false;
    if (query.limit != WIRE_UNKNOWN && query.limit < 1)
        return error_set(err, ERROR_INVALID, "limit is %lld, not 1 or more",
                         (long long)query.limit);
    ret_want->limit = query.limit == WIRE_UNKNOWN ? 0 : query.limit;
    return true;
}

/* In the form the client asked for; JSON unless it said otherwise. */
static const char *print(const struct http_request *request, const struct manage_bars_got *got,
                         struct buf *body)
{
    const char *accept = http_request_header(request, "Accept");

    if (accept && strstr(accept, KBAR_TYPE)) {
        kbar_encode(&got->bars, body);
        return KBAR_TYPE;
    }
    if (accept && strstr(accept, CSV_TYPE)) {
        wire_bars_print_csv(body, &got->bars);
        return CSV_TYPE;
    }
    wire_bars_print_json(body, got->info.series.symbol, timeframe_name(got->info.series.timeframe),
                         &got->bars);
    return "application/json";
}

static bool show(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    OWNED(buf_release) struct buf body = {0};
    struct manage_bars_want want;
    struct manage_bars_got got;
    const char *type;

    if (!decode_want(request, &want, err) || !manage_bars_read(core->bars, &want, &got, err))
        return false;
    type = print(request, &got, &body);
    manage_bars_got_release(&got);
    return http_reply_send(request, 200, type, body.bytes, body.length);
}

static bool show_range(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct manage_bars_want want;
    struct wire_bars_item item;

    if (!decode_want(request, &want, err) || !manage_bars_range(core->bars, &want, &item, err))
        return false;
    route_reply(request, 200, wire_bars_item_fields, &item);
    wire_bars_item_release(&item);
    return true;
}

static bool show_gaps(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct manage_bars_want want;
    struct wire_bars_gaps gaps;

    if (!decode_want(request, &want, err) || !manage_quality_gaps(core->bars, &want, &gaps, err))
        return false;
    route_reply(request, 200, wire_bars_gaps_fields, &gaps);
    wire_bars_gaps_release(&gaps);
    return true;
}

static bool show_quality(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct manage_bars_want want;
    struct wire_bars_quality quality;

    if (!decode_want(request, &want, err) ||
        !manage_quality_check(core->bars, &want, &quality, err))
        return false;
    route_reply(request, 200, wire_bars_quality_fields, &quality);
    wire_bars_quality_release(&quality);
    return true;
}

static bool delete(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct manage_bars_want want;
    struct wire_bars_deleted deleted;

    if (!decode_want(request, &want, err) || !manage_bars_delete(core->bars, &want, &deleted, err))
        return false;
    route_reply(request, 200, wire_bars_deleted_fields, &deleted);
    wire_bars_deleted_release(&deleted);
    return true;
}

const struct http_route route_bars_table[] = {
    { .method = "GET", .path = WIRE_BARS_LIST, .handler = list },
    { .method = "GET", .path = WIRE_BARS_SERIES, .handler = show },
    { .method = "DELETE", .path = WIRE_BARS_SERIES, .handler = delete },
    { .method = "GET", .path = WIRE_BARS_RANGE, .handler = show_range },
    { .method = "GET", .path = WIRE_BARS_GAPS, .handler = show_gaps },
    { .method = "GET", .path = WIRE_BARS_QUALITY, .handler = show_quality },
};
const size_t route_bars_count = COUNT(route_bars_table);
