/* sim_details - which instrument is meant: contract details, searches, and the same for every
 * request that names one. */
#ifndef IBSIM_SIM_DETAILS_H
#define IBSIM_SIM_DETAILS_H

#include "base/error.h"
#include "base/words.h"

struct sim_request;

CHECKED bool sim_details_answer(struct sim_request *request, struct error *err);
CHECKED bool sim_details_check_search(struct sim_request *request, struct error *err);
CHECKED bool sim_details_search(struct sim_request *request, struct error *err);

/* Sets request->instrument, or refuses with 200 (unknown, ambiguous) or 321; then false. */
bool sim_details_resolve(struct sim_request *request);

#endif
