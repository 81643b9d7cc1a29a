#include "backend/routes.h"

#include "backend/backend_core.h"
#include "net/http_server.h"

/* Every noun that has routes. */
#define EACH_NOUN(X) \
    X(bars) X(batch) X(import) X(indicator) X(model) X(operation) X(strategy) X(training)

void routes_add(struct http_server *server, struct backend_core *core)
{
#define ADD(noun) http_server_add_routes(server, route_##noun##_table, route_##noun##_count, core);
    EACH_NOUN(ADD)
#undef ADD
}
