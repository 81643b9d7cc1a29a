#include "ibsim/sim_details.h"

#include "base/zone.h"
#include "ib/tws_time.h"
#include "ibsim/sim_hours.h"
#include "ibsim/sim_parts.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { SHOWN_DAYS = 7, SAMPLES_MOST = 16 };

static const char order_types[] = "ACTIVETIM,AD,ADJUST,LMT,MKT,STP";

static void free_zone(const struct zone **zone)
{
    zone_free(*zone);
}

static struct tws_contract contract_of(const struct sim_contract *from)
{
    return (struct tws_contract){
        .con_id = from->con_id, .symbol = from->symbol, .sec_type = from->type,
        .last_trade = from->last_trade, .multiplier = from->multiplier,
        .exchange = from->exchange, .primary_exchange = from->primary,
        .currency = from->currency, .local_symbol = from->local_symbol,
        .trading_class = from->trading_class };
}

static struct tws_details details_of(const struct sim_contract *from, const struct tws_tag *isin,
                                     const char *hours, const char *regular)
{
    const bool is_stock = !strcmp(from->type, "STK");

    return (struct tws_details){
        .last_trade_date = from->last_trade, .market_name = from->trading_class,
        .min_tick = from->tick, .size_multiplier = 1, .order_types = order_types,
        .valid_exchanges = from->exchange, .price_magnifier = 1, .long_name = from->name,
        .time_zone = from->zone, .trading_hours = hours, .liquid_hours = regular,
        .n_sec_ids = *from->isin ? 1 : 0, .sec_ids = isin, .agg_group = 1,
        .market_rules = "26", .expiration = from->last_trade,
        .stock_type = is_stock ? "COMMON" : "", .size_min_tick = 1, .min_size = 1,
        .size_increment = 1, .suggested_increment = is_stock ? 100 : 1 };
}

static bool put_details(struct sim_request *request, const struct sim_instrument *instrument,
                        struct error *err)
{
    const struct sim_contract *from = &instrument->contract;
    const int64_t now = sim_now_ms(request->session->sim) / 1000;
    const struct tws_tag isin = { "ISIN", from->isin };
    OWNED(free_zone) const struct zone *zone = NULL;
    OWNED(buf_release) struct buf hours = {0};
    OWNED(buf_release) struct buf regular = {0};

    if (!tws_time_zone(from->zone, &zone, err))
        return false;
    sim_hours_print(instrument->hours, zone, now, SHOWN_DAYS, &hours);
    sim_hours_print(instrument->regular, zone, now, SHOWN_DAYS, &regular);
    return sim_request_put(request, &(struct tws_message){
        .type = TWS_CONTRACT_DATA, .id = request->message.id, .contract = contract_of(from),
        .details = details_of(from, &isin, hours.bytes, regular.bytes) }, err);
}

static bool has_type(const struct tws_contract *asked)
{
    return asked->con_id || (asked->sec_id && *asked->sec_id) || *asked->sec_type;
}

static void refuse_type(struct sim_request *request)
{
    sim_request_refuse(request, 321, "Error validating request.-'bH' : cause - Please enter a "
                                     "valid security type");
}

bool sim_details_answer(struct sim_request *request, struct error *err)
{
    const struct tws_contract *asked = &request->message.contract;
    const struct sim_market *market = &request->session->sim->market;
    size_t n = 0;

    if (!has_type(asked)) {
        refuse_type(request);
        return true;
    }
    for (const struct sim_instrument *it = NULL; (it = sim_market_next(market, asked, it)); n++)
        if (!put_details(request, it, err))
            return false;
    for (const struct sim_instrument *it = sim_market_next(market, asked, NULL);
         it && n < request->act.rows_most; n++)
        if (!put_details(request, it, err))
            return false;
    if (!n) {
        sim_request_refuse(request, 200, NULL);
        return true;
    }
    return sim_request_put(request, &(struct tws_message){ .type = TWS_CONTRACT_DATA_END,
                                                           .id = request->message.id }, err);
}

bool sim_details_resolve(struct sim_request *request)
{
    const struct tws_contract *asked = &request->message.contract;
    const struct sim_market *market = &request->session->sim->market;
    const struct sim_instrument *found = sim_market_next(market, asked, NULL);
    char text[200];

    if (!has_type(asked)) {
        refuse_type(request);
        return false;
    }
    if (!found) {
        sim_request_refuse(request, 200, NULL);
        return false;
    }
    if (strcmp(asked->sec_type, "CONTFUT") != 0 && sim_market_next(market, asked, found)) {
        snprintf(text, sizeof(text), "The contract description specified for %.40s is ambiguous.",
                 asked->symbol);
        sim_request_refuse(request, 200, text);
        return false;
    }
    request->instrument = found;
    return true;
}

/* ---- searches ---- */

bool sim_details_check_search(struct sim_request *request, struct error *err)
{
    struct sim *sim = request->session->sim;

    (void)err;
    if (sim_pacing_symbols(&sim->pacing, sim_now_ms(sim)))
        return true;
    sim->counts.violations++;
    sim->counts.violations_symbols++;
    request->act.is_dropped = true;         /* the real one says nothing either */
    return true;
}

static bool is_like(const struct sim_contract *contract, const char *pattern)
{
    return !strncasecmp(contract->symbol, pattern, strlen(pattern)) ||
           strcasestr(contract->name, pattern) ||
           !strncasecmp(contract->local_symbol, pattern, strlen(pattern));
}

bool sim_details_search(struct sim_request *request, struct error *err)
{
    const struct sim_market *market = &request->session->sim->market;
    const char *pattern = request->message.symbols.pattern;
    struct tws_symbol rows[SAMPLES_MOST] = {0};
    size_t n = 0;

    for (size_t i = 0; i < market->count && n < SAMPLES_MOST && *pattern; i++) {
        const struct sim_contract *it = &market->items[i].contract;

        if (is_like(it, pattern))
            rows[n++] = (struct tws_symbol){
                it->con_id, it->symbol, it->type, *it->primary ? it->primary : it->exchange,
                it->currency, 0, NULL, it->name, "" };
    }
    return sim_request_put(request, &(struct tws_message){
        .type = TWS_SYMBOL_SAMPLES, .id = request->message.id, .symbols = { NULL, n, rows } }, err);
}
