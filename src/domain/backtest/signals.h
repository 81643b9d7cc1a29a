/*
 * signals - a file of signals from elsewhere, put to the bars they were made for.
 *
 * CSV: a header 'timestamp,signal', then a row for each signal: an ISO time (naive ones are UTC; a
 * date is its 00:00) that is the start of a bar, and BUY, SELL or HOLD. Rows in any order, bars
 * without a row are HOLD. LF or CRLF; a byte order mark and empty lines are passed over.
 */
#ifndef DOMAIN_BACKTEST_SIGNALS_H
#define DOMAIN_BACKTEST_SIGNALS_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars.h"
#include "domain/signal.h"

#include <stddef.h>
#include <stdint.h>

/* Writes bars->count signals. `label` names the file in messages. Fails with ERROR_INVALID on a row
 * that is none, that has no bar at its time, or whose bar has a row already: "label:line:column:
 * what (and N more)". Nothing is guessed: a file for other bars is refused. */
CHECKED bool signals_parse(const char *bytes, size_t length, const char *label,
                           const struct bars *bars, uint8_t *ret_signal, struct error *err);

#endif
