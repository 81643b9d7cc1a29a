#include "backend/routes.h"

#include "backend/backend_core.h"
#include "net/http_server.h"

void routes_add(struct http_server *server, struct backend_core *core)
{
#define ADD(noun) http_server_add_routes(server, route_##noun##_table, route_##noun##_count, core);
    EACH_ROUTE_NOUN(ADD)
#undef ADD
}
