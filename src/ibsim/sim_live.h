/* sim_live - real-time bars: one of five seconds, every five seconds, while the market is open. */
#ifndef IBSIM_SIM_LIVE_H
#define IBSIM_SIM_LIVE_H

#include "base/error.h"
#include "base/words.h"

struct sim_request;

CHECKED bool sim_live_check(struct sim_request *request, struct error *err);
CHECKED bool sim_live_answer(struct sim_request *request, struct error *err);
CHECKED bool sim_live_follow(struct sim_request *request, struct error *err);     /* Waits. */

#endif
