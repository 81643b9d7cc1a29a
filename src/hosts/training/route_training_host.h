/* route_training_host - every route of the training host; their context is its host_training. */
#ifndef HOSTS_TRAINING_ROUTE_TRAINING_HOST_H
#define HOSTS_TRAINING_ROUTE_TRAINING_HOST_H

#include "net/http_route.h"

extern const struct http_route route_training_host_table[];
extern const size_t route_training_host_count;

#endif
