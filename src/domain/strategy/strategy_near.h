/* strategy_near - which known word a mistyped one was meant to be. */
#ifndef DOMAIN_STRATEGY_STRATEGY_NEAR_H
#define DOMAIN_STRATEGY_STRATEGY_NEAR_H

#include "base/findings.h"
#include "base/words.h"

#include <stddef.h>

struct strategy_near {
    const char *word;           /* as it was typed */
    char best[64];              /* "": nothing is near */
    size_t distance;
};

/* Looks whether `candidate` is nearer than the best so far; at most a third of the letters may be
 * wrong (insertions, deletions, substitutions, swapped neighbours; case does not count). */
void strategy_near_try(struct strategy_near *near, const char *candidate);

/* Adds "did you mean 'period'?" to the finding, if something was near. */
void strategy_near_suggest(const struct strategy_near *near, struct finding *finding);

#endif
