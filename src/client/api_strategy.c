#include "client/api_strategy.h"

bool api_strategy_list(struct api *api, struct wire_strategy_list *ret_list, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_STRATEGY_LIST,
                       .reply_fields = wire_strategy_list_fields,
                       .ret_reply = ret_list,
                   },
                   err);
}

bool api_strategy_read(struct api *api, const char *name, struct wire_strategy_text *ret_text,
                       struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_STRATEGY_ONE,
                       .values = (const char *[]){ name },
                       .reply_fields = wire_strategy_text_fields,
                       .ret_reply = ret_text,
                   },
                   err);
}

bool api_strategy_validate(struct api *api, const struct wire_strategy_request *request,
                           struct wire_strategy_report *ret_report, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_STRATEGY_VALIDATE,
                       .request_fields = wire_strategy_request_fields,
                       .request = request,
                       .reply_fields = wire_strategy_report_fields,
                       .ret_reply = ret_report,
                   },
                   err);
}

bool api_strategy_features(struct api *api, const struct wire_strategy_request *request,
                           struct wire_strategy_features *ret_features, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_STRATEGY_FEATURES,
                       .request_fields = wire_strategy_request_fields,
                       .request = request,
                       .reply_fields = wire_strategy_features_fields,
                       .ret_reply = ret_features,
                   },
                   err);
}

bool api_strategy_check(struct api *api, const struct wire_check_request *request,
                        struct wire_check_result *ret_result, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_CHECK,
                       .request_fields = wire_check_request_fields,
                       .request = request,
                       .reply_fields = wire_check_result_fields,
                       .ret_reply = ret_result,
                   },
                   err);
}

bool api_strategy_coverage(struct api *api, const struct wire_check_request *request,
                           struct wire_coverage_result *ret_result, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_COVERAGE,
                       .request_fields = wire_check_request_fields,
                       .request = request,
                       .reply_fields = wire_coverage_result_fields,
                       .ret_reply = ret_result,
                   },
                   err);
}

bool api_strategy_migrate(struct api *api, const struct wire_strategy_request *request,
                          struct wire_strategy_migration *ret_migration, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .method = "POST",
                       .pattern = WIRE_STRATEGY_MIGRATE,
                       .request_fields = wire_strategy_request_fields,
                       .request = request,
                       .reply_fields = wire_strategy_migration_fields,
                       .ret_reply = ret_migration,
                   },
                   err);
}
