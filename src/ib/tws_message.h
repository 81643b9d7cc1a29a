/*
 * tws_message - one message to or from a TWS or IB Gateway, as a struct; server versions 157-200.
 *
 * What there is, and how each looks on the wire, stands in five tables: tws_session, tws_contract,
 * tws_history, tws_market, tws_account. There are no orders among them, and none may be added: this
 * program only reads. Everything it does not know decodes as TWS_UNKNOWN.
 *
 * A decoded message borrows its texts from the payload, which has to outlive it, and owns its
 * lists, unescaped texts and bars. For encoding the caller lends all of it and releases nothing.
 */
#ifndef IB_TWS_MESSAGE_H
#define IB_TWS_MESSAGE_H

#include "ib/tws_account.h"
#include "ib/tws_contract.h"
#include "ib/tws_field.h"
#include "ib/tws_history.h"
#include "ib/tws_market.h"
#include "ib/tws_session.h"

enum { TWS_OLDEST = 157, TWS_NEWEST = 200 };        /* the server versions known here */

struct tws_message {
    enum tws_type type;
    int64_t id;                         /* of the request; the number itself of TWS_UNKNOWN */
    struct tws_contract contract;       /* where there is one */
    union {                             /* by the type */
        struct tws_start start;
        struct tws_error error;
        int64_t number;                 /* next id, seconds, milliseconds, kind of market data */
        const char *text;               /* accounts 'DU1,DU2,'; the account update's clock */
        struct tws_details details;
        struct tws_symbols symbols;
        struct tws_time head;
        struct tws_history_request history_request;
        struct tws_history history;     /* its start and end as well, from 196 */
        struct tws_history_update update;
        struct tws_schedule schedule;
        struct tws_ticks_request ticks_request;
        struct tws_ticks ticks;
        struct tws_live_request live_request;
        struct tws_live_bar live_bar;
        struct tws_market_request market_request;
        struct tws_market_tick tick;
        struct tws_option_tick option_tick;
        struct tws_efp_tick efp_tick;
        struct tws_tick_params tick_params;
        struct tws_summary_request summary_request;
        struct tws_account_request account_request;
        struct tws_account_value account;
        struct tws_position position;
    };
    struct tws_block *memory;           /* what was decoded and had no place in the payload */
};

/* NULL for what is not known. */
const struct tws_layout *tws_message_layout(enum tws_type type);
const struct tws_layout *tws_message_find(enum tws_side sender, int64_t id);
const char *tws_message_name(enum tws_type type);       /* "historicalData"; "unknown" */

/* Whether a field is there, at that version and in that message as far as it is known. */
bool tws_message_has(const struct tws_message *message, const struct tws_field *field, int version);

/* Memory that goes with the message; zeroed. */
void *tws_message_alloc(struct tws_message *message, size_t size);
void tws_message_release(struct tws_message *message);

#endif
