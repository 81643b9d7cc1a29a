#include "domain/symbol.h"

#include <stdio.h>
#include <string.h>

/* In the market's order: of two, the one that stands earlier is the base. The ranking of the first
 * seven is the usual one; the rest is ordered so that IB's crosses (NOKSEK, SGDJPY …) come out. */
static const char *const currencies[] = {
    "EUR", "GBP", "AUD", "NZD", "USD", "CAD", "CHF", "DKK", "NOK", "SEK", "PLN", "CZK", "HUF",
    "TRY", "ILS", "SGD", "ZAR", "MXN", "CNH", "HKD", "JPY", "KRW", "INR", "SAR", "AED", "RUB",
};

static int rank(const char *code)
{
    for (size_t i = 0; i < COUNT(currencies); i++)
        if (!strncmp(currencies[i], code, 3))
            return (int)i;
    return -1;
}

bool symbol_is_currency(const char *code)
{
    return strlen(code) == 3 && rank(code) >= 0;
}

bool symbol_is_pair(const char *symbol)
{
    return strlen(symbol) == 6 && rank(symbol) >= 0 && rank(symbol + 3) >= 0
        && rank(symbol) != rank(symbol + 3);
}

bool symbol_turn_pair(const char *symbol, char ret_symbol[7])
{
    if (!symbol_is_pair(symbol) || rank(symbol) < rank(symbol + 3))
        return false;
    snprintf(ret_symbol, 7, "%.3s%.3s", symbol + 3, symbol);
    return true;
}
