#include "wire/wire_health.h"

const char *const wire_health_status_names[] = { "ok", "degraded", "down", NULL };

const struct wire_field wire_health_service_fields[] = {
    WIRE_NAME(struct wire_health_service, status, wire_health_status_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_health_service, mode, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_health_service, url, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_health_service, version, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_health_service, latency_ms, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_health_service, breaker, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_health_service, checked_at, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_health_service, reason, WIRE_OPTIONAL),
    WIRE_RAW(struct wire_health_service, detail, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_health_services_fields[] = {
    WIRE_POINTER(struct wire_health_services, ib, wire_health_service_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_health_services, training, wire_health_service_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_health_services, store, wire_health_service_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_health_services, workers, wire_health_service_fields, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_health_sessions_fields[] = {
    WIRE_INTEGER(struct wire_health_sessions, running, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_health_sessions, queued, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_health_sessions, limit, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_health_workers_fields[] = {
    WIRE_INTEGER(struct wire_health_workers, cores, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_health_workers, memory_bytes, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_health_workers, rss_bytes, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_health_fields[] = {
    WIRE_NAME(struct wire_health, status, wire_health_status_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_health, version, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_health, uptime_seconds, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_health, longest_turn_ms, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_health, reason, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_health, operations_running, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_health, operations_queued, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_health, free_disk_bytes, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_health, data_dir, WIRE_OPTIONAL),
    WIRE_STRUCT(struct wire_health, services, wire_health_services_fields, WIRE_REQUIRED),
    WIRE_POINTER(struct wire_health, sessions, wire_health_sessions_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_health, workers, wire_health_workers_fields, WIRE_OPTIONAL),
    WIRE_END
};
