/* api_ib - what the backend says of Interactive Brokers. Calls: see api.h. */
#ifndef CLIENT_API_IB_H
#define CLIENT_API_IB_H

#include "client/api.h"
#include "wire/wire_ib_check.h"
#include "wire/wire_ib_status.h"

CHECKED bool api_ib_status(struct api *api, struct wire_ib_status *ret_status, struct error *err);
CHECKED bool api_ib_resolve(struct api *api, const struct wire_ib_query *query,
                            struct wire_ib_resolved *ret_resolved, struct error *err);
CHECKED bool api_ib_ranges(struct api *api, const struct wire_ib_query *query,
                           struct wire_ib_ranges *ret_ranges, struct error *err);
/* Without a symbol: of the connection. */
CHECKED bool api_ib_check(struct api *api, const struct wire_ib_query *query,
                          struct wire_ib_check *ret_check, struct error *err);

#endif
