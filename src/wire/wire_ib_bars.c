#include "wire/wire_ib_bars.h"

#define DATA_FIELDS(st)                         \
    WIRE_TEXT(st, what_to_show, WIRE_OPTIONAL), \
    WIRE_FLAG(st, rth, WIRE_OPTIONAL),          \
    WIRE_FLAG(st, all_hours, WIRE_OPTIONAL),    \
    WIRE_NAME(st, lane, lanes, WIRE_OPTIONAL)

static const char *const lanes[] = { "person", "backfill", NULL };

const struct wire_field wire_ib_ask_fields[] = {
    WIRE_IB_QUERY_FIELDS(struct wire_ib_ask),
    WIRE_TEXT(struct wire_ib_ask, timeframe, WIRE_REQUIRED),
    DATA_FIELDS(struct wire_ib_ask),
    WIRE_TIME(struct wire_ib_ask, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_ask, end, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_head_ask_fields[] = {
    WIRE_IB_QUERY_FIELDS(struct wire_ib_ask),
    DATA_FIELDS(struct wire_ib_ask),
    WIRE_END
};

const struct wire_field wire_ib_schedule_ask_fields[] = {
    WIRE_IB_QUERY_FIELDS(struct wire_ib_ask),
    WIRE_FLAG(struct wire_ib_ask, rth, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_ib_ask, all_hours, WIRE_OPTIONAL),
    WIRE_NAME(struct wire_ib_ask, lane, lanes, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_ib_ask, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_ask, end, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_plan_ask_fields[] = {
    WIRE_LIST(struct wire_ib_plan_ask, asks, wire_ib_ask_fields, WIRE_REQUIRED),
    WIRE_END
};

static const struct wire_field segment_fields[] = {
    WIRE_INTEGER(struct wire_ib_segment, ask, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_segment, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_ib_segment, end, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_plan_fields[] = {
    WIRE_LIST(struct wire_ib_plan, segments, segment_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_ib_plan, seconds, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_schedule_fields[] = {
    WIRE_TEXT(struct wire_ib_schedule, zone, WIRE_REQUIRED),
    WIRE_LIST(struct wire_ib_schedule, sessions, wire_ib_session_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_batch_fields[] = {
    WIRE_LIST(struct wire_ib_batch, requests, wire_ib_ask_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_ib_batch_item_fields[] = {
    WIRE_INTEGER(struct wire_ib_batch_item, index, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_ib_batch_item, bytes, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_ib_batch_item, count, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_ib_batch_item, error, wire_error_fields, WIRE_OPTIONAL),
    WIRE_END
};
