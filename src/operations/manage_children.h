/*
 * manage_children - operations that are parts of another: started some at a time, watched to their
 * end, with one progress and one cancel.
 *
 * Each child is known by its place, so an operation that goes on after a crash or a cancel finds
 * those it had: the completed ones count, the others are resumed or tried anew. Loop thread only.
 */
#ifndef OPERATIONS_MANAGE_CHILDREN_H
#define OPERATIONS_MANAGE_CHILDREN_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct buf;
struct manage_operations;
struct operation_run;
struct wire_children_end;
struct wire_children_item;

struct manage_children {
    const struct wire_children_item *items;     /* borrowed; checked and whole */
    size_t n_items;                             /* above 0 */
    size_t first;               /* place of the first among all that the operation ever starts */
    double from, until;         /* what part of the operation's progress they are, in percent */
    const char *phase;
    enum error_code may_fail_as[2];     /* such an end is a result, too, unless all end so */
    const char *common;         /* JSON object: what all requests have beside their own; or NULL */
};

/* The request a child is started with: both are objects that have no name in common. */
void manage_children_request(const char *common, const char *own, struct buf *ret_request);

/* Waits, in the run function of a kind that stops itself. Writes n_items ends. True once all have
 * completed; else the error names the first that failed. They go on where ktrdrd ends. */
CHECKED bool manage_children_run(struct manage_operations *operations, struct operation_run *run,
                                 const struct manage_children *children,
                                 struct wire_children_end *ret_ends, struct error *err);

#endif
