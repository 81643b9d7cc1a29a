#include "ibsim/sim.h"

#include "async/loop.h"
#include "async/stream.h"
#include "async/timer.h"
#include "base/date.h"
#include "base/mem.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_session.h"

#include <stdlib.h>

enum { SECOND = 1000, TEN_MINUTES = 600 * SECOND };

struct sim_settings sim_usual_settings(void)
{
    return (struct sim_settings){ .server_version = 187, .accounts = "DU1000001,",
                                  .delay_ms = 200, .delay_1000_bars_ms = 20, .answer_ms = 20,
                                  .history_violations_most = 20, .seed = 1 };
}

static void fill_in(struct sim_settings *settings)
{
    const struct sim_settings usual = sim_usual_settings();

    if (!settings->server_version)
        settings->server_version = usual.server_version;
    if (!settings->accounts)
        settings->accounts = usual.accounts;
    if (!settings->history_violations_most)
        settings->history_violations_most = usual.history_violations_most;
}

struct sim *sim_new(struct loop *loop, const struct sim_settings *settings,
                    struct sim_market *market)
{
    struct sim *sim = MEM_NEW(struct sim);

    sim->loop = loop;
    sim->settings = *settings;
    fill_in(&sim->settings);
    sim->market = *market;
    *market = (struct sim_market){0};
    sim->scope.loop = loop;
    sim->random = random_seed(sim->settings.seed);
    sim->began_ms = settings->now ? settings->now * SECOND : date_now_ms();
    sim->began_loop = loop_now(loop);
    return sim;
}

void sim_free(struct sim *sim)
{
    if (!sim)
        return;
    sim_fault_clear(sim);
    sim_market_release(&sim->market);
    free(sim);
}

int64_t sim_now_ms(const struct sim *sim)
{
    return sim->began_ms + loop_now(sim->loop) - sim->began_loop;
}

const struct sim_counts *sim_count(const struct sim *sim)
{
    return &sim->counts;
}

bool sim_add_fault(struct sim *sim, const char *text, struct error *err)
{
    return sim_fault_add(sim, text, err);
}

void sim_clear_faults(struct sim *sim)
{
    sim_fault_clear(sim);
}

static void count_connect(struct sim *sim)
{
    struct sim_counts *counts = &sim->counts;
    const int64_t now = sim_now_ms(sim);
    int64_t recent = 0;

    sim->connect_times[counts->connects++ % SIM_CONNECTS_KEPT] = now;
    for (int64_t i = 0; i < counts->connects && i < SIM_CONNECTS_KEPT; i++)
        recent += sim->connect_times[i] + TEN_MINUTES > now;
    if (recent > counts->connects_10min_most)
        counts->connects_10min_most = recent;
    if (++counts->connections > counts->connections_most)
        counts->connections_most = counts->connections;
}

static void serve_now(struct sim *sim, struct stream *stream)
{
    if (sim->is_stopping || sim_now_ms(sim) < sim->refuse_until) {
        stream_free(stream);
        return;
    }
    count_connect(sim);
    sim_session_begin(sim, stream);
}

struct early {
    struct sim *sim;
    struct stream *stream;
};

static bool serve_later(void *arg, struct error *err)
{
    struct early *early = arg;
    struct sim *sim = early->sim;
    bool ok = true;

    while (ok && sim_now_ms(sim) < sim->hold_until)
        ok = timer_sleep(sim->hold_until - sim_now_ms(sim), 0, err);
    if (ok)
        serve_now(sim, early->stream);
    else
        stream_free(early->stream);
    free(early);
    return ok;
}

/* One that was let in at the very moment when nobody was to be is kept as if it had not been. */
void sim_serve(struct sim *sim, struct stream *stream)
{
    struct early *early;

    if (sim_now_ms(sim) >= sim->hold_until) {
        serve_now(sim, stream);
        return;
    }
    early = MEM_NEW(struct early);
    *early = (struct early){ sim, stream };
    scope_spawn(&sim->scope, serve_later, early);
}

void sim_stop(struct sim *sim)
{
    struct error ignored;

    sim->is_stopping = true;
    scope_cancel(&sim->scope);
    if (!scope_wait(&sim->scope, &ignored))
        return;         /* cancelled ourselves: they are gone as well */
}
