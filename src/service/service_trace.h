/* service_trace - W3C Trace Context: which trace a request belongs to. */
#ifndef SERVICE_SERVICE_TRACE_H
#define SERVICE_SERVICE_TRACE_H

#include <stdbool.h>

enum { SERVICE_TRACE_ID = 33 };

/* Of a traceparent header, "00-<32 hex>-<16 hex>-<2 hex>". False, and "", if it is NULL or not one:
 * the standard wants it passed over, not refused. Versions to come may add to the end. */
bool service_trace_parse(const char *traceparent, char ret_id[SERVICE_TRACE_ID]);

#endif
