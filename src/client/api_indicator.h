/* api_indicator - indicators and fuzzy sets, and their values over bars. Calls: see api.h. */
#ifndef CLIENT_API_INDICATOR_H
#define CLIENT_API_INDICATOR_H

#include "client/api.h"
#include "wire/wire_fuzzy.h"
#include "wire/wire_indicator.h"

CHECKED bool api_indicator_list(struct api *api, struct wire_indicator_list *ret_list,
                                struct error *err);
CHECKED bool api_indicator_compute(struct api *api, const struct wire_indicator_request *request,
                                   struct wire_indicator_values *ret_values, struct error *err);
CHECKED bool api_indicator_fuzzy(struct api *api, const struct wire_fuzzy_request *request,
                                 struct wire_indicator_values *ret_values, struct error *err);

#endif
