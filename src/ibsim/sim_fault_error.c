#include "ibsim/sim_fault_error.h"

const struct sim_fault_kind sim_fault_error[] = {
    {0}
};
