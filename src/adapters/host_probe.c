#include "adapters/host_probe.h"

#include "async/loop.h"
#include "async/scope.h"
#include "async/timer.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "service/host_service.h"
#include "wire/wire_health.h"

#include <stdio.h>
#include <stdlib.h>

enum { ASK_MS = 5000, ANSWER_MS = 2000 };

/* Of a host's /health: what every host says, and what only one kind does. */
struct said {
    enum wire_health_status status;
    char version[32], reason[256];
    char *sessions, *workers, *gateway, *pacing;
};

static const struct wire_field said_fields[] = {
    WIRE_NAME(struct said, status, wire_health_status_names, WIRE_REQUIRED),
    WIRE_TEXT(struct said, version, WIRE_OPTIONAL),
    WIRE_TEXT(struct said, reason, WIRE_OPTIONAL),
    WIRE_RAW(struct said, sessions, WIRE_OPTIONAL),
    WIRE_RAW(struct said, workers, WIRE_OPTIONAL),
    WIRE_RAW(struct said, gateway, WIRE_OPTIONAL),
    WIRE_RAW(struct said, pacing, WIRE_OPTIONAL),
    WIRE_END
};

struct host_probe {
    struct host_service *host;
    const char *url;
    struct scope scope;
    struct said said;
    struct error error;             /* ERROR_NONE: it answered */
    double latency_ms;
    int64_t checked_at;
};

static void ask_once(struct host_probe *probe)
{
    const int64_t began = loop_now(probe->scope.loop);
    struct error err = {0};
    struct said said;

    if (host_service_get(probe->host, &(struct host_service_call){
            .path = "/health", .reply_fields = said_fields, .deadline = began + ANSWER_MS },
            &said, &err)) {
        wire_release(said_fields, &probe->said);
        probe->said = said;
        err.code = ERROR_NONE;
    }
    probe->error = err;
    probe->latency_ms = (double)(loop_now(probe->scope.loop) - began);
    probe->checked_at = date_now_ms() / 1000;
}

static bool ask_for_ever(void *arg, struct error *err)
{
    do
        ask_once(arg);
    while (timer_sleep(ASK_MS, 0, err));
    return true;                    /* it was cancelled: the service ends */
}

struct host_probe *host_probe_new(struct loop *loop, struct host_service *host, const char *url)
{
    struct host_probe *probe = MEM_NEW(struct host_probe);

    probe->host = host;
    probe->url = url;
    probe->scope.loop = loop;
    wire_clear(said_fields, &probe->said);
    error_set(&probe->error, ERROR_UNAVAILABLE, "it was not asked yet");
    scope_spawn(&probe->scope, ask_for_ever, probe);
    return probe;
}

void host_probe_stop(struct host_probe *probe)
{
    if (probe)
        scope_release(&probe->scope);
}

void host_probe_free(struct host_probe *probe)
{
    if (!probe)
        return;
    wire_release(said_fields, &probe->said);
    free(probe);
}

static void print_part(struct buf *json, const char *name, const char *value)
{
    if (value)
        buf_print(json, "%s\"%s\":%s", json->length > 1 ? "," : "", name, value);
}

static char *print_detail(const struct said *said)
{
    struct buf json = {0};

    buf_print(&json, "{");
    print_part(&json, "sessions", said->sessions);
    print_part(&json, "workers", said->workers);
    print_part(&json, "gateway", said->gateway);
    print_part(&json, "pacing", said->pacing);
    buf_print(&json, "}");
    return json.bytes;
}

void host_probe_fill(const struct host_probe *probe, struct wire_health_service *ret_service)
{
    const bool answered = !probe->error.code;

    wire_clear(wire_health_service_fields, ret_service);
    snprintf(ret_service->mode, sizeof(ret_service->mode), "host");
    snprintf(ret_service->url, sizeof(ret_service->url), "%.127s", probe->url);
    ret_service->status = answered ? probe->said.status : WIRE_HEALTH_DOWN;
    ret_service->latency_ms = probe->latency_ms;
    ret_service->checked_at = probe->checked_at;
    snprintf(ret_service->breaker, sizeof(ret_service->breaker), "%s",
             breaker_state_name(host_service_counts(probe->host).breaker));
    snprintf(ret_service->reason, sizeof(ret_service->reason), "%.255s",
             answered ? probe->said.reason : probe->error.text);
    if (!answered)
        return;
    snprintf(ret_service->version, sizeof(ret_service->version), "%s", probe->said.version);
    ret_service->detail = print_detail(&probe->said);
}
