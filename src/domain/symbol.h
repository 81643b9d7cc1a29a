/*
 * symbol - which symbols are pairs of currencies, and in which order the market quotes them.
 */
#ifndef DOMAIN_SYMBOL_H
#define DOMAIN_SYMBOL_H

#include "base/words.h"

#include <stdbool.h>

bool symbol_is_currency(const char *code);      /* "EUR": three capitals that IB trades */

/* Two known currencies: 'EURUSD'. */
bool symbol_is_pair(const char *symbol);

/* The pair as the market quotes it: for 'USDEUR' writes 'EURUSD'. False where `symbol` is no pair,
 * or already in that order; then nothing is written. */
bool symbol_turn_pair(const char *symbol, char ret_symbol[7]);

#endif
