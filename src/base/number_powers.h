/*
 * number_powers - the powers of ten from 10^-292 to 10^324, each as 128 bits, rounded up.
 *
 * 10^k = (high * 2^64 + low) * 2^e with the top bit of high set; e follows from k. Constant data,
 * made by tools/make_number_powers; read by number.c only.
 */
#ifndef BASE_NUMBER_POWERS_H
#define BASE_NUMBER_POWERS_H

#include <stdint.h>

enum { NUMBER_POWERS_LEAST = -292, NUMBER_POWERS_MOST = 324 };

struct number_powers {
    uint64_t high, low;
};

extern const struct number_powers number_powers[NUMBER_POWERS_MOST - NUMBER_POWERS_LEAST + 1];

#endif
