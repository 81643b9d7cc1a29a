/* wire_ib_status - how the connection to an IB gateway is, and what its pacing rules leave. */
#ifndef WIRE_WIRE_IB_STATUS_H
#define WIRE_WIRE_IB_STATUS_H

#include "wire/wire_health.h"

struct wire_ib_farm {
    char name[24];                  /* 'usfarm' */
    char kind[16];                  /* "market", "history", "contracts" */
    char state[8];                  /* "up", "idle", "down" */
    int64_t since, flaps;
};

struct wire_ib_gateway {
    char state[16];                 /* "ready", "backing_off", …; "closed": not asked for yet */
    int64_t state_since;
    char host[256];
    int64_t port;
    int64_t server_version, client_id;      /* WIRE_UNKNOWN: not connected */
    char account[24];               /* the first one */
    bool is_paper;                  /* by that account's letters */
    int64_t connected_since;
    bool link_lost;                 /* between the gateway and IB */
    size_t n_farms;
    struct wire_ib_farm *farms;     /* owned */
    int64_t connects, reconnects;
    char last_error[400], last_error_code[24], next[200];   /* next: what to do about it */
    int64_t last_error_at;
    double retry_after_seconds;     /* until the next attempt */
    char maintenance_until[64];     /* "01:45 America/New_York"; "": none now */
    double clock_skew_seconds;      /* the gateway's clock - ours */
};

struct wire_ib_pacing {
    int64_t window_used, window_limit;      /* of bars of 30 s and less, in 10 minutes */
    double next_free_in_seconds;    /* when the next such request may go */
    int64_t queued, in_flight, in_flight_limit;
    int64_t complaints, answers;
};

struct wire_ib_status {
    enum wire_health_status status;
    char reason[256];
    char mode[12];                  /* "local", "host"; of the backend's answer */
    char url[128];                  /* of the host */
    char version[32];
    double uptime_seconds;
    struct wire_ib_gateway gateway;
    struct wire_ib_pacing pacing;
};

extern const struct wire_field wire_ib_farm_fields[];
extern const struct wire_field wire_ib_gateway_fields[];
extern const struct wire_field wire_ib_pacing_fields[];
extern const struct wire_field wire_ib_status_fields[];

WIRE_RELEASE(ib_status)

#endif
