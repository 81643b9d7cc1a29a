/*
 * series - which bars: (contract or symbol, timeframe, what is shown, which hours). Bars of series
 * that differ in any of these never mix. A plain value; nothing to free.
 */
#ifndef DOMAIN_SERIES_H
#define DOMAIN_SERIES_H

#include "base/error.h"
#include "base/words.h"
#include "domain/timeframe.h"

#include <stdint.h>

#define SERIES_QUOTES "BID_ASK"

enum { SERIES_SYMBOL = 33, SERIES_WHAT = 16, SERIES_KEY = 80 };

enum series_hours { SERIES_ALL_HOURS, SERIES_RTH, SERIES_HOURS_COUNT };

struct series {
    char symbol[SERIES_SYMBOL];     /* as series_parse_symbol gives it */
    enum timeframe timeframe;
    int64_t contract;               /* IB's number; 0: not known, then the symbol is the identity */
    char what[SERIES_WHAT];         /* "TRADES", "MIDPOINT", "BID", "ASK", "AGGTRADES" … */
    enum series_hours hours;
    /* Of the instrument, not of the identity: */
    char calendar[16];              /* a name of calendar.h */
    char type[8];                   /* "STK", "CASH", "FUT", "IND", "CRYPTO"; "": not known */
    char currency[4];               /* "USD"; "": not known */
};

/* What an import without further words makes: contract 0, TRADES, all hours, calendar none. */
struct series series_imported(const char *symbol, enum timeframe timeframe);

/* The identity as a text: 'AAPL:1d:TRADES:rth', or '#265598:1d:TRADES:rth' once the contract is
 * known. Equal texts, equal series. Part of the data hash, so it never changes its form. */
void series_key_text(const struct series *series, char ret_text[SERIES_KEY]);

/* Bars of quotes, "BID_ASK": their open is a bid, their close an ask. Nobody trades on them. */
bool series_is_quotes(const struct series *series);

const char *series_hours_name(enum series_hours hours);         /* "all", "rth" */
CHECKED bool series_parse_hours(const char *text, enum series_hours *ret_hours, struct error *err);

/* 1 to 32 of A-Z 0-9 . _ -, the first a letter, a digit or '_'. Small letters become capitals; a
 * space or a slash becomes a point ('brk b' is BRK.B); two currencies lose the point: 'EUR/USD' and
 * 'EUR.USD' are EURUSD. Fails with ERROR_INVALID, on '../x' too: a symbol is never a path. */
CHECKED bool series_parse_symbol(const char *text, char ret_symbol[SERIES_SYMBOL],
                                 struct error *err);

#endif
