/*
 * costs_fees - a user's own table of the regulators' fees on sales, in place of the built-in one.
 */
#ifndef DOMAIN_BACKTEST_COSTS_FEES_H
#define DOMAIN_BACKTEST_COSTS_FEES_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/costs.h"

#include <stddef.h>

enum { COSTS_FEES_MOST = 200 };

struct costs_fees {
    size_t count;
    struct costs_fee rows[COSTS_FEES_MOST];
};

/* Reads lines 'yyyy-mm-dd SEC FINRA MOST': from that day on, dollars per million of value, dollars
 * per share, and the most of one sale of the latter. Days rise; '#' starts a comment. Fails with
 * ERROR_INVALID, naming the line. */
CHECKED bool costs_fees_parse(const char *text, struct costs_fees *ret_fees, struct error *err);

#endif
