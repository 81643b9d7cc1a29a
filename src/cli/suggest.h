/* suggest - the word that was probably meant: 'did you mean …'. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include <stddef.h>

enum { SUGGEST_LONGEST = 40 };

/* Letters to insert, delete, change or swap with their neighbour; SUGGEST_LONGEST + 1 if one of the
 * two is longer than SUGGEST_LONGEST. */
size_t suggest_distance(const char *word, const char *other);

/* Starts as { .word = "..." }. Offer all candidates, then look at `best`: NULL if none is near,
 * which is one change for each three letters. Candidates are borrowed. */
struct suggest {
    const char *word;
    const char *best;
    size_t distance;
};
void suggest_offer(struct suggest *suggest, const char *candidate);

#endif
