#include "ibsim/sim_fault_reply.h"

const struct sim_fault_kind sim_fault_reply[] = {
    {0}
};
