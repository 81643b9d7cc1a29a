/* adapt_ib_host - the calls of adapt_ib.h, asked of an IB host over HTTP. For adapt_ib.c. */
#ifndef ADAPTERS_ADAPT_IB_HOST_H
#define ADAPTERS_ADAPT_IB_HOST_H

#include "base/error.h"
#include "base/words.h"
#include "wire/wire_ib_bars.h"
#include "wire/wire_ib_status.h"

#include <stdint.h>

struct bars;
struct host_service;

/* All wait. As those of adapt_ib.h. */
CHECKED bool adapt_ib_host_resolve(struct host_service *host, const struct wire_ib_query *query,
                                   int64_t deadline, struct wire_ib_contract *ret_contract,
                                   struct wire_ib_contracts *ret_candidates, struct error *err);
CHECKED bool adapt_ib_host_head(struct host_service *host, const struct wire_ib_ask *ask,
                                int64_t deadline, int64_t *ret_first, struct error *err);
CHECKED bool adapt_ib_host_plan(struct host_service *host, const struct wire_ib_plan_ask *asks,
                                int64_t deadline, struct wire_ib_plan *ret_plan,
                                struct error *err);
CHECKED bool adapt_ib_host_bars(struct host_service *host, const struct wire_ib_ask *ask,
                                int64_t deadline, struct bars *ret_bars, struct error *err);
CHECKED bool adapt_ib_host_schedule(struct host_service *host, const struct wire_ib_ask *ask,
                                    int64_t deadline, struct wire_ib_schedule *ret_schedule,
                                    struct error *err);
CHECKED bool adapt_ib_host_status(struct host_service *host, int64_t deadline,
                                  struct wire_ib_status *ret_status, struct error *err);

#endif
