#include "operations/manage_operations.h"

#include "operations/manage_operations_parts.h"

void manage_operations_watch(struct manage_operations *manager, struct operation_watch_all *watch)
{
    watch->next = manager->keeper.everybody;
    manager->keeper.everybody = watch;
}

void manage_operations_watch_end(struct manage_operations *manager,
                                 struct operation_watch_all *watch)
{
    struct operation_watch_all **at = &manager->keeper.everybody;

    while (*at && *at != watch)
        at = &(*at)->next;
    if (*at)
        *at = watch->next;
}
