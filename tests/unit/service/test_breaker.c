#include "service/breaker.h"
#include "test.h"

static struct breaker breaker;

static void begin(void)
{
    breaker = (struct breaker){ .failures = 3, .open_ms = 1000 };
}

static void fail(int64_t now)
{
    CHECK(breaker_enter(&breaker, now));
    breaker_failed(&breaker, now);
}

TEST(it_opens_after_so_many_failures_in_a_row)
{
    begin();
    fail(1), fail(2);
    CHECK(breaker_enter(&breaker, 3));
    breaker_well(&breaker);
    fail(4), fail(5);
    CHECK(breaker.state == BREAKER_CLOSED);
    fail(6);
    CHECK(breaker.state == BREAKER_OPEN && breaker.opened == 1);
    CHECK(!breaker_enter(&breaker, 7) && !breaker_enter(&breaker, 1005));
}

TEST(then_one_may_try_and_closes_it)
{
    begin();
    fail(1), fail(1), fail(1);
    CHECK(breaker_enter(&breaker, 1001) && breaker.state == BREAKER_HALF_OPEN);
    CHECK(!breaker_enter(&breaker, 1001));
    breaker_well(&breaker);
    CHECK(breaker.state == BREAKER_CLOSED && breaker_enter(&breaker, 1002));
}

TEST(one_that_tries_and_fails_opens_it_again)
{
    begin();
    fail(1), fail(1), fail(1);
    fail(1001);
    CHECK(breaker.state == BREAKER_OPEN && breaker.until == 2001 && breaker.opened == 2);
    CHECK(!breaker_enter(&breaker, 2000) && breaker_enter(&breaker, 2001));
}

TEST(one_that_was_cancelled_lets_the_next_one_try)
{
    begin();
    fail(1), fail(1), fail(1);
    CHECK(breaker_enter(&breaker, 1001));
    breaker_unknown(&breaker);
    CHECK(breaker.state == BREAKER_HALF_OPEN && breaker_enter(&breaker, 1002));
}

TEST(those_who_asked_before_it_opened_change_nothing)
{
    begin();
    for (int i = 0; i < 5; i++)
        CHECK(breaker_enter(&breaker, 1));
    for (int i = 0; i < 5; i++)
        breaker_failed(&breaker, 10 + i);
    CHECK(breaker.opened == 1 && breaker.until == 1012);
}
