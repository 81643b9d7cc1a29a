#include "domain/strategy/strategy_near.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 63 };

static bool same(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau and Levenshtein's distance, of whole words, with the last three rows of the matrix. */
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][LONGEST + 1], *before = rows[0], *last = rows[1], *row = rows[2];
    const size_t n = strlen(a), m = strlen(b);

    for (size_t j = 0; j <= m; j++)
        last[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *const spare = before;

        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            row[j] = least(last[j - 1] + !same(a[i - 1], b[j - 1]), least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
        before = last;
        last = row;
        row = spare;
    }
    return last[m];
}

void strategy_near_try(struct strategy_near *near, const char *candidate)
{
    const size_t length = strlen(near->word), room = length < 4 ? 1 : length / 3;
    size_t far;

    if (length > LONGEST || strlen(candidate) > LONGEST)
        return;
    far = distance(near->word, candidate);
    if (far > room || (near->best[0] && far >= near->distance))
        return;
    near->distance = far;
    snprintf(near->best, sizeof(near->best), "%s", candidate);
}

void strategy_near_suggest(const struct strategy_near *near, struct finding *finding)
{
    if (near->best[0])
        snprintf(finding->suggestion, sizeof(finding->suggestion), "did you mean '%s'?",
                 near->best);
}
