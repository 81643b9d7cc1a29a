/* sim_fault_error - errors and warnings that the gateway reports though nothing is wrong. For
 * sim_fault. */
#ifndef IBSIM_SIM_FAULT_ERROR_H
#define IBSIM_SIM_FAULT_ERROR_H

#include "ibsim/sim_fault.h"

extern const struct sim_fault_kind sim_fault_error[];      /* the last one has no name */

#endif
