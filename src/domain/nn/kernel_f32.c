#include "domain/nn/kernel_table.h"

const struct kernel kernel_f32 = KERNEL_TABLE;
