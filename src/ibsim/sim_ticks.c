#include "ibsim/sim_ticks.h"

#include "domain/calendar.h"
#include "ibsim/sim_details.h"
#include "ibsim/sim_error.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_range.h"
#include "ibsim/sim_series.h"
#include "ibsim/sim_what.h"

#include <math.h>
#include <string.h>

enum { TICKS_MOST = 1000, WINDOW = 3600, WINDOWS_MOST = 24 * 8 };

static void refuse(struct sim_request *request, const char *text)
{
    sim_request_refuse(request, 321, text);
}

bool sim_ticks_check(struct sim_request *request, struct error *err)
{
    const struct tws_ticks_request *asked = &request->message.ticks_request;
    const struct sim_what *what = sim_what_find(asked->what);
    const char *text = *asked->start ? asked->start : asked->end;
    bool is_zoneless = false;
    int64_t time;

    (void)err;
    request->act.delay_ms = request->session->sim->settings.delay_ms;
    if (!*asked->start == !*asked->end)
        refuse(request, "Error validating request.-'bQ' : cause - Only one of start and end date "
                        "time must be specified");
    else if (asked->count < 1 || asked->count > TICKS_MOST)
        refuse(request, "Error validating request.-'bQ' : cause - Number of ticks is 1 to 1000");
    else if (!what || !what->is_ticks)
        refuse(request, "Error validating request.-'bQ' : cause - what to show is one of TRADES, "
                        "BID_ASK, MIDPOINT");
    else if (!sim_range_time(text, &time, &is_zoneless))
        sim_request_refuse(request, 10314, NULL);
    else if (sim_details_resolve(request) && is_zoneless)
        request->act.warning = 2174;
    return true;
}

/* The bars of one second of an hour, in the hours that are asked for. */
static bool take_hour(const struct sim_request *request, int64_t from, int64_t until,
                      struct bars *ret_bars, struct error *err)
{
    const int64_t now = sim_now_ms(request->session->sim) / 1000;
    const struct tws_bar_size *second = tws_bar_size_find("1 secs");

    return sim_series_take(request->instrument, second, from, until < now ? until : now, ret_bars,
                           err);
}

static bool is_wanted(const struct sim_request *request, int64_t time)
{
    struct calendar_session session;

    return !request->message.ticks_request.use_rth ||
           calendar_session_of(request->instrument->regular, time, &session);
}

static struct tws_tick tick_of(const struct sim_request *request, const struct bars *bars,
                               size_t i)
{
    const double tick = request->instrument->contract.tick;
    const double price = bars->column[BARS_CLOSE][i];
    const char *what = request->message.ticks_request.what;
    struct tws_tick row = { .time = bars->time[i], .price = price, .exchange = "SIM",
                            .conditions = "" };

    row.size = fmax(bars->column[BARS_VOLUME][i], 1);
    if (!strcmp(what, "MIDPOINT"))
        row.size = 0;
    if (!strcmp(what, "BID_ASK")) {
        const double per_unit = round(1 / tick);

        row.price = round((price - tick) * per_unit) / per_unit;
        row.ask = round((price + tick) * per_unit) / per_unit;
        row.size = row.ask_size = 100;
    }
    return row;
}

/* Forwards from the start. */
static bool collect_after(struct sim_request *request, int64_t start, struct tws_tick *rows,
                          size_t *ret_n, struct error *err)
{
    const size_t most = (size_t)request->message.ticks_request.count;

    for (int w = 0; w < WINDOWS_MOST && *ret_n < most; w++) {
        OWNED(bars_release) struct bars bars = {0};

        if (!take_hour(request, start + w * WINDOW, start + (w + 1) * WINDOW, &bars, err))
            return false;
        for (size_t i = 0; i < bars.count && *ret_n < most; i++)
            if (is_wanted(request, bars.time[i]))
                rows[(*ret_n)++] = tick_of(request, &bars, i);
    }
    return true;
}

/* Backwards from the end, filling `rows` from behind; then they are moved to the front. */
static bool collect_before(struct sim_request *request, int64_t end, struct tws_tick *rows,
                           size_t *ret_n, struct error *err)
{
    const size_t most = (size_t)request->message.ticks_request.count;
    size_t free_rows = most;

    for (int w = 0; w < WINDOWS_MOST && free_rows; w++) {
        OWNED(bars_release) struct bars bars = {0};

        if (!take_hour(request, end - (w + 1) * WINDOW, end - w * WINDOW, &bars, err))
            return false;
        for (size_t i = bars.count; i-- > 0 && free_rows;)
            if (is_wanted(request, bars.time[i]))
                rows[--free_rows] = tick_of(request, &bars, i);
    }
    *ret_n = most - free_rows;
    memmove(rows, rows + free_rows, *ret_n * sizeof(*rows));
    return true;
}

static enum tws_type type_of(const char *what)
{
    if (!strcmp(what, "MIDPOINT"))
        return TWS_HISTORICAL_TICKS;
    return !strcmp(what, "BID_ASK") ? TWS_HISTORICAL_TICKS_BID_ASK : TWS_HISTORICAL_TICKS_LAST;
}

bool sim_ticks_answer(struct sim_request *request, struct error *err)
{
    const struct tws_ticks_request *asked = &request->message.ticks_request;
    struct tws_tick *rows = tws_message_alloc(&request->message,
                                              (size_t)asked->count * sizeof(*rows));
    bool is_zoneless, ok;
    int64_t time = 0;
    size_t n = 0;

    if (!sim_range_time(*asked->start ? asked->start : asked->end, &time, &is_zoneless))
        return true;        /* refused before */
    if (sim_what_is_of(sim_what_find(asked->what), &request->instrument->contract)) {
        ok = *asked->start ? collect_after(request, time, rows, &n, err)
                           : collect_before(request, time, rows, &n, err);
        if (!ok)
            return false;
    }
    return sim_request_put(request, &(struct tws_message){
        .type = type_of(asked->what), .id = request->message.id, .ticks = { n, rows, true } }, err);
}
