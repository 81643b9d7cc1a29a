#include "store/bar_pack.h"

#include "base/mem.h"
#include "base/words.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum kind { DECIMAL, BITS };
enum { HEAD = 16, POWER_MOST = 9 };

struct head {
    uint8_t kind, power, width, zero[5];
    uint64_t first;
};
static_assert(sizeof(struct head) == HEAD, "no padding");

static const double tens[POWER_MOST + 1] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };

/* Added to a double below LIMIT, it leaves the nearest integer in the low bits: what AVX2 has no
 * instruction for. */
static const double magic = 0x1.8p52, limit = 0x1p51;

static void free_words(uint64_t **words)
{
    free(*words);
}

static uint64_t bits_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

static double value_of(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

/* Smallest power that might do, by two of the values; POWER_MOST + 1 if none does. */
static int guess_power(const double *values, size_t n)
{
    int power = 0;

    for (; power <= POWER_MOST; power++) {
        const double scaled[2] = { values[0] * tens[power], values[n / 2] * tens[power] };
        const double back[2] = { (scaled[0] + magic - magic) / tens[power],
                                 (scaled[1] + magic - magic) / tens[power] };

        if (bits_of(back[0]) == bits_of(values[0]) && bits_of(back[1]) == bits_of(values[n / 2]))
            break;
    }
    return power;
}

/* True if every value is exactly an integer over `ten`: then these are in `words`. */
KERNEL static bool to_integers(const double *values, size_t n, double ten, uint64_t *words)
{
    uint64_t wrong = 0;

    for (size_t i = 0; i < n; i++) {
        const double scaled = values[i] * ten, moved = scaled + magic;

        wrong |= bits_of((moved - magic) / ten) ^ bits_of(values[i]);
        wrong |= (uint64_t)!(scaled < limit && scaled > -limit);
        words[i] = bits_of(moved) - bits_of(magic);
    }
    return !wrong;
}

KERNEL static void to_values(const uint64_t *words, size_t n, double ten, double *values)
{
    for (size_t i = 0; i < n; i++)
        values[i] = (value_of(words[i] + bits_of(magic)) - magic) / ten;
}

/* Each word becomes its zigzag difference to the one before; all of them, or'ed, is the answer. */
static uint64_t to_differences(uint64_t *words, size_t n)
{
    uint64_t before = words[0], all = 0;

    for (size_t i = 1; i < n; i++) {
        const uint64_t difference = words[i] - before;

        before = words[i];
        words[i] = difference << 1 ^ (0 - (difference >> 63));
        all |= words[i];
    }
    return all;
}

static void from_differences(uint64_t *words, size_t n)
{
    for (size_t i = 1; i < n; i++)
        words[i] = words[i - 1] + (words[i] >> 1 ^ (0 - (words[i] & 1)));
}

static uint8_t width_of(uint64_t all)
{
    uint8_t width = 1;

    for (; width < 8 && all >> (8 * width); width++)
        continue;
    return width;
}

KERNEL static void split_plane(const uint64_t *words, size_t n, unsigned plane, unsigned char *to)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (unsigned char)(words[i] >> (8 * plane));
}

KERNEL static void join_plane(const unsigned char *from, size_t n, unsigned plane, uint64_t *words)
{
    for (size_t i = 0; i < n; i++)
        words[i] |= (uint64_t)from[i] << (8 * plane);
}

static size_t write_section(struct head head, const uint64_t *words, size_t n, unsigned char *to)
{
    head.first = words[0];
    memcpy(to, &head, HEAD);
    for (unsigned plane = 0; plane < head.width; plane++)
        split_plane(words + 1, n - 1, plane, to + HEAD + plane * (n - 1));
    return HEAD + (n - 1) * head.width;
}

static size_t write_integers(uint64_t *words, size_t n, int power, unsigned char *to)
{
    struct head head = { .kind = DECIMAL, .power = (uint8_t)power };

    head.width = width_of(to_differences(words, n));
    return write_section(head, words, n, to);
}

static size_t write_bits(const double *values, size_t n, uint64_t *words, unsigned char *to)
{
    const struct head head = { .kind = BITS, .width = 8 };

    words[0] = bits_of(values[0]);
    for (size_t i = 1; i < n; i++)
        words[i] = bits_of(values[i]) ^ bits_of(values[i - 1]);
    return write_section(head, words, n, to);
}

size_t bar_pack_times(const int64_t *times, size_t n, unsigned char *to)
{
    OWNED(free_words) uint64_t *words = mem_alloc(n * sizeof(*words));

    memcpy(words, times, n * sizeof(*words));
    return write_integers(words, n, 0, to);
}

size_t bar_pack_values(const double *values, size_t n, unsigned char *to)
{
    OWNED(free_words) uint64_t *words = mem_alloc(n * sizeof(*words));

    for (int power = guess_power(values, n); power <= POWER_MOST; power++)
        if (to_integers(values, n, tens[power], words))
            return write_integers(words, n, power, to);
    return write_bits(values, n, words, to);
}

/* 0 if there is no section of n values of one of the kinds that are allowed. */
static size_t read_section(const unsigned char *from, size_t length, size_t n, struct head *head,
                           uint64_t *words)
{
    if (length < HEAD)
        return 0;
    memcpy(head, from, HEAD);
    if (head->kind > BITS || head->power > POWER_MOST || head->width < 1 || head->width > 8 ||
        length - HEAD < (n - 1) * head->width)
        return 0;
    words[0] = head->first;
    for (unsigned plane = 0; plane < head->width; plane++)
        join_plane(from + HEAD + plane * (n - 1), n - 1, plane, words + 1);
    return HEAD + (n - 1) * head->width;
}

size_t bar_pack_read_times(const unsigned char *from, size_t length, size_t n, int64_t *ret_times)
{
    OWNED(free_words) uint64_t *words = mem_alloc(n * sizeof(*words));
    struct head head;
    const size_t used = read_section(from, length, n, &head, words);

    if (!used || head.kind != DECIMAL || head.power)
        return 0;
    from_differences(words, n);
    memcpy(ret_times, words, n * sizeof(*words));
    return used;
}

size_t bar_pack_read_values(const unsigned char *from, size_t length, size_t n,
                            double *ret_values)
{
    OWNED(free_words) uint64_t *words = mem_alloc(n * sizeof(*words));
    struct head head;
    const size_t used = read_section(from, length, n, &head, words);

    if (!used)
        return 0;
    if (head.kind == DECIMAL) {
        from_differences(words, n);
        to_values(words, n, tens[head.power], ret_values);
        return used;
    }
    for (size_t i = 1; i < n; i++)
        words[i] ^= words[i - 1];
    memcpy(ret_values, words, n * sizeof(*words));
    return used;
}
