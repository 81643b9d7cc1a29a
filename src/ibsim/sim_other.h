/* sim_other - messages that ktrdr itself has no tables for: what the start of ib_insync asks is
 * answered as by an account without orders, orders are refused. */
#ifndef IBSIM_SIM_OTHER_H
#define IBSIM_SIM_OTHER_H

#include <stddef.h>
#include <stdint.h>

struct sim_session;

void sim_other_take(struct sim_session *session, int64_t type, const char *payload, size_t length);

#endif
