/* operation_mark - what the log of an operation has about a change of phase: kind "phase". */
#ifndef OPERATIONS_OPERATION_MARK_H
#define OPERATIONS_OPERATION_MARK_H

#include "wire/wire.h"

#include <stdint.h>

struct operation_mark {
    char phase[48];             /* that begins: "epochs" */
    char process[24];           /* of whom: "backend", "worker", a host's name */
    int64_t attempt;
};

extern const struct wire_field operation_mark_fields[];

#endif
