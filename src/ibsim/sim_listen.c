#include "ibsim/sim_listen.h"

#include "async/stream.h"
#include "async/timer.h"
#include "base/mem.h"
#include "ibsim/sim_parts.h"
#include "log/log.h"

#include <stdio.h>
#include <stdlib.h>

enum { RETRY_MS = 100 };

struct sim_listen {
    struct sim *sim;
    struct stream_listener *listener;       /* NULL while connects are refused */
    char host[64];
    uint16_t port;
};

bool sim_listen_new(struct sim *sim, const char *host, uint16_t port,
                    struct sim_listen **ret_listen, struct error *err)
{
    struct stream_listener *listener;

    if (!stream_listen(sim->loop, host, port, &listener, err))
        return false;
    *ret_listen = MEM_NEW(struct sim_listen);
    (*ret_listen)->sim = sim;
    (*ret_listen)->listener = listener;
    (*ret_listen)->port = stream_listener_port(listener);
    snprintf((*ret_listen)->host, sizeof((*ret_listen)->host), "%s", host);
    return true;
}

void sim_listen_free(struct sim_listen *listen)
{
    if (!listen)
        return;
    stream_listener_free(listen->listener);
    free(listen);
}

uint16_t sim_listen_port(const struct sim_listen *listen)
{
    return listen->port;
}

static bool is_shut(const struct sim *sim)
{
    return sim_now_ms(sim) < sim->refuse_until;
}

/* Out of descriptors, say: a little later there may be some. */
static bool wait_a_little(const struct error *why, struct error *err)
{
    log_error("cannot accept", why, NULL);
    return timer_sleep(RETRY_MS, 0, err);
}

static bool accept_all(void *arg, struct error *err)
{
    struct sim_listen *listen = arg;

    for (;;) {
        struct stream *stream;
        struct error why = {0};

        if (stream_accept(listen->listener, 0, &stream, &why)) {
            sim_serve(listen->sim, stream);
            continue;
        }
        if (why.code == ERROR_CANCELLED || !wait_a_little(&why, err))
            return true;
    }
}

static bool stay_open(struct sim_listen *listen, struct error *err)
{
    struct task *doorman = task_spawn(listen->sim->loop, accept_all, listen);
    struct error ignored;
    bool ok = true;

    while (ok && !is_shut(listen->sim) && sim_now_ms(listen->sim) >= listen->sim->hold_until)
        ok = event_wait(&listen->sim->change, 0, err);
    task_cancel(doorman);
    return task_join(doorman, &ignored) && ok;
}

static bool stay_shut(struct sim_listen *listen, struct error *err)
{
    struct sim *sim = listen->sim;

    stream_listener_free(listen->listener);
    listen->listener = NULL;
    while (is_shut(sim))
        if (!timer_sleep(sim->refuse_until - sim_now_ms(sim), 0, err))
            return false;
    return stream_listen(sim->loop, listen->host, listen->port, &listen->listener, err);
}

static bool stay_away(struct sim_listen *listen, struct error *err)
{
    struct sim *sim = listen->sim;

    while (sim_now_ms(sim) < sim->hold_until)
        if (!timer_sleep(sim->hold_until - sim_now_ms(sim), 0, err))
            return false;
    return true;
}

bool sim_listen_run(struct sim_listen *listen, struct error *err)
{
    for (;;)
        if (!stay_open(listen, err) || !stay_away(listen, err) ||
            (is_shut(listen->sim) && !stay_shut(listen, err)))
            return false;
}
