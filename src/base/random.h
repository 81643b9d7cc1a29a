/*
 * random - numbers that look random and come from a seed: the same seed, the same numbers, on every
 * machine. D. Blackman and S. Vigna's xoshiro256**, 2018, its state filled by splitmix64 as they
 * advise. Not for secrets. One generator per user: nothing is shared, nothing locked.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
    uint64_t state[4];      /* plain numbers: may be stored and taken up again */
};

struct random random_seed(uint64_t seed);

/* A generator of its own for a part of the work, so that what one part draws does not shift the
 * numbers of another: random_derive(seed, EPOCH_SHUFFLE + epoch). */
struct random random_derive(uint64_t seed, uint64_t stream);

/* As if 2^128 numbers had been drawn. */
void random_jump(struct random *random);

uint64_t random_bits(struct random *random);
double random_uniform(struct random *random);               /* [0, 1), in steps of 2^-53 */
uint64_t random_below(struct random *random, uint64_t n);   /* 0 to n-1, as likely each; n > 0 */

/* Standard normal: C. F. F. Karney, "Sampling exactly from the normal distribution", 2016. It only
 * compares uniform numbers: no logarithm, whose last bit might differ between machines. */
double random_normal(struct random *random);

/* R. A. Fisher and F. Yates' shuffle: every order as likely. */
void random_shuffle(struct random *random, size_t *items, size_t n);
void random_shuffle_u32(struct random *random, uint32_t *items, size_t n);

#endif
