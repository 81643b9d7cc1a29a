/* sim_market_data - streaming quotes: bid, ask and last at once, then once a second; a snapshot
 * ends by itself. Always live, unless a fault says that there is no subscription. */
#ifndef IBSIM_SIM_MARKET_DATA_H
#define IBSIM_SIM_MARKET_DATA_H

#include "base/error.h"
#include "base/words.h"

struct sim_request;

CHECKED bool sim_market_data_check(struct sim_request *request, struct error *err);
CHECKED bool sim_market_data_answer(struct sim_request *request, struct error *err);
CHECKED bool sim_market_data_follow(struct sim_request *request, struct error *err);   /* Waits. */

#endif
