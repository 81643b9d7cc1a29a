#include "wire/wire_prune.h"

const struct wire_field wire_prune_request_fields[] = {
    WIRE_INTEGER(struct wire_prune_request, older_than_days, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_prune_request, dry_run, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_prune_result_fields[] = {
    WIRE_TIME(struct wire_prune_result, before, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_prune_result, count, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_prune_result, ids, WIRE_REQUIRED),
    WIRE_FLAG(struct wire_prune_result, dry_run, WIRE_REQUIRED),
    WIRE_END
};
