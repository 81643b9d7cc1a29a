/* api_strategy - strategies at the backend, and texts for it to judge. Calls: see api.h. */
#ifndef CLIENT_API_STRATEGY_H
#define CLIENT_API_STRATEGY_H

#include "client/api.h"
#include "wire/wire_check.h"
#include "wire/wire_coverage.h"
#include "wire/wire_strategy.h"

CHECKED bool api_strategy_list(struct api *api, struct wire_strategy_list *ret_list,
                               struct error *err);
CHECKED bool api_strategy_read(struct api *api, const char *name,
                               struct wire_strategy_text *ret_text, struct error *err);
CHECKED bool api_strategy_validate(struct api *api, const struct wire_strategy_request *request,
                                   struct wire_strategy_report *ret_report, struct error *err);
CHECKED bool api_strategy_features(struct api *api, const struct wire_strategy_request *request,
                                   struct wire_strategy_features *ret_features, struct error *err);
CHECKED bool api_strategy_migrate(struct api *api, const struct wire_strategy_request *request,
                                  struct wire_strategy_migration *ret_migration,
                                  struct error *err);
CHECKED bool api_strategy_check(struct api *api, const struct wire_check_request *request,
                                struct wire_check_result *ret_result, struct error *err);
CHECKED bool api_strategy_coverage(struct api *api, const struct wire_check_request *request,
                                   struct wire_coverage_result *ret_result, struct error *err);

#endif
