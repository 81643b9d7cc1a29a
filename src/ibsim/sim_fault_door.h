/* sim_fault_door - before a client is let in: accepting, greeting, startApi. For sim_fault. */
#ifndef IBSIM_SIM_FAULT_DOOR_H
#define IBSIM_SIM_FAULT_DOOR_H

#include "ibsim/sim_fault.h"

extern const struct sim_fault_kind sim_fault_door[];      /* the last one has no name */

#endif
