#include "backend/routes.h"

#include "async/scope.h"
#include "async/work.h"
#include "backend/backend_core.h"
#include "backend/reply_cache.h"
#include "base/buf.h"
#include "domain/kbar.h"
#include "managers/manage_bars.h"
#include "operations/manage_operations.h"
#include "managers/manage_quality.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "service/route.h"
#include "wire/wire_bars.h"
#include "wire/wire_bars_print.h"

#include <string.h>

#define KBAR_TYPE "application/vnd.ktrdr.bars"
#define CSV_TYPE  "text/csv"
#define JSON_TYPE "application/json"

enum { MANY_BARS = 5000 };      /* printed on the pool: half a millisecond and more */

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

/* The form the client asked for; JSON unless it said otherwise. */
static const char *choose_type(const struct http_request *request)
{
    const char *accept = http_request_header(request, "Accept");

    if (accept && strstr(accept, KBAR_TYPE))
        return KBAR_TYPE;
    return accept && strstr(accept, CSV_TYPE) ? CSV_TYPE : JSON_TYPE;
}

enum { START, REST, PARTS };        /* of a reply; the rest of a long JSON is printed beside it */

struct printing {
    const struct manage_bars_got *got;
    const char *type;
    struct buf *parts;
};

static bool print(void *arg, struct error *err)
{
    const struct printing *printing = arg;
    const struct manage_bars_got *got = printing->got;

    (void)err;
    if (!strcmp(printing->type, KBAR_TYPE))
        kbar_encode(&got->bars, &printing->parts[START]);
    else if (!strcmp(printing->type, CSV_TYPE))
        wire_bars_print_csv(&printing->parts[START], &got->bars);
    else
        wire_bars_print_json(&printing->parts[START], got->info.series.symbol,
                             timeframe_name(got->info.series.timeframe), &got->bars);
    return true;
}

static bool print_start(void *arg, struct error *err)
{
    const struct printing *printing = arg;
    const struct series *series = &printing->got->info.series;

    (void)err;
    wire_bars_print_json_start(&printing->parts[START], series->symbol,
                               timeframe_name(series->timeframe), &printing->got->bars);
    return true;
}

static bool print_rest(void *arg, struct error *err)
{
    struct printing *printing = arg;

    (void)err;
    wire_bars_print_json_rest(&printing->parts[REST], &printing->got->bars);
    return true;
}

static bool run_rest(void *arg, struct error *err)
{
    return work_run(print_rest, arg, err);
}

/* On the pool; JSON, which takes longest, on two of its threads. */
static bool print_many(struct printing *printing, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = task_loop() };

    if (strcmp(printing->type, JSON_TYPE) != 0)
        return work_run(print, printing, err);
    scope_spawn(&scope, run_rest, printing);
    return work_run(print_start, printing, err) && scope_wait(&scope, err);
}

static void release_parts(struct buf parts[PARTS])
{
    for (int i = 0; i < PARTS; i++)
        buf_release(&parts[i]);
}

static void keep_reply(const struct backend_core *core, const struct reply_cache_key *key,
                       const struct buf parts[PARTS])
{
    OWNED(buf_release) struct buf body = {0};

    buf_reserve(&body, parts[START].length + parts[REST].length);
    for (int i = 0; i < PARTS; i++)
        buf_add(&body, parts[i].length ? parts[i].bytes : "", parts[i].length);
    reply_cache_keep(core->replies, key, &body);
}

static bool make(const struct backend_core *core, const struct http_request *request,
                 const char *type, struct buf parts[PARTS], struct error *err)
{
    struct manage_bars_want want;
    struct manage_bars_got got;
    struct printing printing = { &got, type, parts };
    bool ok;

    if (!decode_want(request, &want, err) || !manage_bars_read(core->bars, &want, &got, err))
        return false;
    ok = got.bars.count > MANY_BARS ? print_many(&printing, err) : print(&printing, err);
    manage_bars_got_release(&got);
    return ok;
}

/* Cache-Control: no-cache asks for the bars as the store has them now, and leaves no trace. */
static bool may_be_kept(const struct http_request *request)
{
    const char *control = http_request_header(request, "Cache-Control");

    return !control || !strstr(control, "no-cache");
}

static bool show(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    const struct reply_cache_key key = { manage_bars_version(core->bars),
                                         http_request_target(request), choose_type(request) };
    const bool may_keep = may_be_kept(request);
    const struct buf *known = may_keep ? reply_cache_find(core->replies, &key) : NULL;
    struct buf parts[PARTS] = {0};

    if (known)
        return http_reply_send(request, 200, key.type, known->bytes, known->length);
    if (!make(core, request, key.type, parts, err)) {
        release_parts(parts);
        return false;
    }
    if (may_keep)
        keep_reply(core, &key, parts);
    return http_reply_give(request, 200, key.type, parts, PARTS);
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

    if (!decode_want(request, &want, err) ||
        !manage_operations_check_bars_unused(core->operations, want.symbol, err) ||
        !manage_bars_delete(core->bars, &want, &deleted, err))
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
