#include "backend/routes.h"

#include "backend/backend_core.h"
#include "managers/manage_indicators.h"
#include "service/route.h"
#include "wire/wire_fuzzy.h"
#include "wire/wire_indicator.h"

enum { REQUEST_MOST = 2 << 20 };

static bool list(struct http_request *request, void *context, struct error *err)
{
    struct wire_indicator_list list;

    (void)context;
    (void)err;
    manage_indicators_list(&list);
    route_reply(request, 200, wire_indicator_list_fields, &list);
    wire_indicator_list_release(&list);
    return true;
}

static bool compute(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_indicator_request wanted;
    struct wire_indicator_values values;
    bool ok;

    if (!route_decode_body(request, wire_indicator_request_fields, &wanted, err))
        return false;
    ok = manage_indicators_compute(core->bars, &wanted, &values, err);
    wire_indicator_request_release(&wanted);
    if (!ok)
        return false;
    route_reply(request, 200, wire_indicator_values_fields, &values);
    wire_indicator_values_release(&values);
    return true;
}

static bool fuzzy(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_fuzzy_request wanted;
    struct wire_indicator_values values;
    bool ok;

    if (!route_decode_body(request, wire_fuzzy_request_fields, &wanted, err))
        return false;
    ok = manage_indicators_fuzzy(core->bars, core->strategies, &wanted, &values, err);
    wire_fuzzy_request_release(&wanted);
    if (!ok)
        return false;
    route_reply(request, 200, wire_indicator_values_fields, &values);
    wire_indicator_values_release(&values);
    return true;
}

const struct http_route route_indicator_table[] = {
    { .method = "GET", .path = WIRE_INDICATOR_LIST, .handler = list },
    { .method = "POST", .path = WIRE_INDICATOR_COMPUTE, .handler = compute,
      .body_limit = REQUEST_MOST },
    { .method = "POST", .path = WIRE_FUZZY_COMPUTE, .handler = fuzzy, .body_limit = REQUEST_MOST },
};
const size_t route_indicator_count = COUNT(route_indicator_table);
