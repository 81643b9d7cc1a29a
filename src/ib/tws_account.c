#include "ib/tws_account.h"

#include "ib/tws_message.h"

#define FIXED(t)   TWS_FIELD_FIXED(t)
#define ID(m)      TWS_FIELD_ID(struct tws_message, m)
#define TEXT(m)    TWS_FIELD_TEXT(struct tws_message, m)
#define BOOL(m)    TWS_FIELD_BOOL(struct tws_message, m)

static const struct tws_field plain[] = { { FIXED("1") }, {0} };
static const struct tws_field of_request[] = { { FIXED("1") }, { ID(id) }, {0} };

static const struct tws_field summary_request[] = {
    { FIXED("1") }, { ID(id) }, { TEXT(summary_request.group) }, { TEXT(summary_request.tags) }, {0}
};

static const struct tws_field updates_request[] = {
    { FIXED("2") }, { BOOL(account_request.subscribe) }, { TEXT(account_request.account) }, {0}
};

static const struct tws_field multi_request[] = {
    { FIXED("1") }, { ID(id) }, { TEXT(account_request.account) }, { TEXT(account_request.model) },
    { BOOL(account_request.ledger) }, {0}
};

static const struct tws_field summary[] = {
    { FIXED("1") }, { ID(id) }, { TEXT(account.account) }, { TEXT(account.key) },
    { TEXT(account.value) }, { TEXT(account.currency) }, {0}
};

static const struct tws_field value[] = {
    { FIXED("2") }, { TEXT(account.key) }, { TEXT(account.value) }, { TEXT(account.currency) },
    { TEXT(account.account) }, {0}
};

static const struct tws_field clock_text[] = { { FIXED("1") }, { TEXT(text) }, {0} };
static const struct tws_field end[] = { { FIXED("1") }, { TEXT(account.account) }, {0} };

static const struct tws_field multi[] = {
    { FIXED("1") }, { ID(id) }, { TEXT(account.account) }, { TEXT(account.model) },
    { TEXT(account.key) }, { TEXT(account.value) }, { TEXT(account.currency) }, {0}
};

static const struct tws_field position[] = {
    { FIXED("3") },
    { TEXT(position.account) },
    { ID(contract.con_id) },
    { TEXT(contract.symbol) },
    { TEXT(contract.sec_type) },
    { TEXT(contract.last_trade) },
    { TWS_FIELD_REAL(struct tws_message, contract.strike) },
    { TEXT(contract.right) },
    { TEXT(contract.multiplier) },
    { TEXT(contract.exchange) },
    { TEXT(contract.currency) },
    { TEXT(contract.local_symbol) },
    { TEXT(contract.trading_class) },
    { TWS_FIELD_DECIMAL(struct tws_message, position.size) },
    { TWS_FIELD_REAL(struct tws_message, position.cost) },
    {0}
};

const struct tws_layout tws_account_layouts[] = {
    { TWS_REQ_ACCOUNT_SUMMARY, "reqAccountSummary", 62, TWS_CLIENT, .fields = summary_request },
    { TWS_CANCEL_ACCOUNT_SUMMARY, "cancelAccountSummary", 63, TWS_CLIENT, .fields = of_request },
    { TWS_REQ_POSITIONS, "reqPositions", 61, TWS_CLIENT, .fields = plain },
    { TWS_CANCEL_POSITIONS, "cancelPositions", 64, TWS_CLIENT, .fields = plain },
    { TWS_REQ_ACCOUNT_UPDATES, "reqAccountUpdates", 6, TWS_CLIENT, .fields = updates_request },
    { TWS_REQ_ACCOUNT_UPDATES_MULTI, "reqAccountUpdatesMulti", 76, TWS_CLIENT,
      .fields = multi_request },
    { TWS_CANCEL_ACCOUNT_UPDATES_MULTI, "cancelAccountUpdatesMulti", 77, TWS_CLIENT,
      .fields = of_request },
    { TWS_ACCOUNT_SUMMARY, "accountSummary", 63, TWS_SERVER, .fields = summary },
    { TWS_ACCOUNT_SUMMARY_END, "accountSummaryEnd", 64, TWS_SERVER, .fields = of_request },
    { TWS_POSITION, "position", 61, TWS_SERVER, .fields = position },
    { TWS_POSITION_END, "positionEnd", 62, TWS_SERVER, .fields = plain },
    { TWS_ACCOUNT_VALUE, "acctValue", 6, TWS_SERVER, .fields = value },
    { TWS_ACCOUNT_TIME, "acctUpdateTime", 8, TWS_SERVER, .fields = clock_text },
    { TWS_ACCOUNT_END, "acctDownloadEnd", 54, TWS_SERVER, .fields = end },
    { TWS_ACCOUNT_UPDATE_MULTI, "accountUpdateMulti", 73, TWS_SERVER, .fields = multi },
    { TWS_ACCOUNT_UPDATE_MULTI_END, "accountUpdateMultiEnd", 74, TWS_SERVER,
      .fields = of_request },
    {0}
};
