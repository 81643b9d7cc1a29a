#include "ibsim/sim_market_data.h"

#include "async/timer.h"
#include "ibsim/sim_details.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_series.h"

#include <math.h>

enum { SECOND = 1000, LINES_MOST = 100, SNAPSHOT_MS = 11000, BID = 1, ASK = 2, LAST = 4,
       DELAYED = 65, DELAYED_FROM = 3, LOOK_BACK = 7 * 86400 };

bool sim_market_data_check(struct sim_request *request, struct error *err)
{
    int open = 0, same = 0;

    (void)err;
    for (const struct sim_request *it = request->next; it; it = it->next) {
        if (it->kind->family != SIM_MARKET || it->is_cancelled)
            continue;
        open++;
        same += it->message.id == request->message.id;
    }
    if (same)
        sim_request_refuse(request, 102, NULL);
    else if (open >= LINES_MOST)
        sim_request_refuse(request, 101, NULL);
    else
        (void)sim_details_resolve(request);
    return true;
}

/* Of the finest bars there are. False where there are none within a week. */
static bool find_price(const struct sim_request *request, double *ret_price, struct error *err)
{
    static const char *const sizes[] = { "1 min", "1 hour", "1 day" };
    const int64_t now = sim_now_ms(request->session->sim) / SECOND;

    for (size_t i = 0; i < COUNT(sizes); i++) {
        OWNED(bars_release) struct bars bars = {0};

        if (!sim_series_take(request->instrument, tws_bar_size_find(sizes[i]), now - LOOK_BACK,
                             now, &bars, err))
            return false;
        *ret_price = bars.count ? bars.column[BARS_CLOSE][bars.count - 1] : (double)NAN;
        if (bars.count)
            return true;
    }
    return true;
}

static bool put_price(struct sim_request *request, int64_t type, double price, struct error *err)
{
    const bool is_delayed = request->session->market_type >= DELAYED_FROM;
    const double per_unit = round(1 / request->instrument->contract.tick);

    return sim_request_put(request, &(struct tws_message){
        .type = TWS_TICK_PRICE, .id = request->message.id,
        .tick = { .type = is_delayed && type < LAST ? type + DELAYED
                        : is_delayed ? DELAYED + 3 : type,
                  .price = isnan(price) ? -1 : round(price * per_unit) / per_unit,
                  .size = isnan(price) ? 0 : 100 } }, err);
}

static bool put_ticks(struct sim_request *request, struct error *err)
{
    const double tick = request->instrument->contract.tick;
    double price = (double)NAN;

    return find_price(request, &price, err) && put_price(request, BID, price - tick, err) &&
           put_price(request, ASK, price + tick, err) && put_price(request, LAST, price, err);
}

bool sim_market_data_answer(struct sim_request *request, struct error *err)
{
    return sim_request_put(request, &(struct tws_message){
               .type = TWS_TICK_PARAMS, .id = request->message.id,
               .tick_params = { request->instrument->contract.tick, "9c0001", 3 } }, err) &&
           sim_request_put(request, &(struct tws_message){
               .type = TWS_MARKET_DATA_TYPE, .id = request->message.id,
               .number = request->session->market_type }, err) &&
           put_ticks(request, err);
}

static bool end_snapshot(struct sim_request *request, struct error *err)
{
    buf_release(&request->act.bytes);
    return timer_sleep(SNAPSHOT_MS, 0, err) &&
           sim_request_put(request, &(struct tws_message){ .type = TWS_TICK_SNAPSHOT_END,
                                                           .id = request->message.id }, err) &&
           sim_send_act(request->session, &request->act, err);
}

bool sim_market_data_follow(struct sim_request *request, struct error *err)
{
    const struct tws_market_request *asked = &request->message.market_request;

    if (asked->snapshot || asked->regulatory_snapshot)
        return end_snapshot(request, err);
    for (;;) {
        if (!timer_sleep(SECOND, 0, err))
            return false;
        buf_release(&request->act.bytes);
        if (!put_ticks(request, err) || !sim_send_act(request->session, &request->act, err))
            return false;
    }
}
