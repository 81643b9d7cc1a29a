/* wire_operation - anything slow: one id, one progress, one cancel, one result. */
#ifndef WIRE_WIRE_OPERATION_H
#define WIRE_WIRE_OPERATION_H

#include "wire/wire.h"
#include "wire/wire_error.h"

#define WIRE_OPERATION_LIST   "/api/v1/operations"
#define WIRE_OPERATION_ONE    "/api/v1/operations/{id}"           /* GET, DELETE */
#define WIRE_OPERATION_RESULT "/api/v1/operations/{id}/result"
#define WIRE_OPERATION_EVENTS "/api/v1/operations/{id}/events"    /* progress, metric, state */
#define WIRE_OPERATION_RESUME "/api/v1/operations/{id}/resume"
#define WIRE_OPERATION_RETRY  "/api/v1/operations/{id}/retry"

enum wire_operation_type {
    WIRE_OPERATION_DATA_LOAD, WIRE_OPERATION_DATA_IMPORT, WIRE_OPERATION_TRAINING,
    WIRE_OPERATION_BACKTEST, WIRE_OPERATION_EVALUATION, WIRE_OPERATION_BATCH,
    WIRE_OPERATION_WALK_FORWARD,
    WIRE_OPERATION_TYPES
};

enum wire_operation_state {
    WIRE_OPERATION_QUEUED, WIRE_OPERATION_RUNNING, WIRE_OPERATION_CANCELLING,
    WIRE_OPERATION_COMPLETED, WIRE_OPERATION_FAILED, WIRE_OPERATION_CANCELLED,
    WIRE_OPERATION_STATES
};

struct wire_operation_progress {
    double percent;             /* 0 to 100 */
    char phase[48];             /* "loading", "epoch 12 of 50" */
    double done, total;
    char unit[24];              /* "epochs", "bars" */
    double rate;                /* units a second */
    double eta_seconds;
    char message[200];
};

/* States go forwards only, but for resume: the same id, attempt + 1. */
struct wire_operation {
    char id[48];
    enum wire_operation_type type;
    enum wire_operation_state state;
    int64_t created_at, started_at, finished_at;
    struct wire_operation_progress progress;
    char parent_id[48];
    bool resumable;
    char *request;
    struct wire_error *error;
    char host[64];
    int64_t attempt;
};

struct wire_operation_list {
    size_t n_items;
    struct wire_operation *items;
    int64_t total;
    char next[64];
};

struct wire_operation_query {
    char status[16];            /* a state */
    char type[16];
    char parent[48];            /* only the children of this one */
    bool active;                /* queued, running, cancelling */
    int64_t limit;
    char after[64];             /* the last page's next */
};

/* The body of DELETE; may be left out. */
struct wire_operation_cancel {
    char reason[200];
};

/* The data of a `state` event. */
struct wire_operation_change {
    enum wire_operation_state state;
    int64_t at, attempt;
    char reason[200];
    struct wire_error *error;
};

extern const char *const wire_operation_type_names[];
extern const char *const wire_operation_state_names[];
extern const struct wire_field wire_operation_progress_fields[];
extern const struct wire_field wire_operation_fields[];
extern const struct wire_field wire_operation_list_fields[];
extern const struct wire_field wire_operation_query_fields[];
extern const struct wire_field wire_operation_cancel_fields[];
extern const struct wire_field wire_operation_change_fields[];

WIRE_RELEASE(operation_progress)
WIRE_RELEASE(operation)
WIRE_RELEASE(operation_list)
WIRE_RELEASE(operation_query)
WIRE_RELEASE(operation_cancel)
WIRE_RELEASE(operation_change)

#endif
