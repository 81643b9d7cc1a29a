#include "ib/connect_rule.h"

#include "base/random.h"
#include "test.h"

TEST(a_connect_waits_5_seconds_after_the_last_one_was_alive)
{
    struct connect_rule rule = connect_rule_new();

    CHECK(connect_rule_when(&rule, 100) == 100);
    connect_rule_note(&rule, 100);
    CHECK(connect_rule_when(&rule, 100) == 5100);
    connect_rule_alive(&rule, 4000);
    connect_rule_alive(&rule, 3000);
    CHECK(connect_rule_when(&rule, 100) == 9000 && connect_rule_when(&rule, 10000) == 10000);
}

TEST(the_seventh_connect_in_ten_minutes_waits)
{
    struct connect_rule rule = connect_rule_new();

    for (int i = 0; i < 6; i++)
        connect_rule_note(&rule, 10000 * i);
    CHECK(connect_rule_when(&rule, 60000) == CONNECT_RULE_WINDOW_MS);
    connect_rule_take_back(&rule);
    CHECK(connect_rule_when(&rule, 60000) == 60000);
    connect_rule_note(&rule, 60000);
    CHECK(connect_rule_when(&rule, 70000) == CONNECT_RULE_WINDOW_MS);
}

TEST(no_stream_of_connects_is_more_than_six_in_any_ten_minutes)
{
    struct random random = random_seed(7);
    struct connect_rule rule = connect_rule_new();
    int64_t at[500], now = 0;

    for (int i = 0; i < 500; i++) {
        at[i] = now = connect_rule_when(&rule, now);
        connect_rule_note(&rule, now);
        now += (int64_t)random_below(&random, 300000) >> random_below(&random, 10);
        connect_rule_alive(&rule, now);
        test_expect(!i || at[i] - at[i - 1] >= 5000, __FILE__, __LINE__, "pause before %d", i);
        test_expect(i < 6 || at[i] - at[i - 6] > 600000, __FILE__, __LINE__, "window at %d", i);
    }
}
