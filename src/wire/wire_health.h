/* wire_health - what a service says about itself. */
#ifndef WIRE_WIRE_HEALTH_H
#define WIRE_WIRE_HEALTH_H

#include "wire/wire.h"

#define WIRE_HEALTH "/api/v1/health"

enum wire_health_status {
    WIRE_HEALTH_OK, WIRE_HEALTH_DEGRADED, WIRE_HEALTH_DOWN, WIRE_HEALTH_STATUSS
};

/* One part: the IB side, the training side, the store, the workers. */
struct wire_health_service {
    enum wire_health_status status;
    char mode[16];              /* "local", "remote", "off" */
    char url[128];              /* of a remote one */
    char version[32];
    double latency_ms;          /* of the last probe */
    char breaker[12];           /* of a host: "closed", "open", "half_open" */
    int64_t checked_at;
    char reason[256];           /* why it is not ok */
    char *detail;               /* what only this part has */
};

struct wire_health_services {
    struct wire_health_service *ib;
    struct wire_health_service *training;
    struct wire_health_service *store;
    struct wire_health_service *workers;
};

/* Of a training host. */
struct wire_health_sessions {
    int64_t running, queued, limit;
};
struct wire_health_workers {
    int64_t cores, memory_bytes;    /* of the machine */
    int64_t rss_bytes;              /* of all its workers */
};

struct wire_health {
    enum wire_health_status status;
    char version[32];
    double uptime_seconds;
    double longest_turn_ms;     /* of the event loop since the start: what others waited */
    char reason[256];           /* "work pauses: 0.4 GB of disk are free" */
    int64_t operations_running, operations_queued, free_disk_bytes;
    char data_dir[256];
    struct wire_health_services services;
    struct wire_health_sessions *sessions;
    struct wire_health_workers *workers;
};

extern const char *const wire_health_status_names[];
extern const struct wire_field wire_health_service_fields[];
extern const struct wire_field wire_health_services_fields[];
extern const struct wire_field wire_health_sessions_fields[];
extern const struct wire_field wire_health_workers_fields[];
extern const struct wire_field wire_health_fields[];

WIRE_RELEASE(health_service)
WIRE_RELEASE(health_services)
WIRE_RELEASE(health)

#endif
