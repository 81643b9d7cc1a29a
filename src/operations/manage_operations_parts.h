/* manage_operations_parts - what its files share. For these only. */
#ifndef OPERATIONS_MANAGE_OPERATIONS_PARTS_H
#define OPERATIONS_MANAGE_OPERATIONS_PARTS_H

#include "operations/manage_operations.h"
#include "operations/operation_keeper.h"

#include <stddef.h>

struct manage_operations {
    struct operation_keeper keeper;
    size_t max_queued;
    struct scope pruning;           /* the task that prunes each day */
};

#endif
