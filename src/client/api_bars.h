/* api_bars - stored bars: lists, ranges, columns, gaps, quality, imports. Calls: see api.h. */
#ifndef CLIENT_API_BARS_H
#define CLIENT_API_BARS_H

#include "client/api.h"
#include "wire/wire_bars.h"
#include "wire/wire_import.h"
#include "wire/wire_load.h"
#include "wire/wire_operation.h"

CHECKED bool api_bars_list(struct api *api, struct wire_bars_list *ret_list, struct error *err);
CHECKED bool api_bars_range(struct api *api, const char *symbol, const char *timeframe,
                            struct wire_bars_item *ret_item, struct error *err);
CHECKED bool api_bars_gaps(struct api *api, const char *symbol, const char *timeframe,
                           const struct wire_bars_query *query, struct wire_bars_gaps *ret_gaps,
                           struct error *err);
CHECKED bool api_bars_quality(struct api *api, const char *symbol, const char *timeframe,
                              const struct wire_bars_query *query,
                              struct wire_bars_quality *ret_quality, struct error *err);
CHECKED bool api_bars_delete(struct api *api, const char *symbol, const char *timeframe,
                             struct wire_bars_deleted *ret_deleted, struct error *err);
/* The bars themselves, as `accept` says: they are in api_body(). */
CHECKED bool api_bars_fetch(struct api *api, const char *symbol, const char *timeframe,
                            const struct wire_bars_query *query, const char *accept,
                            struct error *err);
CHECKED bool api_bars_import(struct api *api, const struct wire_import_query *query,
                             const struct buf *file, struct wire_import_report *ret_report,
                             struct error *err);
CHECKED bool api_bars_load(struct api *api, const struct wire_load_request *request,
                           struct wire_operation *ret_operation, struct error *err);

#endif
