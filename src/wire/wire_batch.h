/* wire_batch - many requests in one, and many commands: what came of each, in order. */
#ifndef WIRE_WIRE_BATCH_H
#define WIRE_WIRE_BATCH_H

#include "wire/wire.h"

#define WIRE_BATCH "/api/v1/batch"

enum { WIRE_BATCH_MOST = 100 };

struct wire_batch_call {
    char method[8];
    char *path;                 /* with its query */
    char *body;                 /* JSON; NULL: none */
};

struct wire_batch_request {
    size_t n_requests;
    struct wire_batch_call *requests;
};

struct wire_batch_answer {
    int64_t status;             /* of HTTP */
    char *body;                 /* JSON: what was asked for, or a problem; NULL: none */
};

struct wire_batch {
    size_t n_items;
    struct wire_batch_answer *items;
    int64_t total;
    char next[2];
};

/* Of `ktrdr batch --json`: one of them a line. */
struct wire_batch_result {
    int64_t line;               /* in the file, from 1 */
    char *command;
    int64_t status;             /* it would have exited with */
    char *output;               /* JSON: its document, or a text */
    char *error;                /* JSON: a problem; NULL: none */
};

extern const struct wire_field wire_batch_call_fields[];
extern const struct wire_field wire_batch_request_fields[];
extern const struct wire_field wire_batch_answer_fields[];
extern const struct wire_field wire_batch_fields[];
extern const struct wire_field wire_batch_result_fields[];

WIRE_RELEASE(batch_call)
WIRE_RELEASE(batch_request)
WIRE_RELEASE(batch_answer)
WIRE_RELEASE(batch)
WIRE_RELEASE(batch_result)

#endif
