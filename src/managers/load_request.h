/* load_request - what a request to load bars may say. Plain values; nothing is asked or stored. */
#ifndef MANAGERS_LOAD_REQUEST_H
#define MANAGERS_LOAD_REQUEST_H

#include "base/error.h"
#include "base/words.h"
#include "domain/load_plan.h"

#include <stdint.h>

struct wire_load_request;

enum { LOAD_REQUEST_SYMBOLS = 1000 };

/* Fills in what was left out: timeframe 1d, mode tail, source ib. ERROR_INVALID, naming the value:
 * no symbol or one twice, a source that is not ib, rth and all_hours, dates that are none. */
CHECKED bool load_request_check(struct wire_load_request *request, struct error *err);

/* Of a checked one. */
struct load_request_range {
    enum load_plan_mode mode;
    int64_t start, end;             /* INT64_MIN, INT64_MAX: open; end is exclusive */
};
CHECKED bool load_request_read(const struct wire_load_request *request,
                               struct load_request_range *ret_range, struct error *err);

#endif
