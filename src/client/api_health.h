/* api_health - how the backend is. Calls: see api.h. */
#ifndef CLIENT_API_HEALTH_H
#define CLIENT_API_HEALTH_H

#include "client/api.h"
#include "wire/wire_health.h"

CHECKED bool api_health_read(struct api *api, struct wire_health *ret_health, struct error *err);

#endif
