/*
 * routes - every route of the backend: one table per noun, in route_<noun>.c.
 *
 * To add a route: a row in its noun's table and one in route_notes.c. A noun: its file, its name
 * in the list below.
 */
#ifndef BACKEND_ROUTES_H
#define BACKEND_ROUTES_H

#include "net/http_route.h"

struct backend_core;
struct http_server;

void routes_add(struct http_server *server, struct backend_core *core);

/* Every noun that has routes. */
#define EACH_ROUTE_NOUN(X) \
    X(backtest) X(backup) X(bars) X(batch) X(ib) X(import) X(indicator) X(load) X(lockbox) \
    X(model) X(openapi) X(operation) X(strategy) X(sweep) X(training) X(walk_forward)

#define ROUTES_OF(noun)                                       \
    extern const struct http_route route_##noun##_table[];    \
    extern const size_t route_##noun##_count;
EACH_ROUTE_NOUN(ROUTES_OF)
#undef ROUTES_OF

#endif
