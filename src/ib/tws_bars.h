/*
 * tws_bars - the rows of historicalData, straight into columns and back. For tws_decode and
 * tws_encode.
 */
#ifndef IB_TWS_BARS_H
#define IB_TWS_BARS_H

#include "base/buf.h"
#include "ib/tws_history.h"
#include "ib/tws_read.h"

struct zone;

/* Fails with ERROR_BAD_DATA, naming row and field: a count that cannot be, a price that is not
 * finite, a negative volume other than -1, rows dated in different ways, an unknown zone, or no
 * zone for dates that name none. */
CHECKED bool tws_bars_decode(struct tws_read *read, int64_t count, const struct zone *zone,
                             struct tws_history *ret_history, struct error *err);

/* Fails with ERROR_INVALID for times that the form cannot say. */
CHECKED bool tws_bars_encode(const struct tws_history *history, const struct zone *zone,
                             struct buf *out, struct error *err);

#endif
