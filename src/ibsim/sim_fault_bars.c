#include "ibsim/sim_fault_bars.h"

const struct sim_fault_kind sim_fault_bars[] = {
    {0}
};
