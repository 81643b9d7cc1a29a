#include "ibsim/sim_live.h"

#include "async/timer.h"
#include "domain/calendar.h"
#include "ibsim/sim_details.h"
#include "ibsim/sim_history_pacing.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_series.h"
#include "ibsim/sim_what.h"

#include <math.h>

enum { STEP = 5, STEP_MS = 1000 * STEP };

bool sim_live_check(struct sim_request *request, struct error *err)
{
    const struct sim_what *what = sim_what_find(request->message.live_request.what);

    (void)err;
    if (!what || !what->is_live)
        sim_request_refuse(request, 321, "Error validating request.-'bW' : cause - what to show "
                                         "is one of TRADES, MIDPOINT, BID, ASK");
    else if (request->message.live_request.bar_size != STEP)
        sim_request_refuse(request, 321, "Error validating request.-'bW' : cause - bar size is 5");
    else if (sim_details_resolve(request))
        sim_history_pacing_live(request, what);
    return true;
}

bool sim_live_answer(struct sim_request *request, struct error *err)
{
    const struct sim_what *what = sim_what_find(request->message.live_request.what);

    (void)err;
    if (!sim_what_is_of(what, &request->instrument->contract))
        sim_request_refuse(request, 420, "Invalid Real-time Query:No market data permissions");
    return true;
}

static bool is_wanted(const struct sim_request *request, int64_t time)
{
    struct calendar_session session;

    return !request->message.live_request.use_rth ||
           calendar_session_of(request->instrument->regular, time, &session);
}

static struct tws_live_bar bar_of(const struct bars *bars)
{
    const bool is_quote = isnan(bars->column[BARS_WAP][0]);

    return (struct tws_live_bar){
        .time = bars->time[0], .open = bars->column[BARS_OPEN][0],
        .high = bars->column[BARS_HIGH][0], .low = bars->column[BARS_LOW][0],
        .close = bars->column[BARS_CLOSE][0],
        .volume = is_quote ? -1 : bars->column[BARS_VOLUME][0],
        .wap = is_quote ? -1 : bars->column[BARS_WAP][0],
        .count = is_quote ? -1 : (int64_t)bars->column[BARS_TRADES][0] };
}

/* Of the five seconds that are over now; nothing while the market is closed. */
static bool put_bar(struct sim_request *request, struct error *err)
{
    const int64_t now = sim_now_ms(request->session->sim) / 1000, until = now - now % STEP;
    const struct sim_what *what = sim_what_find(request->message.live_request.what);
    OWNED(bars_release) struct bars bars = {0};

    if (!sim_series_take(request->instrument, tws_bar_size_find("5 secs"), until - STEP, until,
                         &bars, err))
        return false;
    if (!bars.count || !is_wanted(request, bars.time[0]))
        return true;
    sim_what_apply(what, &request->instrument->contract, &bars);
    request->session->sim->counts.bars_sent++;
    return sim_request_put(request, &(struct tws_message){
        .type = TWS_REAL_TIME_BAR, .id = request->message.id, .live_bar = bar_of(&bars) }, err);
}

static bool send_bar(struct sim_request *request, struct error *err)
{
    const struct sim_scene scene = sim_request_scene(request);
    struct sim_act *act = &request->act;

    buf_release(&act->bytes);
    sim_fault_apply(request->session->sim, SIM_AT_UPDATE, &scene, act);
    if (act->code ? !sim_error_put(request->session, act->id, act->code, act->text, &act->bytes,
                                   err)
                  : !put_bar(request, err))
        return false;
    return !act->bytes.length || sim_send_act(request->session, act, err);
}

bool sim_live_follow(struct sim_request *request, struct error *err)
{
    const struct sim *sim = request->session->sim;

    while (!request->act.code)
        if (!timer_sleep(STEP_MS - sim_now_ms(sim) % STEP_MS, 0, err) || !send_bar(request, err))
            return false;
    return true;
}
