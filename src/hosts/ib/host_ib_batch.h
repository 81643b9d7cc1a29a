/*
 * host_ib_batch - many asks, one stream of answers: application/vnd.ktrdr.bars-stream.
 *
 * For each, in the order in which they are ready, a line of JSON (wire_ib_batch_item) and then so
 * many bytes of KBAR. One that fails is a line with its error; the others go on. The stream is
 * bounded: no more are fetched while the client does not read.
 */
#ifndef HOSTS_IB_HOST_IB_BATCH_H
#define HOSTS_IB_HOST_IB_BATCH_H

#include "base/error.h"
#include "base/words.h"

struct http_request;
struct ib_source;
struct wire_ib_batch;

enum { HOST_IB_BATCH_MOST = 10000 };

/* Waits. Replies. ERROR_TOO_LARGE above HOST_IB_BATCH_MOST. */
CHECKED bool host_ib_batch_run(struct ib_source *source, struct http_request *request,
                               const struct wire_ib_batch *wanted, struct error *err);

#endif
