/*
 * contract - an instrument as IB describes it, with texts of its own. Any thread.
 *
 * = {0} is none; release it. The contract id is the identity.
 */
#ifndef IB_CONTRACT_H
#define IB_CONTRACT_H

#include "ib/tws_message.h"

enum { CONTRACT_TEXT = 40, CONTRACT_NAME = 96 };

struct contract {
    int64_t con_id;
    char symbol[CONTRACT_TEXT];             /* IB's spelling: 'BRK B' */
    char type[12];                          /* STK CASH FUT IND CRYPTO … */
    char exchange[CONTRACT_TEXT], primary_exchange[CONTRACT_TEXT];
    char currency[8];
    char local_symbol[CONTRACT_TEXT], trading_class[CONTRACT_TEXT];
    char last_trade[CONTRACT_TEXT];         /* '20251219' */
    double multiplier;                      /* 1 where IB tells none */
    double min_tick, size_increment;        /* NaN: not told */
    char name[CONTRACT_NAME];               /* 'APPLE INC' */
    char zone[CONTRACT_TEXT];               /* of the hours: 'US/Eastern' */
    char *trading_hours, *liquid_hours;     /* owned; see trading_hours.h */
};

/* Of a contractData message. Fails with ERROR_BAD_DATA without an id, or with a text too long. */
CHECKED bool contract_of(const struct tws_message *message, struct contract *ret_contract,
                         struct error *err);
struct contract contract_copy(const struct contract *contract);
void contract_release(struct contract *contract);

struct contract_list {
    struct contract *rows;                  /* owned */
    size_t n;
};
void contract_list_add(struct contract_list *list, struct contract *contract);   /* takes it over */
void contract_list_release(struct contract_list *list);

/* What a request for its data names. Borrowed from the contract. */
struct tws_contract contract_named(const struct contract *contract);

/* 'ES FUT ESZ5 CME USD 20251219 (contract 495512563)' */
enum { CONTRACT_SHOWN = 256 };
void contract_show(const struct contract *contract, char ret_text[CONTRACT_SHOWN]);

#endif
