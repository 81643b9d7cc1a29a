#include "ibsim/sim_fault_link.h"

const struct sim_fault_kind sim_fault_link[] = {
    {0}
};
