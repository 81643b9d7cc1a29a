/* sim_ticks - historical ticks: one for each second of the path that sim_series draws. */
#ifndef IBSIM_SIM_TICKS_H
#define IBSIM_SIM_TICKS_H

#include "base/error.h"
#include "base/words.h"

struct sim_request;

CHECKED bool sim_ticks_check(struct sim_request *request, struct error *err);
CHECKED bool sim_ticks_answer(struct sim_request *request, struct error *err);

#endif
