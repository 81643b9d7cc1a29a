/* sim_fault_frame - answers that are no messages: bad lengths, garbage, fields too few, numbers
 * that are none. For sim_fault. */
#ifndef IBSIM_SIM_FAULT_FRAME_H
#define IBSIM_SIM_FAULT_FRAME_H

#include "ibsim/sim_fault.h"

extern const struct sim_fault_kind sim_fault_frame[];      /* the last one has no name */

#endif
