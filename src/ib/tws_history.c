#include "ib/tws_history.h"

#include "ib/tws_message.h"

#define FIXED(t)   TWS_FIELD_FIXED(t)
#define ID(m)      TWS_FIELD_ID(struct tws_message, m)
#define INT(m)     TWS_FIELD_INT(struct tws_message, m)
#define REAL(m)    TWS_FIELD_REAL(struct tws_message, m)
#define DECIMAL(m) TWS_FIELD_DECIMAL(struct tws_message, m)
#define BOOL(m)    TWS_FIELD_BOOL(struct tws_message, m)
#define TEXT(m)    TWS_FIELD_TEXT(struct tws_message, m)
#define TIME(m)    TWS_FIELD_TIME(struct tws_message, m)

static const struct tws_field head_request[] = {
    { ID(id) },
    { TWS_FIELD_GROUP(tws_contract_request) },
    { BOOL(contract.include_expired) },
    { BOOL(history_request.use_rth) },
    { TEXT(history_request.what) },
    { ID(history_request.format_date) },
    {0}
};

static const struct tws_field only_id[] = { { ID(id) }, {0} };
static const struct tws_field cancel[] = { { FIXED("1") }, { ID(id) }, {0} };
static const struct tws_field head[] = { { ID(id) }, { TIME(head) }, {0} };

static const struct tws_field request[] = {
    { ID(id) },
    { TWS_FIELD_GROUP(tws_contract_request) },
    { BOOL(contract.include_expired) },
    { TEXT(history_request.end) },
    { TEXT(history_request.bar_size) },
    { TEXT(history_request.duration) },
    { BOOL(history_request.use_rth) },
    { TEXT(history_request.what) },
    { ID(history_request.format_date) },
    { TWS_FIELD_LIST(struct tws_leg, struct tws_message, history_request.legs,
                     history_request.n_legs, tws_contract_leg), .when = TWS_IF_BAG },
    { BOOL(history_request.keep_up_to_date) },
    { TEXT(history_request.options) },
    {0}
};

static const struct tws_field data[] = {
    { ID(id) },
    { TEXT(history.start), .until = 196 },
    { TEXT(history.end), .until = 196 },
    { TWS_FIELD_BARS(struct tws_message, history) },
    {0}
};

static const struct tws_field data_end[] = {
    { ID(id) }, { TEXT(history.start) }, { TEXT(history.end) }, {0}
};

static const struct tws_field update[] = {
    { ID(id) },
    { INT(update.count) },
    { TIME(update.time) },
    { REAL(update.open) },
    { REAL(update.close) },
    { REAL(update.high) },
    { REAL(update.low) },
    { DECIMAL(update.wap) },
    { DECIMAL(update.volume) },
    {0}
};

static const struct tws_field day[] = {
    { TWS_FIELD_TEXT(struct tws_session_day, start) },
    { TWS_FIELD_TEXT(struct tws_session_day, end) },
    { TWS_FIELD_TEXT(struct tws_session_day, date) },
    {0}
};

static const struct tws_field schedule[] = {
    { ID(id) },
    { TEXT(schedule.start) },
    { TEXT(schedule.end) },
    { TEXT(schedule.zone) },
    { TWS_FIELD_LIST(struct tws_session_day, struct tws_message, schedule.days, schedule.n_days,
                     day) },
    {0}
};

static const struct tws_field ticks_request[] = {
    { ID(id) },
    { TWS_FIELD_GROUP(tws_contract_request) },
    { BOOL(contract.include_expired) },
    { TEXT(ticks_request.start) },
    { TEXT(ticks_request.end) },
    { ID(ticks_request.count) },
    { TEXT(ticks_request.what) },
    { BOOL(ticks_request.use_rth) },
    { BOOL(ticks_request.ignore_size) },
    { TEXT(ticks_request.options) },
    {0}
};

static const struct tws_field midpoint[] = {
    { TWS_FIELD_ID(struct tws_tick, time) },
    { FIXED("0") },
    { TWS_FIELD_REAL(struct tws_tick, price) },
    { TWS_FIELD_DECIMAL(struct tws_tick, size) },
    {0}
};

static const struct tws_field quote[] = {
    { TWS_FIELD_ID(struct tws_tick, time) },
    { TWS_FIELD_INT(struct tws_tick, mask) },
    { TWS_FIELD_REAL(struct tws_tick, price) },
    { TWS_FIELD_REAL(struct tws_tick, ask) },
    { TWS_FIELD_DECIMAL(struct tws_tick, size) },
    { TWS_FIELD_DECIMAL(struct tws_tick, ask_size) },
    {0}
};

static const struct tws_field trade[] = {
    { TWS_FIELD_ID(struct tws_tick, time) },
    { TWS_FIELD_INT(struct tws_tick, mask) },
    { TWS_FIELD_REAL(struct tws_tick, price) },
    { TWS_FIELD_DECIMAL(struct tws_tick, size) },
    { TWS_FIELD_TEXT(struct tws_tick, exchange) },
    { TWS_FIELD_TEXT(struct tws_tick, conditions) },
    {0}
};

#define TICKS(name, rows_)                                                                      \
    static const struct tws_field name[] = {                                                    \
        { ID(id) },                                                                             \
        { TWS_FIELD_LIST(struct tws_tick, struct tws_message, ticks.rows, ticks.n_rows, rows_) }, \
        { BOOL(ticks.is_done) },                                                                \
        {0}                                                                                     \
    }

TICKS(midpoints, midpoint);
TICKS(quotes, quote);
TICKS(trades, trade);

const struct tws_layout tws_history_layouts[] = {
    { TWS_REQ_HEAD_TIMESTAMP, "reqHeadTimestamp", 87, TWS_CLIENT, .fields = head_request },
    { TWS_CANCEL_HEAD_TIMESTAMP, "cancelHeadTimestamp", 90, TWS_CLIENT, .fields = only_id },
    { TWS_REQ_HISTORICAL_DATA, "reqHistoricalData", 20, TWS_CLIENT, .fields = request },
    { TWS_CANCEL_HISTORICAL_DATA, "cancelHistoricalData", 25, TWS_CLIENT, .fields = cancel },
    { TWS_REQ_HISTORICAL_TICKS, "reqHistoricalTicks", 96, TWS_CLIENT, .fields = ticks_request },
    { TWS_HEAD_TIMESTAMP, "headTimestamp", 88, TWS_SERVER, .fields = head },
    { TWS_HISTORICAL_DATA, "historicalData", 17, TWS_SERVER, .fields = data },
    { TWS_HISTORICAL_DATA_END, "historicalDataEnd", 108, TWS_SERVER, .since = 196,
      .fields = data_end },
    { TWS_HISTORICAL_DATA_UPDATE, "historicalDataUpdate", 90, TWS_SERVER, .fields = update },
    { TWS_HISTORICAL_SCHEDULE, "historicalSchedule", 106, TWS_SERVER, .since = 165,
      .fields = schedule },
    { TWS_HISTORICAL_TICKS, "historicalTicks", 96, TWS_SERVER, .fields = midpoints },
    { TWS_HISTORICAL_TICKS_BID_ASK, "historicalTicksBidAsk", 97, TWS_SERVER, .fields = quotes },
    { TWS_HISTORICAL_TICKS_LAST, "historicalTicksLast", 98, TWS_SERVER, .fields = trades },
    {0}
};
