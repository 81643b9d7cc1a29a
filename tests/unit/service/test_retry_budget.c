#include "service/retry_budget.h"
#include "test.h"

TEST(retries_are_a_reserve_and_then_a_tenth_of_the_calls)
{
    struct retry_budget budget = retry_budget_seed(1);
    int n = 0;

    while (retry_budget_take(&budget))
        n++;
    CHECK(n == RETRY_BUDGET_RESERVE);
    for (int i = 0; i < 1000; i++) {
        retry_budget_count_call(&budget);
        n += retry_budget_take(&budget);
    }
    CHECK(n == RETRY_BUDGET_RESERVE + 100);
}

TEST(pauses_double_and_are_drawn_from_all_of_the_range)
{
    struct retry_budget budget = retry_budget_seed(7);

    for (int n = 1; n < 12; n++) {
        const int64_t want = n > 6 ? RETRY_BUDGET_MOST_MS : RETRY_BUDGET_FIRST_MS << (n - 1);
        int64_t least = INT64_MAX, most = 0, total = 0;

        for (int i = 0; i < 2000; i++) {
            const int64_t pause = retry_budget_pause(&budget, n);

            least = pause < least ? pause : least;
            most = pause > most ? pause : most;
            total += pause;
        }
        CHECK(least >= 0 && least < want / 20 + 1 && most <= want && most > want * 19 / 20);
        CHECK_NEAR((double)total / 2000, (double)want / 2, (double)want / 20);
    }
}
