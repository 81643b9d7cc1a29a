#include "service/service_rate.h"
#include "test.h"

#include <stdio.h>

static struct service_rate rate;

static void begin(void)
{
    rate = (struct service_rate){ .per_second = 10, .most = 20 };
}

static int take_all(const char *address, int64_t now)
{
    int n = 0;

    while (!service_rate_take(&rate, address, now))
        n++;
    return n;
}

TEST(an_address_may_ask_at_once_and_then_as_fast_as_its_bucket_fills)
{
    begin();
    CHECK(take_all("192.0.2.1", 1000) == 20);
    CHECK(service_rate_take(&rate, "192.0.2.1", 1000) == 101);
    CHECK(service_rate_take(&rate, "192.0.2.1", 1050) == 51);
    CHECK(take_all("192.0.2.1", 1101) == 1);
    CHECK(take_all("192.0.2.1", 2101) == 10);
    CHECK(take_all("192.0.2.1", 1000000) == 20);
}

TEST(others_are_not_disturbed)
{
    begin();
    CHECK(take_all("192.0.2.1", 0) == 20 && take_all("2001:db8::1", 0) == 20);
    CHECK(take_all("192.0.2.1", 0) == 0);
}

TEST(of_more_addresses_than_it_holds_those_that_asked_most_are_remembered)
{
    char address[SERVICE_RATE_ADDRESS];

    begin();
    CHECK(take_all("192.0.2.1", 0) == 20);
    for (int i = 0; i < 5000; i++) {
        snprintf(address, sizeof(address), "198.51.%d.%d", i / 256, i % 256);
        CHECK(service_rate_take(&rate, address, 0) == 0);
    }
    CHECK(take_all("192.0.2.1", 0) == 0);
}
