#include "domain/nn/kernel_body.h"

const struct kernel kernel_f32 = KERNEL_TABLE;
