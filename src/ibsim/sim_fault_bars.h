/* sim_fault_bars - bars as gateways have sent them: out of order, dated otherwise, without
 * volume. For sim_fault. */
#ifndef IBSIM_SIM_FAULT_BARS_H
#define IBSIM_SIM_FAULT_BARS_H

#include "ibsim/sim_fault.h"

extern const struct sim_fault_kind sim_fault_bars[];      /* the last one has no name */

#endif
