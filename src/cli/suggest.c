#include "cli/suggest.h"

#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t suggest_distance(const char *word, const char *other)
{
    const size_t n = strlen(word), m = strlen(other);
    size_t rows[3][SUGGEST_LONGEST + 1];        /* of the letters i - 2, i - 1 and i of word */

    if (n > SUGGEST_LONGEST || m > SUGGEST_LONGEST)
        return SUGGEST_LONGEST + 1;
    for (size_t k = 0; k <= m; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= n; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3], *over = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t k = 1; k <= m; k++) {
            row[k] = least(above[k - 1] + (word[i - 1] != other[k - 1]),
                           least(above[k], row[k - 1]) + 1);
            if (i > 1 && k > 1 && word[i - 1] == other[k - 2] && word[i - 2] == other[k - 1])
                row[k] = least(row[k], over[k - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

void suggest_offer(struct suggest *suggest, const char *candidate)
{
    const size_t distance = suggest_distance(suggest->word, candidate);
    const size_t most = strlen(suggest->word) / 3 + 1;

    if (distance > most || distance >= strlen(candidate))
        return;
    if (suggest->best && distance >= suggest->distance)
        return;
    suggest->best = candidate;
    suggest->distance = distance;
}
