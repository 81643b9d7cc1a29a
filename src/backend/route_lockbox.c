#include "backend/routes.h"

#include "backend/backend_core.h"
#include "managers/manage_lockbox.h"
#include "net/http_request.h"
#include "service/route.h"
#include "wire/wire_lockbox.h"

static bool list(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    struct wire_lockbox_list list;

    if (!manage_lockbox_list(&core->store, &list, err))
        return false;
    route_reply(request, 200, wire_lockbox_list_fields, &list);
    wire_lockbox_list_release(&list);
    return true;
}

static bool unseal(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    struct wire_lockbox lockbox;

    if (!manage_lockbox_unseal(&core->store, http_request_param(request, "symbol"), &lockbox, err))
        return false;
    route_reply(request, 200, wire_lockbox_fields, &lockbox);
    return true;
}

const struct http_route route_lockbox_table[] = {
    { .method = "GET", .path = WIRE_LOCKBOX_LIST, .handler = list },
    { .method = "POST", .path = WIRE_LOCKBOX_UNSEAL, .handler = unseal },
};
const size_t route_lockbox_count = COUNT(route_lockbox_table);
