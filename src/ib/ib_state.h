/* ib_state - how a gateway is, in the words of wire_ib_status.h. Asks and waits for nothing. */
#ifndef IB_IB_STATE_H
#define IB_IB_STATE_H

#include "wire/wire_ib_status.h"

struct buf;
struct ib_source;

/* Release it. Mode, URL, version and uptime are the caller's to fill in. */
void ib_state_fill(const struct ib_source *source, struct wire_ib_status *ret_status);

/* Seconds after which what failed for want of a connection, or by pacing, is worth another try. */
int64_t ib_state_retry_after(const struct ib_source *source);

/* Appends the same as Prometheus lines. */
void ib_state_count(const struct ib_source *source, struct buf *text);

#endif
