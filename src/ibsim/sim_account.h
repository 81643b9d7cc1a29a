/* sim_account - the clock, the account's names, and an account that holds nothing but cash: answers
 * for sim_request's table. */
#ifndef IBSIM_SIM_ACCOUNT_H
#define IBSIM_SIM_ACCOUNT_H

#include "base/error.h"
#include "base/words.h"

struct sim_request;

CHECKED bool sim_account_time(struct sim_request *request, struct error *err);
CHECKED bool sim_account_ids(struct sim_request *request, struct error *err);
CHECKED bool sim_account_names(struct sim_request *request, struct error *err);
CHECKED bool sim_account_check_summary(struct sim_request *request, struct error *err);
CHECKED bool sim_account_summary(struct sim_request *request, struct error *err);
CHECKED bool sim_account_positions(struct sim_request *request, struct error *err);
CHECKED bool sim_account_updates(struct sim_request *request, struct error *err);
CHECKED bool sim_account_multi(struct sim_request *request, struct error *err);

/* Waits. Until it is cancelled: the request stays open, with nothing more to say. */
CHECKED bool sim_account_wait(struct sim_request *request, struct error *err);

#endif
