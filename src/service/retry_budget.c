#include "service/retry_budget.h"

struct retry_budget retry_budget_seed(uint64_t seed)
{
    return (struct retry_budget){ .random = random_seed(seed),
                                  .tenths = RETRY_BUDGET_RESERVE * RETRY_BUDGET_CALLS };
}

void retry_budget_count_call(struct retry_budget *budget)
{
    if (budget->tenths < RETRY_BUDGET_RESERVE * RETRY_BUDGET_CALLS)
        budget->tenths++;
}

bool retry_budget_take(struct retry_budget *budget)
{
    if (budget->tenths < RETRY_BUDGET_CALLS)
        return false;
    budget->tenths -= RETRY_BUDGET_CALLS;
    return true;
}

int64_t retry_budget_pause(struct retry_budget *budget, int n)
{
    int64_t most = RETRY_BUDGET_FIRST_MS;

    for (int i = 1; i < n && most < RETRY_BUDGET_MOST_MS; i++)
        most *= 2;
    if (most > RETRY_BUDGET_MOST_MS)
        most = RETRY_BUDGET_MOST_MS;
    return (int64_t)random_below(&budget->random, (uint64_t)most + 1);
}
