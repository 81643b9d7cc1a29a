/* sim_history_pacing - the pacing rules of requests about the past: what breaks one is refused,
 * counted, and at the 20th time in ten minutes the connection is closed. */
#ifndef IBSIM_SIM_HISTORY_PACING_H
#define IBSIM_SIM_HISTORY_PACING_H

#include <stdbool.h>

struct sim_request;
struct sim_what;

/* Its number is free, and fewer than 50 are open. False: refused. */
bool sim_history_pacing_open(struct sim_request *request);

/* Of bars up to 30 s, or a head timestamp. May refuse it. */
void sim_history_pacing_small(struct sim_request *request, const struct sim_what *what);

/* Real-time bars: they count to the same 60. May refuse it, with 420. */
void sim_history_pacing_live(struct sim_request *request, const struct sim_what *what);

#endif
