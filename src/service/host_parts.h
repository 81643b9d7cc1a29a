/* host_parts - what the files of host_service share; for them only. */
#ifndef SERVICE_HOST_PARTS_H
#define SERVICE_HOST_PARTS_H

#include "async/gate.h"
#include "service/breaker.h"
#include "service/host_service.h"
#include "service/http_client.h"
#include "service/retry_budget.h"

struct host_service {
    struct loop *loop;
    struct host_service_settings settings;      /* with its defaults filled in */
    struct http_client *client;
    struct gate pool, streams;
    struct breaker breaker;
    struct retry_budget budget;
    struct latency_histogram latency;
    uint64_t calls, errors, retries, refused;
};

#endif
