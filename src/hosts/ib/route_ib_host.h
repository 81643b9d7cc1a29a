/* route_ib_host - every route of the IB host; their context is its struct host_ib. */
#ifndef HOSTS_IB_ROUTE_IB_HOST_H
#define HOSTS_IB_ROUTE_IB_HOST_H

#include "net/http_route.h"

extern const struct http_route route_ib_host_table[];
extern const size_t route_ib_host_count;

#endif
