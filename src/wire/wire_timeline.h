/* wire_timeline - where the time of an operation went, phase by phase, across processes. */
#ifndef WIRE_WIRE_TIMELINE_H
#define WIRE_WIRE_TIMELINE_H

#include "wire/wire.h"
#include "wire/wire_operation.h"

#define WIRE_TIMELINE "/api/v1/operations/{id}/timeline"

struct wire_timeline_row {
    char phase[48];             /* "queued", "features", "epochs", "committing" */
    char process[24];           /* that it was in: "backend", "worker", a host's name */
    int64_t attempt;
    int64_t offset_ms;          /* of its begin, since the operation was created */
    int64_t ms;
    double share;               /* of the total, 0 to 1 */
};

struct wire_timeline {
    char id[48];
    enum wire_operation_type type;
    enum wire_operation_state state;
    char trace_id[33];          /* of the last attempt; "": none is known */
    int64_t created_at;
    int64_t total_ms;           /* of all rows: without the time between two attempts */
    bool is_open;               /* it has not ended: the last row goes on */
    size_t n_rows;
    struct wire_timeline_row *rows;
};

extern const struct wire_field wire_timeline_row_fields[];
extern const struct wire_field wire_timeline_fields[];

WIRE_RELEASE(timeline_row)
WIRE_RELEASE(timeline)

#endif
