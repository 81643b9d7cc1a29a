/* sim_history - bars, the first bar's time, and the trading schedule: answers for sim_request's
 * table. */
#ifndef IBSIM_SIM_HISTORY_H
#define IBSIM_SIM_HISTORY_H

#include "base/error.h"
#include "base/words.h"

struct sim_request;

CHECKED bool sim_history_check(struct sim_request *request, struct error *err);
CHECKED bool sim_history_answer(struct sim_request *request, struct error *err);
/* Waits. keepUpToDate: a bar every five seconds, until it is cancelled. */
CHECKED bool sim_history_follow(struct sim_request *request, struct error *err);

CHECKED bool sim_history_check_head(struct sim_request *request, struct error *err);
CHECKED bool sim_history_head(struct sim_request *request, struct error *err);

#endif
