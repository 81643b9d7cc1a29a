/* api_model - models: trained, listed, shown, tested, asked. Calls: see api.h. */
#ifndef CLIENT_API_MODEL_H
#define CLIENT_API_MODEL_H

#include "client/api.h"
#include "wire/wire_evaluation.h"
#include "wire/wire_lockbox.h"
#include "wire/wire_model.h"
#include "wire/wire_operation.h"
#include "wire/wire_prediction.h"
#include "wire/wire_sheet.h"
#include "wire/wire_track.h"
#include "wire/wire_training.h"

CHECKED bool api_model_train(struct api *api, const struct wire_training_request *request,
                             struct wire_operation *ret_operation, struct error *err);
CHECKED bool api_model_list(struct api *api, const struct wire_model_query *query,
                            struct wire_model_list *ret_list, struct error *err);
CHECKED bool api_model_show(struct api *api, const char *id, struct wire_model *ret_model,
                            struct error *err);
CHECKED bool api_model_test(struct api *api, const char *id,
                            const struct wire_evaluation_request *request,
                            struct wire_operation *ret_operation, struct error *err);
CHECKED bool api_model_delete(struct api *api, const char *id,
                              struct wire_model_deleted *ret_deleted, struct error *err);
CHECKED bool api_model_predict(struct api *api, const char *id,
                               const struct wire_prediction_request *request,
                               struct wire_prediction_result *ret_result, struct error *err);
CHECKED bool api_model_sheet(struct api *api, const char *id,
                             const struct wire_sheet_request *request,
                             struct wire_sheet *ret_sheet, struct error *err);
CHECKED bool api_model_track(struct api *api, const char *id, struct wire_track *ret_track,
                             struct error *err);
/* One of its files, which is then in api_body(): "model.safetensors", "model.json". */
CHECKED bool api_model_file(struct api *api, const char *id, const char *name, struct error *err);

CHECKED bool api_model_lockboxes(struct api *api, struct wire_lockbox_list *ret_list,
                                 struct error *err);
CHECKED bool api_model_unseal(struct api *api, const char *symbol,
                              struct wire_lockbox *ret_lockbox, struct error *err);

#endif
