/*
 * lane - a thread of its own with a queue: what is run on it runs one after the other, in order.
 *
 * For what only one thread may use at a time, and would keep the pool's threads standing in line:
 * the writer of the store. Made and freed on the loop thread.
 */
#ifndef ASYNC_LANE_H
#define ASYNC_LANE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct lane;
struct loop;

/* Runs on the lane's thread. Sees only what it was given; calls nothing that waits for a task. */
typedef bool lane_fn(void *arg, struct error *err);

/* At most `queue_most` calls stand in line beside the one that runs; the name is the thread's, of
 * at most 15 characters. */
struct lane *lane_new(struct loop *loop, const char *name, size_t queue_most);

/*
 * Waits. Its answer is the function's. Cancelled while it stands in line, the function does not run
 * and lane_run fails with ERROR_CANCELLED; once it runs, it is waited for and its result counts.
 * A full queue fails at once with ERROR_LIMIT.
 */
CHECKED bool lane_run(struct lane *lane, lane_fn *fn, void *arg, struct error *err);

size_t lane_length(const struct lane *lane);    /* in line or running; for /metrics */

/* Blocks until all that stands in line has run; its tasks are then woken. */
void lane_free(struct lane *lane);

#endif
