/*
 * wall_clock - two clocks of one gateway: the wall's, which somebody may set, and a steady one.
 *
 * Both tell milliseconds since 1970 UTC and agree when the clock is started. The steady one then
 * runs with the loop: it never goes back or jumps, so pacing counts with it. A machine that slept,
 * or whose clock was set, is told by how far the two have come apart. Loop thread only.
 */
#ifndef IB_WALL_CLOCK_H
#define IB_WALL_CLOCK_H

#include <stdint.h>

struct loop;
typedef int64_t wall_clock_read_fn(void *arg);

struct wall_clock {
    struct loop *loop;
    /* private */
    wall_clock_read_fn *read;
    void *arg;
    int64_t started_wall, started_loop, apart;
};

/* `read` NULL: the system's. In tests, one that runs with a virtual loop. */
struct wall_clock wall_clock_start(struct loop *loop, wall_clock_read_fn *read, void *arg);
int64_t wall_clock_utc(const struct wall_clock *clock);
int64_t wall_clock_steady(const struct wall_clock *clock);

/* By how much the wall's clock has jumped since the last call; above 0: forward, as after sleep. */
int64_t wall_clock_jumped(struct wall_clock *clock);

#endif
