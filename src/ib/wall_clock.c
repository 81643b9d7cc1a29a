#include "ib/wall_clock.h"

#include "async/loop.h"
#include "base/date.h"

#include <stddef.h>

static int64_t read_system(void *arg)
{
    (void)arg;
    return date_now_ms();
}

struct wall_clock wall_clock_start(struct loop *loop, wall_clock_read_fn *read, void *arg)
{
    struct wall_clock clock = { .loop = loop, .read = read ? read : read_system, .arg = arg };

    clock.started_wall = clock.read(arg);
    clock.started_loop = loop_now(loop);
    return clock;
}

int64_t wall_clock_utc(const struct wall_clock *clock)
{
    return clock->read(clock->arg);
}

int64_t wall_clock_steady(const struct wall_clock *clock)
{
    return clock->started_wall + loop_now(clock->loop) - clock->started_loop;
}

int64_t wall_clock_jumped(struct wall_clock *clock)
{
    const int64_t apart = wall_clock_utc(clock) - wall_clock_steady(clock);
    const int64_t jumped = apart - clock->apart;

    clock->apart = apart;
    return jumped;
}
