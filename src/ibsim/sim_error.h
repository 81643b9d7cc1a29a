/* sim_error - the texts that a gateway says with its error codes. */
#ifndef IBSIM_SIM_ERROR_H
#define IBSIM_SIM_ERROR_H

#include <stdint.h>

/* The usual text of a code; never NULL. */
const char *sim_error_text(int64_t code);

#define SIM_ERROR_HISTORY "Historical Market Data Service error message:"

#endif
