#include "backend/routes.h"

#include "backend/backend_core.h"
#include "base/buf.h"
#include "managers/manage_check.h"
#include "managers/manage_strategies.h"
#include "net/http_request.h"
#include "service/route.h"
#include "wire/wire_coverage.h"
#include "wire/wire_strategy.h"

enum { STRATEGY_MOST = 2 << 20 };

static bool list(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_strategy_list list;

    if (!route_check_no_query(request, err) ||
        !manage_strategies_list(core->strategies, &list, err))
        return false;
    route_reply(request, 200, wire_strategy_list_fields, &list);
    wire_strategy_list_release(&list);
    return true;
}

static bool show(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_strategy_text text;

    if (!manage_strategies_find(core->strategies, http_request_param(request, "name"), &text, err))
        return false;
    route_reply(request, 200, wire_strategy_text_fields, &text);
    wire_strategy_text_release(&text);
    return true;
}

static bool validate(struct http_request *request, void *context, struct error *err)
{
    struct wire_strategy_request wanted;
    struct wire_strategy_report report;

    (void)context;
    if (!route_decode_body(request, wire_strategy_request_fields, &wanted, err))
        return false;
    manage_strategies_validate(&wanted, &report);
    route_reply(request, 200, wire_strategy_report_fields, &report);
    wire_strategy_report_release(&report);
    wire_strategy_request_release(&wanted);
    return true;
}

static bool features(struct http_request *request, void *context, struct error *err)
{
    struct wire_strategy_request wanted;
    struct wire_strategy_features features;
    bool ok;

    (void)context;
    if (!route_decode_body(request, wire_strategy_request_fields, &wanted, err))
        return false;
    ok = manage_strategies_features(&wanted, &features, err);
    wire_strategy_request_release(&wanted);
    if (!ok)
        return false;
    route_reply(request, 200, wire_strategy_features_fields, &features);
    wire_strategy_features_release(&features);
    return true;
}

static bool look(struct http_request *request, const struct backend_core *core,
                 enum wire_worker_kind kind, struct error *err)
{
    const struct manage_check manager = { &core->worker, core->bars, core->strategies };
    OWNED(buf_release) struct buf json = {0};
    struct wire_check_request wanted;
    bool ok;

    if (!route_decode_body(request, wire_check_request_fields, &wanted, err))
        return false;
    ok = manage_check_run(&manager, kind, &wanted, &json, err);
    wire_check_request_release(&wanted);
    return ok && route_reply_json(request, 200, &json);
}

static bool check(struct http_request *request, void *context, struct error *err)
{
    return look(request, context, WIRE_WORKER_CHECK, err);
}

static bool coverage(struct http_request *request, void *context, struct error *err)
{
    return look(request, context, WIRE_WORKER_COVERAGE, err);
}

static bool migrate(struct http_request *request, void *context, struct error *err)
{
    struct wire_strategy_request wanted;
    struct wire_strategy_migration migration;

    (void)context;
    if (!route_decode_body(request, wire_strategy_request_fields, &wanted, err))
        return false;
    manage_strategies_migrate(&wanted, &migration);
    route_reply(request, 200, wire_strategy_migration_fields, &migration);
    wire_strategy_migration_release(&migration);
    wire_strategy_request_release(&wanted);
    return true;
}

const struct http_route route_strategy_table[] = {
    { .method = "GET", .path = WIRE_STRATEGY_LIST, .handler = list },
    { .method = "GET", .path = WIRE_STRATEGY_ONE, .handler = show },
    { .method = "POST", .path = WIRE_STRATEGY_VALIDATE, .handler = validate,
      .body_limit = STRATEGY_MOST },
    { .method = "POST", .path = WIRE_STRATEGY_FEATURES, .handler = features,
      .body_limit = STRATEGY_MOST },
    { .method = "POST", .path = WIRE_CHECK, .handler = check, .body_limit = STRATEGY_MOST },
    { .method = "POST", .path = WIRE_COVERAGE, .handler = coverage, .body_limit = STRATEGY_MOST },
    { .method = "POST", .path = WIRE_STRATEGY_MIGRATE, .handler = migrate,
      .body_limit = STRATEGY_MOST },
};
const size_t route_strategy_count = COUNT(route_strategy_table);
