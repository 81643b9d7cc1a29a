#include "ib/tws_market.h"

#include "ib/tws_message.h"

#define FIXED(t)   TWS_FIELD_FIXED(t)
#define ID(m)      TWS_FIELD_ID(struct tws_message, m)
#define INT(m)     TWS_FIELD_INT(struct tws_message, m)
#define REAL(m)    TWS_FIELD_REAL(struct tws_message, m)
#define DECIMAL(m) TWS_FIELD_DECIMAL(struct tws_message, m)
#define BOOL(m)    TWS_FIELD_BOOL(struct tws_message, m)
#define TEXT(m)    TWS_FIELD_TEXT(struct tws_message, m)

static const struct tws_field live_request[] = {
    { FIXED("3") },
    { ID(id) },
    { TWS_FIELD_GROUP(tws_contract_request) },
    { ID(live_request.bar_size) },
    { TEXT(live_request.what) },
    { BOOL(live_request.use_rth) },
    { TEXT(live_request.options) },
    {0}
};

static const struct tws_field live_bar[] = {
    { FIXED("3") },
    { ID(id) },
    { ID(live_bar.time) },
    { REAL(live_bar.open) },
    { REAL(live_bar.high) },
    { REAL(live_bar.low) },
    { REAL(live_bar.close) },
    { DECIMAL(live_bar.volume) },
    { DECIMAL(live_bar.wap) },
    { INT(live_bar.count) },
    {0}
};

static const struct tws_field neutral[] = {
    { TWS_FIELD_INT(struct tws_neutral, con_id) },
    { TWS_FIELD_REAL(struct tws_neutral, delta) },
    { TWS_FIELD_REAL(struct tws_neutral, price) },
    {0}
};

static const struct tws_field market_request[] = {
    { FIXED("11") },
    { ID(id) },
    { TWS_FIELD_GROUP(tws_contract_request) },
    { TWS_FIELD_LIST(struct tws_leg, struct tws_message, market_request.legs,
                     market_request.n_legs, tws_contract_leg), .when = TWS_IF_BAG },
    { TWS_FIELD_LIST(struct tws_neutral, struct tws_message, market_request.neutrals,
                     market_request.n_neutrals, neutral) },
    { TEXT(market_request.generic_ticks) },
    { BOOL(market_request.snapshot) },
    { BOOL(market_request.regulatory_snapshot) },
    { TEXT(market_request.options) },
    {0}
};

static const struct tws_field cancel[] = { { FIXED("1") }, { ID(id) }, {0} };
static const struct tws_field cancel_market[] = { { FIXED("2") }, { ID(id) }, {0} };
static const struct tws_field type_request[] = { { FIXED("1") }, { ID(number) }, {0} };
static const struct tws_field type[] = { { FIXED("1") }, { ID(id) }, { ID(number) }, {0} };

static const struct tws_field tick_price[] = {
    { FIXED("6") }, { ID(id) }, { ID(tick.type) },
    { REAL(tick.price) }, { DECIMAL(tick.size) }, { INT(tick.mask) }, {0}
};

static const struct tws_field tick_size[] = {
    { FIXED("6") }, { ID(id) }, { ID(tick.type) }, { DECIMAL(tick.size) }, {0}
};

static const struct tws_field tick_generic[] = {
    { FIXED("6") }, { ID(id) }, { ID(tick.type) }, { REAL(tick.price) }, {0}
};

static const struct tws_field tick_string[] = {
    { FIXED("6") }, { ID(id) }, { ID(tick.type) }, { TEXT(tick.text) }, {0}
};

static const struct tws_field tick_option[] = {
    { ID(id) },
    { ID(option_tick.type) },
    { INT(option_tick.attributes), .is_loose = true },
    { REAL(option_tick.volatility), .is_loose = true },
    { REAL(option_tick.delta), .is_loose = true },
    { REAL(option_tick.price), .is_loose = true },
    { REAL(option_tick.dividend), .is_loose = true },
    { REAL(option_tick.gamma), .is_loose = true },
    { REAL(option_tick.vega), .is_loose = true },
    { REAL(option_tick.theta), .is_loose = true },
    { REAL(option_tick.underlying), .is_loose = true },
    {0}
};

static const struct tws_field tick_efp[] = {
    { FIXED("6") },
    { ID(id) },
    { ID(efp_tick.type) },
    { REAL(efp_tick.basis_points), .is_loose = true },
    { TEXT(efp_tick.formatted) },
    { REAL(efp_tick.future), .is_loose = true },
    { INT(efp_tick.hold_days), .is_loose = true },
    { TEXT(efp_tick.future_date) },
    { REAL(efp_tick.dividend_impact), .is_loose = true },
    { REAL(efp_tick.dividends), .is_loose = true },
    {0}
};

static const struct tws_field tick_params[] = {
    { ID(id) },
    { REAL(tick_params.min_tick) },
    { TEXT(tick_params.bbo_exchange) },
    { INT(tick_params.permissions), .is_loose = true },
    {0}
};

const struct tws_layout tws_market_layouts[] = {
    { TWS_REQ_REAL_TIME_BARS, "reqRealTimeBars", 50, TWS_CLIENT, .fields = live_request },
    { TWS_CANCEL_REAL_TIME_BARS, "cancelRealTimeBars", 51, TWS_CLIENT, .fields = cancel },
    { TWS_REQ_MARKET_DATA, "reqMktData", 1, TWS_CLIENT, .fields = market_request },
    { TWS_CANCEL_MARKET_DATA, "cancelMktData", 2, TWS_CLIENT, .fields = cancel_market },
    { TWS_REQ_MARKET_DATA_TYPE, "reqMarketDataType", 59, TWS_CLIENT, .fields = type_request },
    { TWS_REAL_TIME_BAR, "realTimeBars", 50, TWS_SERVER, .fields = live_bar },
    { TWS_TICK_PRICE, "tickPrice", 1, TWS_SERVER, .fields = tick_price },
    { TWS_TICK_SIZE, "tickSize", 2, TWS_SERVER, .fields = tick_size },
    { TWS_TICK_OPTION, "tickOptionComputation", 21, TWS_SERVER, .fields = tick_option },
    { TWS_TICK_GENERIC, "tickGeneric", 45, TWS_SERVER, .fields = tick_generic },
    { TWS_TICK_STRING, "tickString", 46, TWS_SERVER, .fields = tick_string },
    { TWS_TICK_EFP, "tickEFP", 47, TWS_SERVER, .fields = tick_efp },
    { TWS_TICK_SNAPSHOT_END, "tickSnapshotEnd", 57, TWS_SERVER, .fields = cancel },
    { TWS_MARKET_DATA_TYPE, "marketDataType", 58, TWS_SERVER, .fields = type },
    { TWS_TICK_PARAMS, "tickReqParams", 81, TWS_SERVER, .fields = tick_params },
    {0}
};
