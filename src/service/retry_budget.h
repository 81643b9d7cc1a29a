/*
 * retry_budget - how often, and after how long, something is tried again.
 *
 * Retries are at most a tenth of the calls, after a reserve of ten: when a host is down, not
 * everybody asks it three times. Pauses double and are drawn from all of [0, longest] ("full
 * jitter": M. Brooker, "Exponential Backoff And Jitter", 2015), so that those who failed together
 * do not come again together.
 */
#ifndef SERVICE_RETRY_BUDGET_H
#define SERVICE_RETRY_BUDGET_H

#include "base/random.h"

#include <stdbool.h>
#include <stdint.h>

enum { RETRY_BUDGET_RESERVE = 10, RETRY_BUDGET_CALLS = 10 };    /* retries; calls for one more */
enum { RETRY_BUDGET_FIRST_MS = 100, RETRY_BUDGET_MOST_MS = 5000 };

struct retry_budget {
    struct random random;
    int tenths;                     /* what is left, in tenths of a retry */
};

struct retry_budget retry_budget_seed(uint64_t seed);       /* with its reserve full */
void retry_budget_count_call(struct retry_budget *budget);
bool retry_budget_take(struct retry_budget *budget);        /* false: it is used up */
/* Milliseconds before the n-th retry, from 1. */
int64_t retry_budget_pause(struct retry_budget *budget, int n);

#endif
