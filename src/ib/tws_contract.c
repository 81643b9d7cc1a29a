#include "ib/tws_contract.h"

#include "ib/tws_message.h"

#define FIXED(t)   TWS_FIELD_FIXED(t)
#define ID(m)      TWS_FIELD_ID(struct tws_message, m)
#define INT(m)     TWS_FIELD_INT(struct tws_message, m)
#define REAL(m)    TWS_FIELD_REAL(struct tws_message, m)
#define DECIMAL(m) TWS_FIELD_DECIMAL(struct tws_message, m)
#define BOOL(m)    TWS_FIELD_BOOL(struct tws_message, m)
#define TEXT(m)    TWS_FIELD_TEXT(struct tws_message, m)
#define ESCAPED(m) TWS_FIELD_ESCAPED(struct tws_message, m)
#define LOOSE      .is_loose = true

const struct tws_field tws_contract_request[] = {
    { INT(contract.con_id) },
    { TEXT(contract.symbol) },
    { TEXT(contract.sec_type) },
    { TEXT(contract.last_trade) },
    { TWS_FIELD_STRIKE(struct tws_message, contract.strike) },
    { TEXT(contract.right) },
    { TEXT(contract.multiplier) },
    { TEXT(contract.exchange) },
    { TEXT(contract.primary_exchange) },
    { TEXT(contract.currency) },
    { TEXT(contract.local_symbol) },
    { TEXT(contract.trading_class) },
    {0}
};

const struct tws_field tws_contract_leg[] = {
    { TWS_FIELD_INT(struct tws_leg, con_id) },
    { TWS_FIELD_INT(struct tws_leg, ratio) },
    { TWS_FIELD_TEXT(struct tws_leg, action) },
    { TWS_FIELD_TEXT(struct tws_leg, exchange) },
    {0}
};

static const struct tws_field tag[] = {
    { TWS_FIELD_TEXT(struct tws_tag, tag) },
    { TWS_FIELD_TEXT(struct tws_tag, value) },
    {0}
};

static const struct tws_field request[] = {
    { FIXED("8") },
    { ID(id) },
    { TWS_FIELD_GROUP(tws_contract_request) },
    { BOOL(contract.include_expired) },
    { TEXT(contract.sec_id_type) },
    { TEXT(contract.sec_id) },
    { TEXT(contract.issuer_id), .since = 176 },
    {0}
};

static const struct tws_field fund[] = {
    { TEXT(details.fund.name) },
    { TEXT(details.fund.family) },
    { TEXT(details.fund.type) },
    { TEXT(details.fund.front_load) },
    { TEXT(details.fund.back_load) },
    { TEXT(details.fund.back_load_interval) },
    { TEXT(details.fund.fee) },
    { BOOL(details.fund.is_closed), LOOSE },
    { BOOL(details.fund.is_closed_new_investors), LOOSE },
    { BOOL(details.fund.is_closed_new_money), LOOSE },
    { TEXT(details.fund.notify_amount) },
    { TEXT(details.fund.minimum_first) },
    { TEXT(details.fund.minimum_next) },
    { TEXT(details.fund.sky_states) },
    { TEXT(details.fund.sky_territories) },
    { TEXT(details.fund.distribution) },
    { TEXT(details.fund.asset_type) },
    {0}
};

static const struct tws_field details[] = {
    { FIXED("8"), .until = 164 },
    { ID(id) },
    { TEXT(contract.symbol) },
    { TEXT(contract.sec_type) },
    { TEXT(contract.last_trade) },
    { TEXT(details.last_trade_date), .since = 182 },
    { REAL(contract.strike) },
    { TEXT(contract.right) },
    { TEXT(contract.exchange) },
    { TEXT(contract.currency) },
    { TEXT(contract.local_symbol) },
    { TEXT(details.market_name) },
    { TEXT(contract.trading_class) },
    { ID(contract.con_id) },
    { REAL(details.min_tick) },
    { INT(details.size_multiplier), .until = 164, LOOSE },
    { TEXT(contract.multiplier) },
    { TEXT(details.order_types) },
    { TEXT(details.valid_exchanges) },
    { INT(details.price_magnifier), LOOSE },
    { INT(details.under_con_id), LOOSE },
    { ESCAPED(details.long_name) },
    { TEXT(contract.primary_exchange) },
    { TEXT(details.contract_month) },
    { TEXT(details.industry) },
    { TEXT(details.category) },
    { TEXT(details.subcategory) },
    { TEXT(details.time_zone) },
    { TEXT(details.trading_hours) },
    { TEXT(details.liquid_hours) },
    { TEXT(details.ev_rule) },
    { REAL(details.ev_multiplier), LOOSE },
    { TWS_FIELD_LIST(struct tws_tag, struct tws_message, details.sec_ids, details.n_sec_ids, tag) },
    { INT(details.agg_group), LOOSE },
    { TEXT(details.under_symbol) },
    { TEXT(details.under_sec_type) },
    { TEXT(details.market_rules) },
    { TEXT(details.expiration) },
    { TEXT(details.stock_type) },
    { DECIMAL(details.size_min_tick), .since = 163, .until = 164, LOOSE },
    { DECIMAL(details.min_size), .since = 164, LOOSE },
    { DECIMAL(details.size_increment), .since = 164, LOOSE },
    { DECIMAL(details.suggested_increment), .since = 164, LOOSE },
    { TWS_FIELD_GROUP(fund), .since = 179, .when = TWS_IF_FUND },
    { TWS_FIELD_LIST(struct tws_tag, struct tws_message, details.reasons, details.n_reasons, tag),
      .since = 186 },
    {0}
};

static const struct tws_field bond[] = {
    { FIXED("6"), .until = 164 },
    { ID(id) },
    { TEXT(contract.symbol) },
    { TEXT(contract.sec_type) },
    { TEXT(details.bond.cusip) },
    { REAL(details.bond.coupon), LOOSE },
    { TEXT(contract.last_trade) },
    { TEXT(details.bond.issue_date) },
    { TEXT(details.bond.ratings) },
    { TEXT(details.bond.type) },
    { TEXT(details.bond.coupon_type) },
    { BOOL(details.bond.is_convertible), LOOSE },
    { BOOL(details.bond.is_callable), LOOSE },
    { BOOL(details.bond.is_putable), LOOSE },
    { TEXT(details.bond.description) },
    { TEXT(contract.exchange) },
    { TEXT(contract.currency) },
    { TEXT(details.market_name) },
    { TEXT(contract.trading_class) },
    { ID(contract.con_id) },
    { REAL(details.min_tick) },
    { INT(details.size_multiplier), .until = 164, LOOSE },
    { TEXT(details.order_types) },
    { TEXT(details.valid_exchanges) },
    { TEXT(details.bond.next_option_date) },
    { TEXT(details.bond.next_option_type) },
    { BOOL(details.bond.next_option_partial), LOOSE },
    { TEXT(details.bond.notes) },
    { ESCAPED(details.long_name) },
    { TEXT(details.time_zone), .since = 188 },
    { TEXT(details.trading_hours), .since = 188 },
    { TEXT(details.liquid_hours), .since = 188 },
    { TEXT(details.ev_rule) },
    { REAL(details.ev_multiplier), LOOSE },
    { TWS_FIELD_LIST(struct tws_tag, struct tws_message, details.sec_ids, details.n_sec_ids, tag) },
    { INT(details.agg_group), LOOSE },
    { TEXT(details.market_rules) },
    { DECIMAL(details.min_size), .since = 164, LOOSE },
    { DECIMAL(details.size_increment), .since = 164, LOOSE },
    { DECIMAL(details.suggested_increment), .since = 164, LOOSE },
    {0}
};

static const struct tws_field request_end[] = { { FIXED("1") }, { ID(id) }, {0} };

static const struct tws_field matching[] = { { ID(id) }, { TEXT(symbols.pattern) }, {0} };

static const struct tws_field derivative[] = {
    { TWS_FIELD_TEXT(struct tws_type_name, sec_type) },
    {0}
};

static const struct tws_field symbol[] = {
    { TWS_FIELD_INT(struct tws_symbol, con_id) },
    { TWS_FIELD_TEXT(struct tws_symbol, symbol) },
    { TWS_FIELD_TEXT(struct tws_symbol, sec_type) },
    { TWS_FIELD_TEXT(struct tws_symbol, primary_exchange) },
    { TWS_FIELD_TEXT(struct tws_symbol, currency) },
    { TWS_FIELD_LIST(struct tws_type_name, struct tws_symbol, derivatives, n_derivatives,
                     derivative) },
    { TWS_FIELD_TEXT(struct tws_symbol, description), .since = 176 },
    { TWS_FIELD_TEXT(struct tws_symbol, issuer_id), .since = 176 },
    {0}
};

static const struct tws_field samples[] = {
    { ID(id) },
    { TWS_FIELD_LIST(struct tws_symbol, struct tws_message, symbols.rows, symbols.n_rows, symbol) },
    {0}
};

const struct tws_layout tws_contract_layouts[] = {
    { TWS_REQ_CONTRACT_DETAILS, "reqContractDetails", 9, TWS_CLIENT, .fields = request },
    { TWS_REQ_MATCHING_SYMBOLS, "reqMatchingSymbols", 81, TWS_CLIENT, .fields = matching },
    { TWS_CONTRACT_DATA, "contractData", 10, TWS_SERVER, .may_grow = true, .fields = details },
    { TWS_BOND_CONTRACT_DATA, "bondContractData", 18, TWS_SERVER, .may_grow = true,
      .fields = bond },
    { TWS_CONTRACT_DATA_END, "contractDataEnd", 52, TWS_SERVER, .fields = request_end },
    { TWS_SYMBOL_SAMPLES, "symbolSamples", 79, TWS_SERVER, .fields = samples },
    {0}
};
