#include "wire/wire_batch.h"

const struct wire_field wire_batch_call_fields[] = {
    WIRE_TEXT(struct wire_batch_call, method, WIRE_REQUIRED),
    WIRE_OWNED(struct wire_batch_call, path, WIRE_REQUIRED),
    WIRE_RAW(struct wire_batch_call, body, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_batch_request_fields[] = {
    WIRE_LIST(struct wire_batch_request, requests, wire_batch_call_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_batch_answer_fields[] = {
    WIRE_INTEGER(struct wire_batch_answer, status, WIRE_REQUIRED),
    WIRE_RAW(struct wire_batch_answer, body, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_batch_fields[] = {
    WIRE_LIST(struct wire_batch, items, wire_batch_answer_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_batch, total, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_batch, next, WIRE_NULLABLE),
    WIRE_END
};

const struct wire_field wire_batch_result_fields[] = {
    WIRE_INTEGER(struct wire_batch_result, line, WIRE_REQUIRED),
    WIRE_OWNED(struct wire_batch_result, command, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_batch_result, status, WIRE_REQUIRED),
    WIRE_RAW(struct wire_batch_result, output, WIRE_OPTIONAL),
    WIRE_RAW(struct wire_batch_result, error, WIRE_OPTIONAL),
    WIRE_END
};
