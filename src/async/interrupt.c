#include "async/interrupt.h"

#include "async/loop.h"
#include "base/mem.h"

#include <stdlib.h>
#include <uv.h>

struct interrupt {
    uv_signal_t uv;
    interrupt_fn *fn;
    void *arg;
};

static void call(uv_signal_t *uv, int signal)
{
    struct interrupt *interrupt = uv->data;

    interrupt->fn(interrupt->arg, signal);
}

struct interrupt *interrupt_new(struct loop *loop, int signal, interrupt_fn *fn, void *arg)
{
    struct interrupt *interrupt = MEM_NEW(struct interrupt);

    *interrupt = (struct interrupt){ .fn = fn, .arg = arg };
    uv_signal_init(loop_uv(loop), &interrupt->uv);
    interrupt->uv.data = interrupt;
    uv_signal_start(&interrupt->uv, call, signal);
    uv_unref((uv_handle_t *)&interrupt->uv);
    return interrupt;
}

static void release(uv_handle_t *uv)
{
    free(uv->data);
}

void interrupt_free(struct interrupt *interrupt)
{
    if (interrupt)
        uv_close((uv_handle_t *)&interrupt->uv, release);
}
