/* sim_fault_reply - how an answer is sent, or whether: late, in pieces, cut off. For sim_fault. */
#ifndef IBSIM_SIM_FAULT_REPLY_H
#define IBSIM_SIM_FAULT_REPLY_H

#include "ibsim/sim_fault.h"

extern const struct sim_fault_kind sim_fault_reply[];      /* the last one has no name */

#endif
