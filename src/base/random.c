#include "base/random.h"

#include <assert.h>
#include <stdbool.h>

/* G. L. Steele, D. Lea and C. H. Flood 2014. */
static uint64_t splitmix64(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

struct random random_seed(uint64_t seed)
{
    struct random random;

    for (int i = 0; i < 4; i++)
        random.state[i] = splitmix64(&seed);
    return random;
}

struct random random_derive(uint64_t seed, uint64_t stream)
{
    const uint64_t mixed = splitmix64(&seed);

    stream ^= mixed;
    return random_seed(mixed ^ splitmix64(&stream));
}

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

uint64_t random_bits(struct random *random)
{
    uint64_t *s = random->state;
    const uint64_t result = rotate(s[1] * 5, 7) * 9, shifted = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 45);
    return result;
}

void random_jump(struct random *random)
{
    /* The polynomial of 2^128 steps, from their paper's program. */
    static const uint64_t jump[] = { 0x180ec6d33cfd0abau, 0xd5a61266f0c9392cu,
                                     0xa9582618e03fc9aau, 0x39abdc4529b1661cu };
    struct random sum = {0};

    for (int bit = 0; bit < 256; bit++) {
        if (jump[bit / 64] >> (bit % 64) & 1)
            for (int i = 0; i < 4; i++)
                sum.state[i] ^= random->state[i];
        random_bits(random);
    }
    *random = sum;
}

double random_uniform(struct random *random)
{
    return (double)(random_bits(random) >> 11) * 0x1p-53;
}

/* Numbers of the last, incomplete run of n are drawn again. */
uint64_t random_below(struct random *random, uint64_t n)
{
    assert(n > 0);

    const uint64_t incomplete = -n % n;     /* 2^64 mod n */
    uint64_t bits;

    do
        bits = random_bits(random);
    while (bits < incomplete);
    return bits % n;
}

/* True with probability exp(-p), 0 <= p <= 1. J. von Neumann 1951: of p > u1 > u2 > ..., the run
 * ends after an even number of steps just that often. */
static bool happens(struct random *random, double p)
{
    bool is_even = true;

    for (double last = p, next; (next = random_uniform(random)) < last; last = next)
        is_even = !is_even;
    return is_even;
}

static bool all_happen(struct random *random, unsigned n, double p)
{
    for (unsigned i = 0; i < n; i++)
        if (!happens(random, p))
            return false;
    return true;
}

double random_normal(struct random *random)
{
    for (;;) {
        unsigned k = 0;

        while (happens(random, 0.5))
            k++;
        if (k > 1 && !all_happen(random, k * (k - 1), 0.5))
            continue;

        const double x = random_uniform(random);

        if (!all_happen(random, k + 1, x * (2 * k + x) / (2 * k + 2)))
            continue;
        return random_bits(random) >> 63 ? k + x : -(k + x);
    }
}

void random_shuffle(struct random *random, size_t *items, size_t n)
{
    for (size_t left = n; left > 1; left--) {
        const size_t at = random_below(random, left), taken = items[at];

        items[at] = items[left - 1];
        items[left - 1] = taken;
    }
}

void random_shuffle_u32(struct random *random, uint32_t *items, size_t n)
{
    for (size_t left = n; left > 1; left--) {
        const size_t at = random_below(random, left);
        const uint32_t taken = items[at];

        items[at] = items[left - 1];
        items[left - 1] = taken;
    }
}
