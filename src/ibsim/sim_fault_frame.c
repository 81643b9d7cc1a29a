#include "ibsim/sim_fault_frame.h"

const struct sim_fault_kind sim_fault_frame[] = {
    {0}
};
