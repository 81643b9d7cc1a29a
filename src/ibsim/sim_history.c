#include "ibsim/sim_history.h"

#include "async/timer.h"
#include "base/date.h"
#include "base/zone.h"
#include "ib/tws_time.h"
#include "ibsim/sim_details.h"
#include "ibsim/sim_error.h"
#include "ibsim/sim_history_pacing.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_range.h"
#include "ibsim/sim_schedule.h"
#include "ibsim/sim_series.h"
#include "ibsim/sim_what.h"
#include "log/log.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SECOND = 1000, UPDATE_SECONDS = 5, SMALL_SECONDS = 30, LOTS_UNTIL = 175, LOT = 100,
       FRACTIONS_FROM = 163, ZONED_FROM = 174, END_FROM = 196, THOUSAND = 1000,
       BARS_MOST = 600000 /* by the clock: more than a year of minutes */ };

/* ---- as it comes ---- */

static void log_request(const struct sim_request *request, const struct sim_range *range)
{
    const struct tws_history_request *asked = &request->message.history_request;
    char end[DATE_TEXT];

    date_print_iso(range->end, end);
    log_write(LOG_DEBUG, "bars asked for", (struct log_field[]){
        LOG_T("symbol", request->message.contract.symbol), LOG_T("size", range->size->name),
        LOG_T("what", asked->what), LOG_T("duration", asked->duration), LOG_T("end", end),
        LOG_END });
}

bool sim_history_check(struct sim_request *request, struct error *err)
{
    struct sim_range range;

    (void)err;
    request->session->sim->counts.history_requests++;
    request->act.delay_ms = request->session->sim->settings.delay_ms;
    if (!sim_history_pacing_open(request) || !sim_range_read(request, &range) ||
        !sim_details_resolve(request))
        return true;
    log_request(request, &range);
    if (range.size->seconds <= SMALL_SECONDS)
        sim_history_pacing_small(request, range.what);
    if (range.is_zoneless && request->session->version >= ZONED_FROM)
        request->act.warning = 2174;
    return true;
}

bool sim_history_check_head(struct sim_request *request, struct error *err)
{
    const struct sim_what *what = sim_what_find(request->message.history_request.what);

    (void)err;
    if (!sim_history_pacing_open(request))
        return true;
    if (!what) {
        sim_request_refuse(request, 321, "Error validating request.-'bL' : cause - what to show "
                                         "is invalid");
        return true;
    }
    if (sim_details_resolve(request))
        sim_history_pacing_small(request, what);
    return true;
}

/* ---- the first bar's time ---- */

bool sim_history_head(struct sim_request *request, struct error *err)
{
    const bool is_text = request->message.history_request.format_date == 1;
    struct tws_time time = { TWS_TIME_EPOCH, 0, "" };

    if (!sim_what_is_of(sim_what_find(request->message.history_request.what),
                        &request->instrument->contract) ||
        !sim_series_first(request->instrument, &time.clock)) {
        sim_request_refuse(request, 162, SIM_ERROR_HISTORY "No head time stamp");
        return true;
    }
    if (is_text && request->session->version < ZONED_FROM) {
        time.form = TWS_TIME_NAIVE;
        time.clock = zone_from_utc(zone_builtin("US/Eastern"), time.clock);
    } else if (is_text) {
        time.form = TWS_TIME_UTC;
    }
    return sim_request_put(request, &(struct tws_message){
        .type = TWS_HEAD_TIMESTAMP, .id = request->message.id, .head = time }, err);
}

/* ---- bars ---- */

/* Below 175 US stocks are counted in hundreds, below 163 there are no fractions. */
static void age_volume(const struct sim_request *request, struct bars *bars)
{
    const int version = request->session->version;
    const bool in_lots = version < LOTS_UNTIL && !strcmp(request->instrument->contract.type, "STK")
                         && !strcmp(request->instrument->contract.currency, "USD");

    for (size_t i = 0; i < bars->count; i++) {
        double *volume = &bars->column[BARS_VOLUME][i];

        if (in_lots)
            *volume /= LOT;
        if (version < FRACTIONS_FROM)
            *volume = floor(*volume);
    }
}

/* The bars of the range, as they would be at `until`. */
static bool take_bars(const struct sim_request *request, const struct sim_range *range,
                      struct bars *ret_bars, struct error *err)
{
    const struct sim_instrument *instrument = request->instrument;
    const bool is_daily = range->size->seconds >= DATE_DAY;
    const struct sim_instrument view = request->message.history_request.use_rth
        ? sim_series_regular(instrument) : *instrument;

    if (!sim_what_is_of(range->what, &instrument->contract))
        return true;
    if (!sim_series_take(&view, range->size, is_daily ? range->first : range->from, range->until,
                         ret_bars, err))
        return false;
    sim_what_apply(range->what, &instrument->contract, ret_bars);
    age_volume(request, ret_bars);
    return true;
}

static void print_instant(const struct sim_request *request, int64_t time,
                          char ret_text[TWS_TIME_TEXT])
{
    const bool is_old = request->session->version < ZONED_FROM;
    const struct tws_time local = { is_old ? TWS_TIME_NAIVE : TWS_TIME_ZONED,
                                    zone_from_utc(zone_builtin("US/Eastern"), time),
                                    "US/Eastern" };
    struct error ignored;
    size_t n;

    if (!tws_time_write(&local, ret_text, &n, &ignored))
        ret_text[0] = '\0';
}

static enum tws_time_form form_of(const struct sim_request *request, const struct sim_range *range)
{
    if (range->size->seconds >= DATE_DAY)
        return TWS_TIME_DATE;
    if (request->message.history_request.format_date == 2)
        return TWS_TIME_EPOCH;
    return request->session->version < ZONED_FROM ? TWS_TIME_NAIVE : TWS_TIME_ZONED;
}

static void refuse_no_data(struct sim_request *request, const struct sim_range *range)
{
    const struct sim_contract *contract = &request->instrument->contract;
    char text[200];

    snprintf(text, sizeof(text), SIM_ERROR_HISTORY "HMDS query returned no data: %s@%s %s",
             contract->local_symbol, contract->exchange, range->what->label);
    sim_request_refuse(request, 162, text);
}

static bool put_end(struct sim_request *request, const struct tws_history *history,
                    struct error *err)
{
    return request->session->version < END_FROM || sim_request_put(request, &(struct tws_message){
        .type = TWS_HISTORICAL_DATA_END, .id = request->message.id,
        .history = { .start = history->start, .end = history->end } }, err);
}

/* More bars take longer to look up. */
static bool wait_for_many(const struct sim_request *request, size_t n, struct error *err)
{
    const int64_t more = request->session->sim->settings.delay_1000_bars_ms;
    const int64_t ms = (int64_t)n * more / THOUSAND;

    return ms <= 0 || timer_sleep(ms, 0, err);
}

static bool put_bars(struct sim_request *request, const struct sim_range *range,
                     struct tws_history *history, struct error *err)
{
    struct sim_act *act = &request->act;
    const struct sim_scene scene = sim_request_scene(request);
    bool ok;

    act->history = history;
    sim_fault_apply(request->session->sim, SIM_AT_BARS, &scene, act);
    act->history = NULL;
    if (!history->bars.count && !act->is_empty) {
        refuse_no_data(request, range);
        return true;
    }
    request->session->sim->counts.bars_sent += (int64_t)history->bars.count;
    ok = wait_for_many(request, history->bars.count, err) &&
         sim_request_put(request, &(struct tws_message){
             .type = TWS_HISTORICAL_DATA, .id = request->message.id, .history = *history }, err);
    return ok && put_end(request, history, err);
}

bool sim_history_answer(struct sim_request *request, struct error *err)
{
    char start[TWS_TIME_TEXT], end[TWS_TIME_TEXT];
    struct tws_history history = { .zone = request->instrument->contract.zone };
    struct sim_range range;
    bool ok;

    if (!sim_range_read(request, &range))
        return true;
    sim_range_settle(request, &range);
    if ((range.until - range.from) / range.size->seconds > BARS_MOST) {
        sim_request_refuse(request, 162, SIM_ERROR_HISTORY "Time length exceed max");
        return true;
    }
    if (!strcmp(range.what->name, "SCHEDULE"))
        return sim_schedule_put(request, &range, err);
    print_instant(request, range.size->seconds >= DATE_DAY ? range.first : range.from, start);
    print_instant(request, range.until, end);
    history.start = start;
    history.end = end;
    history.form = form_of(request, &range);
    ok = take_bars(request, &range, &history.bars, err) &&
         put_bars(request, &range, &history, err);
    bars_release(&history.bars);
    return ok;
}

/* ---- updates ---- */

static bool wait_for_tick(const struct sim *sim, struct error *err)
{
    const int64_t step = UPDATE_SECONDS * SECOND, now = sim_now_ms(sim);

    return timer_sleep(step - now % step, 0, err);
}

static struct tws_history_update update_of(const struct bars *bars, enum tws_time_form form)
{
    const size_t i = bars->count - 1;
    const double trades = bars->column[BARS_TRADES][i];

    return (struct tws_history_update){
        .count = isnan(trades) ? -1 : (int64_t)trades, .time = { form, bars->time[i], "" },
        .open = bars->column[BARS_OPEN][i], .close = bars->column[BARS_CLOSE][i],
        .high = bars->column[BARS_HIGH][i], .low = bars->column[BARS_LOW][i],
        .wap = isnan(bars->column[BARS_WAP][i]) ? -1 : bars->column[BARS_WAP][i],
        .volume = isnan(bars->column[BARS_WAP][i]) ? -1 : bars->column[BARS_VOLUME][i] };
}

static void free_zone(const struct zone **zone)
{
    zone_free(*zone);
}

/* By the same clock as the bars before it. */
static bool to_local(const struct sim_request *request, struct tws_time *time, struct error *err)
{
    const bool is_zoned = time->form == TWS_TIME_ZONED;
    OWNED(free_zone) const struct zone *zone = NULL;

    if (!is_zoned && time->form != TWS_TIME_NAIVE)
        return true;
    time->zone = is_zoned ? request->instrument->contract.zone : "US/Eastern";
    if (!tws_time_zone(time->zone, &zone, err))
        return false;
    time->clock = zone_from_utc(zone, time->clock);
    return true;
}

/* The last bar as it is now; nothing where the market is closed. */
static bool put_update(struct sim_request *request, struct sim_range *range, struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    struct tws_message message = { .type = TWS_HISTORICAL_DATA_UPDATE, .id = request->message.id };

    range->end = sim_now_ms(request->session->sim) / SECOND;
    sim_range_settle(request, range);
    range->from = range->until - 2 * range->size->seconds;
    range->first = range->last;
    if (!take_bars(request, range, &bars, err))
        return false;
    if (!bars.count || bars.time[bars.count - 1] + range->size->seconds < range->until)
        return true;
    message.update = update_of(&bars, form_of(request, range));
    return to_local(request, &message.update.time, err) &&
           sim_request_put(request, &message, err);
}

static bool send_update(struct sim_request *request, struct sim_range *range, struct error *err)
{
    struct sim_act *act = &request->act;
    const struct sim_scene scene = sim_request_scene(request);

    buf_release(&act->bytes);
    act->code = 0;
    sim_fault_apply(request->session->sim, SIM_AT_UPDATE, &scene, act);
    if (act->code ? !sim_error_put(request->session, act->id, act->code, act->text, &act->bytes,
                                   err)
                  : !put_update(request, range, err))
        return false;
    return !act->bytes.length || sim_send_act(request->session, act, err);
}

bool sim_history_follow(struct sim_request *request, struct error *err)
{
    struct sim_range range;

    if (!request->message.history_request.keep_up_to_date || !sim_range_read(request, &range))
        return true;
    while (!request->act.code)
        if (!wait_for_tick(request->session->sim, err) || !send_update(request, &range, err))
            return false;
    return true;
}
