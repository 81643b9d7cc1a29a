#define REAL_IS_DOUBLE 1
#include "domain/nn/kernel_table.h"

const struct kernel kernel_f64 = KERNEL_TABLE;
