/* wire_children - an operation that is many: what each of them is to do, and what became of it. */
#ifndef WIRE_WIRE_CHILDREN_H
#define WIRE_WIRE_CHILDREN_H

#include "wire/wire.h"
#include "wire/wire_error.h"
#include "wire/wire_operation.h"

enum { WIRE_CHILDREN_MOST = 10000 };

struct wire_children_item {
    enum wire_operation_type type;
    char label[96];             /* for people */
    char *request;              /* JSON, as an operation of its type has it */
};

/* The request of an operation of type `batch`. */
struct wire_children_request {
    char *common;               /* JSON object: what all requests have beside their own; or NULL */
    /* Of a sweep the metric its trials are compared by, else "". A trial that learns nothing is an
     * outcome of a sweep and no failure of it. */
    char sweep[24];
    size_t n_items;
    struct wire_children_item *items;
};

struct wire_children_end {
    char id[48];
    char label[96];
    enum wire_operation_state state;
};

/* Its result, once all have completed; the result of each is its own operation's. */
struct wire_children_result {
    int64_t total;
    size_t n_items;
    struct wire_children_end *items;       /* in the order of the request */
};

extern const struct wire_field wire_children_item_fields[];
extern const struct wire_field wire_children_request_fields[];
extern const struct wire_field wire_children_end_fields[];
extern const struct wire_field wire_children_result_fields[];

WIRE_RELEASE(children_item)
WIRE_RELEASE(children_request)
WIRE_RELEASE(children_end)
WIRE_RELEASE(children_result)

#endif
