#include "ibsim/sim_history_pacing.h"

#include "ibsim/sim_error.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_what.h"

#include <stdio.h>
#include <string.h>

static void note(struct sim_request *request, int64_t *count)
{
    struct sim *sim = request->session->sim;
    const int most = sim->settings.history_violations_most;

    sim->counts.violations++;
    (*count)++;
    if (sim_pacing_violated(&sim->pacing, sim_now_ms(sim)) < most)
        return;
    sim->counts.disconnects_paced++;
    request->act.end = SIM_CLOSE;       /* once the error was said */
}

/* Behind it in the list stand those that came before. */
static bool is_twice(const struct sim_request *request)
{
    for (const struct sim_request *it = request->next; it; it = it->next)
        if (it->kind->family == request->kind->family && !it->is_cancelled &&
            it->message.id == request->message.id)
            return true;
    return false;
}

bool sim_history_pacing_open(struct sim_request *request)
{
    struct sim_counts *counts = &request->session->sim->counts;

    if (is_twice(request)) {
        note(request, &counts->violations_id);
        sim_request_refuse(request, 386, NULL);
        return false;
    }
    if (counts->open_history_now < SIM_OPEN_MOST)
        return true;
    note(request, &counts->violations_open);
    sim_request_refuse(request, 322, "Error processing request.-'bH' : cause - Only 50 "
                                     "simultaneous API historical data requests allowed");
    return false;
}

static struct sim_small small_of(const struct sim_request *request, const struct sim_what *what)
{
    const struct tws_history_request *asked = &request->message.history_request;
    const bool is_live = request->kind->family == SIM_LIVE;
    char text[64];
    struct sim_small small = { .time_ms = sim_now_ms(request->session->sim),
                               .weight = strcmp(what->name, "BID_ASK") ? 1 : 2 };

    snprintf(text, sizeof(text), "%lld", (long long)request->instrument->contract.con_id);
    small.group = sim_pacing_hash(0, text);
    small.group = sim_pacing_hash(small.group, request->message.contract.exchange);
    small.group = sim_pacing_hash(small.group, what->name);
    snprintf(text, sizeof(text), "%d %d", (int)request->kind->family,
             is_live ? request->message.live_request.use_rth : asked->use_rth);
    small.same = sim_pacing_hash(small.group, text);
    if (request->kind->family == SIM_HISTORY) {
        small.same = sim_pacing_hash(small.same, asked->end);
        small.same = sim_pacing_hash(small.same, asked->bar_size);
        small.same = sim_pacing_hash(small.same, asked->duration);
    }
    return small;
}

static int64_t *count_of(struct sim_counts *counts, enum sim_verdict verdict)
{
    switch (verdict) {
    case SIM_IDENTICAL: return &counts->violations_identical;
    case SIM_BURST:     return &counts->violations_burst;
    default:            return &counts->violations_window;
    }
}

void sim_history_pacing_small(struct sim_request *request, const struct sim_what *what)
{
    struct sim *sim = request->session->sim;
    const struct sim_small small = small_of(request, what);
    const enum sim_verdict verdict = sim_pacing_small(&sim->pacing, &small);

    if (verdict == SIM_FINE)
        return;
    note(request, count_of(&sim->counts, verdict));
    sim_request_refuse(request, 162, SIM_ERROR_HISTORY "Historical data request pacing violation");
}

void sim_history_pacing_live(struct sim_request *request, const struct sim_what *what)
{
    struct sim *sim = request->session->sim;
    const struct sim_small small = small_of(request, what);

    if (sim_pacing_small(&sim->pacing, &small) != SIM_WINDOW)
        return;
    note(request, &sim->counts.violations_live);
    sim_request_refuse(request, 420, NULL);
}
