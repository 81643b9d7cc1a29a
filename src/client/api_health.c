#include "client/api_health.h"

bool api_health_read(struct api *api, struct wire_health *ret_health, struct error *err)
{
    return api_run(api,
                   &(struct api_call){
                       .pattern = WIRE_HEALTH,
                       .reply_fields = wire_health_fields,
                       .ret_reply = ret_health,
                   },
                   err);
}
