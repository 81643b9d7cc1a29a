/*
 * routes - every route of the backend: one table per noun, in route_<noun>.c.
 *
 * To add a route: a row in its noun's table. A noun: its file, its name in routes.c.
 */
#ifndef BACKEND_ROUTES_H
#define BACKEND_ROUTES_H

#include "net/http_route.h"

struct backend_core;
struct http_server;

void routes_add(struct http_server *server, struct backend_core *core);

/* The tables of routes.c's list. */
#define ROUTES_OF(noun)                                       \
    extern const struct http_route route_##noun##_table[];    \
    extern const size_t route_##noun##_count;
ROUTES_OF(bars)
ROUTES_OF(batch)
ROUTES_OF(import)
ROUTES_OF(indicator)
ROUTES_OF(model)
ROUTES_OF(operation)
ROUTES_OF(strategy)
ROUTES_OF(training)
#undef ROUTES_OF

#endif
