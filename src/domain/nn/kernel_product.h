/*
 * kernel_product - the product of two small matrices, the inner loop of everything else:
 *
 *     c[m][n] = start[n] + a[m][0] b[0][n] + a[m][1] b[1][n] + ...    in this order
 *
 * n runs along the lanes, so no lane ever waits for its neighbour and the order of a sum does not
 * depend on how wide they are. a may lie transposed: it has a step for either direction.
 */
#ifndef DOMAIN_NN_KERNEL_PRODUCT_H
#define DOMAIN_NN_KERNEL_PRODUCT_H

#include "domain/nn/real.h"

struct kernel_product {
    size_t rows, inner, width;          /* of m, of the sum, of n: width is a multiple of 8 */
    const real *a;
    size_t a_row, a_inner;              /* from a[m][k] to a[m+1][k], and to a[m][k+1] */
    const real *b;
    size_t b_inner;                     /* from b[k][n] to b[k+1][n] */
    const real *start;                  /* NULL: zeros */
    real *c;
    size_t c_row;
};

/* `rows` x `blocks` vectors of c in registers at once; both are constants where it is called. */
REAL_INLINE void kernel_tile(const struct kernel_product *p, size_t row, size_t column,
                             const int rows, const int blocks)
{
    const real *a = p->a + row * p->a_row, *b = p->b + column;
    real_lanes sum[8][2];

    REAL_UNROLL
    for (int r = 0; r < rows; r++)
        REAL_UNROLL
        for (int n = 0; n < blocks; n++)
            sum[r][n] = p->start ? ((const real_lanes *)(p->start + column))[n] : (real_lanes){0};
    for (size_t k = 0; k < p->inner; k++, a += p->a_inner, b += p->b_inner)
        REAL_UNROLL
        for (int r = 0; r < rows; r++)
            REAL_UNROLL
            for (int n = 0; n < blocks; n++)
                sum[r][n] += a[(size_t)r * p->a_row] * ((const real_lanes *)b)[n];
    REAL_UNROLL
    for (int r = 0; r < rows; r++)
        REAL_UNROLL
        for (int n = 0; n < blocks; n++)
            ((real_lanes *)(p->c + (row + (size_t)r) * p->c_row + column))[n] = sum[r][n];
}

REAL_INLINE void kernel_multiply(const struct kernel_product *p)
{
    size_t column = 0, row;

    for (; column + 2 * REAL_LANES <= p->width; column += 2 * REAL_LANES) {
        for (row = 0; row + 4 <= p->rows; row += 4)
            kernel_tile(p, row, column, 4, 2);
        for (; row < p->rows; row++)
            kernel_tile(p, row, column, 1, 2);
    }
    if (column == p->width)
        return;
    for (row = 0; row + 8 <= p->rows; row += 8)
        kernel_tile(p, row, column, 8, 1);
    for (; row < p->rows; row++)
        kernel_tile(p, row, column, 1, 1);
}

#endif
