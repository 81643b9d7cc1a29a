/* bar_pack - one column of bars as a section of a packed block; the layout: bar_block.h. */
#ifndef STORE_BAR_PACK_H
#define STORE_BAR_PACK_H

#include <stddef.h>
#include <stdint.h>

/* The most bytes that a section of n values takes. */
#define BAR_PACK_SECTION(n) (16 + 8 * (size_t)(n))

/* Write to `to`, which has room for a section; the answer is its length. n is 1 or more. */
size_t bar_pack_times(const int64_t *times, size_t n, unsigned char *to);
size_t bar_pack_values(const double *values, size_t n, unsigned char *to);

/* Read n values; the answer is the section's length, or 0 if it is not one of n values. */
size_t bar_pack_read_times(const unsigned char *from, size_t length, size_t n, int64_t *ret_times);
size_t bar_pack_read_values(const unsigned char *from, size_t length, size_t n,
                            double *ret_values);

#endif
