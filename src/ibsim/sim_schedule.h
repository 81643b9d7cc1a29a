/* sim_schedule - whatToShow SCHEDULE: the sessions of a range. */
#ifndef IBSIM_SIM_SCHEDULE_H
#define IBSIM_SIM_SCHEDULE_H

#include "base/error.h"
#include "base/words.h"

struct sim_range;
struct sim_request;

CHECKED bool sim_schedule_put(struct sim_request *request, const struct sim_range *range,
                              struct error *err);

#endif
