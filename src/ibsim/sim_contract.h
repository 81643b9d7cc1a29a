/*
 * sim_contract - an instrument as the simulated gateway describes it: from a contract file, or made
 * for a file of bars that has no line there. Plain values; nothing to free but the list.
 *
 * The file is YAML; docs/try_without_an_account.md has its keys.
 */
#ifndef IBSIM_SIM_CONTRACT_H
#define IBSIM_SIM_CONTRACT_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tws_contract;

struct sim_contract {
    int64_t con_id;
    char symbol[33], type[8];           /* IB's: 'EUR' and CASH */
    char exchange[16], primary[16], currency[8];
    char local_symbol[33], trading_class[16], multiplier[12];
    char last_trade[24];                /* of a future: '20261218' */
    char name[80];
    char zone[40];                      /* its clock: 'US/Eastern' */
    char calendar[16];                  /* of all its hours: domain/calendar.h */
    char isin[16];
    char bars[40];                      /* its files are BARS_1d.csv, BARS_1m.csv, … */
    double tick;
};

struct sim_contracts {
    size_t count;
    struct sim_contract *items;
};

/* For the bars of 'EURUSD': CASH; of 'SPX': IND; of any other word: STK at SMART in USD. */
struct sim_contract sim_contract_for(const char *bars);

/* Fails with ERROR_INVALID, naming file (`label`) and line. */
CHECKED bool sim_contract_read(const char *text, size_t length, const char *label,
                               struct sim_contracts *ret_contracts, struct error *err);
void sim_contract_release(struct sim_contracts *contracts);

/* Whether a request that says this may mean it: fields left empty fit everything. */
bool sim_contract_fits(const struct sim_contract *contract, const struct tws_contract *asked);

#endif
