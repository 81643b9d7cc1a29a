/* tws_account - messages about accounts, read only: summary, values, positions. Borrowed texts. */
#ifndef IB_TWS_ACCOUNT_H
#define IB_TWS_ACCOUNT_H

#include "ib/tws_field.h"

#include <stdbool.h>
#include <stdint.h>

struct tws_summary_request {
    const char *group;                  /* 'All' */
    const char *tags;                   /* 'NetLiquidation,TotalCashValue' */
};

struct tws_account_request {
    bool subscribe;
    const char *account, *model;
    bool ledger;
};

struct tws_account_value {              /* a row of any of them, and their ends */
    const char *account, *model;
    const char *key, *value, *currency;
};

struct tws_position {                   /* of message.contract */
    const char *account;
    double size, cost;                  /* cost: average, per unit times multiplier */
};

extern const struct tws_layout tws_account_layouts[];

#endif
