#include "ib/tws_session.h"

#include "ib/tws_message.h"

#define ID(m)      TWS_FIELD_ID(struct tws_message, m)
#define INT(m)     TWS_FIELD_INT(struct tws_message, m)
#define TEXT(m)    TWS_FIELD_TEXT(struct tws_message, m)
#define ESCAPED(m) TWS_FIELD_ESCAPED(struct tws_message, m)
#define FIXED(t)   TWS_FIELD_FIXED(t)

static const struct tws_field start_api[] = {
    { FIXED("2") }, { ID(start.client_id) }, { TEXT(start.capabilities) }, {0}
};

static const struct tws_field plain[] = { { FIXED("1") }, {0} };
static const struct tws_field nothing[] = { {0} };
static const struct tws_field number[] = { { FIXED("1") }, { ID(number) }, {0} };
static const struct tws_field bare_number[] = { { ID(number) }, {0} };
static const struct tws_field accounts[] = { { FIXED("1") }, { TEXT(text) }, {0} };

static const struct tws_field error[] = {
    { FIXED("2"), .until = 194 },
    { ID(id) },
    { ID(error.code) },
    { ESCAPED(error.text) },
    { ESCAPED(error.reject), .since = 166 },
    { INT(error.time_ms), .since = 194, .is_loose = true },
    {0}
};

const struct tws_layout tws_session_layouts[] = {
    { TWS_START_API, "startApi", 71, TWS_CLIENT, .fields = start_api },
    { TWS_REQ_IDS, "reqIds", 8, TWS_CLIENT, .fields = number },
    { TWS_REQ_MANAGED_ACCOUNTS, "reqManagedAccts", 17, TWS_CLIENT, .fields = plain },
    { TWS_REQ_CURRENT_TIME, "reqCurrentTime", 49, TWS_CLIENT, .fields = plain },
    { TWS_REQ_CURRENT_TIME_MS, "reqCurrentTimeInMillis", 105, TWS_CLIENT, .since = 197,
      .fields = nothing },
    { TWS_MANAGED_ACCOUNTS, "managedAccounts", 15, TWS_SERVER, .fields = accounts },
    { TWS_NEXT_VALID_ID, "nextValidId", 9, TWS_SERVER, .fields = number },
    { TWS_ERROR, "errMsg", 4, TWS_SERVER, .may_grow = true, .fields = error },
    { TWS_CURRENT_TIME, "currentTime", 49, TWS_SERVER, .fields = number },
    { TWS_CURRENT_TIME_MS, "currentTimeInMillis", 109, TWS_SERVER, .since = 197,
      .fields = bare_number },
    {0}
};
