/* scratch - a column for steps in between: OWNED(scratch_release) double *fast = scratch_new(n); */
#ifndef DOMAIN_INDICATORS_SCRATCH_H
#define DOMAIN_INDICATORS_SCRATCH_H

#include "base/mem.h"
#include "base/words.h"

#include <stdlib.h>

static inline double *scratch_new(size_t n)     /* n zeros */
{
    return mem_alloc(n * sizeof(double));
}

static inline void scratch_release(double **scratch)
{
    free(*scratch);
    *scratch = NULL;
}

#endif
