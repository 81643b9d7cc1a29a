#include "async/watch.h"

#include "async/loop.h"
#include "base/mem.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <uv.h>

struct watch {
    uv_poll_t poll;
    watch_fn *fn;
    void *arg;
    int events;
};

static_assert((int)WATCH_READ == UV_READABLE && (int)WATCH_WRITE == UV_WRITABLE &&
              (int)WATCH_GONE == UV_DISCONNECT, "passed on as they are");

struct watch *watch_new(struct loop *loop, int fd, watch_fn *fn, void *arg)
{
    struct watch *watch = MEM_NEW(struct watch);
    int failed = uv_poll_init(loop_uv(loop), &watch->poll, fd);

    assert(!failed);                /* not a descriptor that can be waited for */
    (void)failed;
    watch->fn = fn;
    watch->arg = arg;
    return watch;
}

static void call(uv_poll_t *poll, int status, int events)
{
    struct watch *watch = (struct watch *)(void *)poll;

    if (status < 0) {               /* libuv has stopped it */
        events = watch->events;
        watch->events = 0;
    }
    watch->fn(watch->arg, events);
}

void watch_set(struct watch *watch, int events)
{
    if (events == watch->events)
        return;
    watch->events = events;
    if (events)
        uv_poll_start(&watch->poll, events, call);
    else
        uv_poll_stop(&watch->poll);
}

static void release(uv_handle_t *handle)
{
    free(handle);
}

static_assert(offsetof(struct watch, poll) == 0, "so that the handle's address is the watch's");

void watch_free(struct watch *watch)
{
    if (watch)
        uv_close((uv_handle_t *)&watch->poll, release);
}
