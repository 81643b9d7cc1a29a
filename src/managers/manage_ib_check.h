/*
 * manage_ib_check - walks from the socket to the first bars, and says at each step what was seen
 * and what to do. A step that fails ends the walk: what comes after would only say the same.
 */
#ifndef MANAGERS_MANAGE_IB_CHECK_H
#define MANAGERS_MANAGE_IB_CHECK_H

#include "managers/manage_ib.h"

/* Waits. Without a symbol: connection, account, client id, clock, data farms, and EURUSD daily
 * bars, which need no subscription. With one: contract, first bar, bars of the last four
 * days. That a step failed is no error. Release it. */
CHECKED bool manage_ib_check_run(struct manage_ib *ib, const struct wire_ib_query *query,
                                 struct wire_ib_check *ret_check, struct error *err);

#endif
