/* kernel_table - struct kernel of one precision, filled. */
#ifndef DOMAIN_NN_KERNEL_TABLE_H
#define DOMAIN_NN_KERNEL_TABLE_H

#include "domain/nn/kernel_body.h"

static void take_row(void *batch, size_t to, const float *stored, size_t from, size_t columns)
{
    real *row = (real *)batch + to * columns;

    for (size_t i = 0; i < columns; i++)
        row[i] = (real)stored[from * columns + i];
}

static double value_at(const void *values, size_t at)
{
    return (double)((const real *)values)[at];
}

static void set_value(void *values, size_t at, double value)
{
    ((real *)values)[at] = (real)value;
}

#define KERNEL_TABLE                                                                    \
    {                                                                                   \
        .size = sizeof(real), .forward = REAL_NAME(forward), .score = REAL_NAME(score), \
        .backward = REAL_NAME(backward), .norm = REAL_NAME(norm),                       \
        .update = REAL_NAME(update), .take = take_row, .get = value_at,                 \
        .set = set_value,                                                               \
    }

#endif
