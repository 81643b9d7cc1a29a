/* sim_fault_link - the whole gateway: its link to IB, its data farms, its daily restart. For
 * sim_fault. */
#ifndef IBSIM_SIM_FAULT_LINK_H
#define IBSIM_SIM_FAULT_LINK_H

#include "ibsim/sim_fault.h"

extern const struct sim_fault_kind sim_fault_link[];      /* the last one has no name */

#endif
