/* api_sweep - sweeps: started, compared. Calls: see api.h. */
#ifndef CLIENT_API_SWEEP_H
#define CLIENT_API_SWEEP_H

#include "client/api.h"
#include "wire/wire_operation.h"
#include "wire/wire_sweep.h"

CHECKED bool api_sweep_start(struct api *api, const struct wire_sweep_request *request,
                             struct wire_operation *ret_operation, struct error *err);
CHECKED bool api_sweep_show(struct api *api, const char *id, struct wire_sweep *ret_sweep,
                            struct error *err);

#endif
