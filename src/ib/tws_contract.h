/*
 * tws_contract - messages about instruments: what they are, how they are found. Texts are borrowed:
 * see tws_message.h. Plain values; nothing to free but the message.
 */
#ifndef IB_TWS_CONTRACT_H
#define IB_TWS_CONTRACT_H

#include "ib/tws_field.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tws_contract {
    int64_t con_id;                     /* 0: not known */
    const char *symbol;                 /* IB's spelling: 'BRK B' */
    const char *sec_type;               /* STK CASH FUT IND CRYPTO BAG BOND FUND … */
    const char *last_trade;             /* '202512', '20251219', or with clock and zone behind */
    double strike;
    const char *right;                  /* C, P */
    const char *multiplier;
    const char *exchange, *primary_exchange;
    const char *currency;
    const char *local_symbol, *trading_class;
    bool include_expired;               /* in requests */
    const char *sec_id_type, *sec_id, *issuer_id;
};

struct tws_leg {                        /* of a BAG */
    int64_t con_id, ratio;
    const char *action, *exchange;
};

struct tws_tag {                        /* ISIN=US0378331005 */
    const char *tag, *value;
};

struct tws_fund {
    const char *name, *family, *type, *front_load, *back_load, *back_load_interval, *fee;
    bool is_closed, is_closed_new_investors, is_closed_new_money;
    const char *notify_amount, *minimum_first, *minimum_next, *sky_states, *sky_territories;
    const char *distribution, *asset_type;
};

struct tws_bond {
    const char *cusip;
    double coupon;
    const char *issue_date, *ratings, *type, *coupon_type;
    bool is_convertible, is_callable, is_putable;
    const char *description, *next_option_date, *next_option_type;
    bool next_option_partial;
    const char *notes;
};

struct tws_details {                    /* of message.contract */
    const char *last_trade_date;        /* from 182 */
    const char *market_name;
    double min_tick;
    int64_t size_multiplier;            /* before 164 */
    const char *order_types, *valid_exchanges;
    int64_t price_magnifier, under_con_id;
    const char *long_name;
    const char *contract_month, *industry, *category, *subcategory;
    const char *time_zone;              /* 'US/Eastern'; 'EST (Eastern Standard Time)' */
    const char *trading_hours, *liquid_hours;
    const char *ev_rule;
    double ev_multiplier;
    size_t n_sec_ids;
    const struct tws_tag *sec_ids;
    int64_t agg_group;
    const char *under_symbol, *under_sec_type;
    const char *market_rules, *expiration, *stock_type;
    double size_min_tick;               /* at 163 */
    double min_size, size_increment, suggested_increment;   /* from 164 */
    struct tws_fund fund;               /* a FUND, from 179 */
    size_t n_reasons;
    const struct tws_tag *reasons;      /* why it may not be traded, from 186 */
    struct tws_bond bond;               /* of a bond */
};

struct tws_type_name {
    const char *sec_type;
};

struct tws_symbol {                     /* con_id -1: an issuer of bonds, only the last two told */
    int64_t con_id;
    const char *symbol, *sec_type, *primary_exchange, *currency;
    size_t n_derivatives;
    const struct tws_type_name *derivatives;
    const char *description, *issuer_id;    /* from 176 */
};

struct tws_symbols {
    const char *pattern;                /* of the request */
    size_t n_rows;
    const struct tws_symbol *rows;
};

extern const struct tws_layout tws_contract_layouts[];
extern const struct tws_field tws_contract_request[];       /* the 12 fields of every request */
extern const struct tws_field tws_contract_leg[];

#endif
