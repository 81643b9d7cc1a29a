#include "base/date.h"
#include "base/zone_rule.h"
#include "test.h"

TEST(rules_of_posix_are_read)
{
    struct zone_rule rule;

    CHECK(zone_rule_parse("EST5EDT,M3.2.0,M11.1.0", &rule));
    CHECK(rule.standard == -18000 && rule.summer == -14400 && rule.begin.seconds == 7200);
    CHECK(zone_rule_parse("<+0330>-3:30", &rule));
    CHECK(rule.standard == 12600 && !rule.has_summer);
    CHECK(zone_rule_parse("IST-1GMT0,M10.5.0,M3.5.0/1", &rule));
    CHECK(zone_rule_offset(&rule, date_of(2020, 7, 1)) == 3600);
    CHECK(zone_rule_offset(&rule, date_of(2020, 1, 1)) == 0);
    CHECK(zone_rule_parse("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", &rule));
    CHECK(rule.begin.seconds == -3600);
    CHECK(zone_rule_parse("AAA3BBB,J60,300/3", &rule));
    CHECK(zone_rule_offset(&rule, date_of(2024, 3, 1) + 5 * 3600 - 1) == -10800);
    CHECK(zone_rule_offset(&rule, date_of(2024, 3, 1) + 5 * 3600) == -7200);
}

TEST(other_texts_are_no_rules)
{
    static const char *const wrong[] = {
        "", "E5", "EST", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,M3.2.0,M11.1.0x",
        "<+03-3", "<>3", "EST168", "EST5:60", "EST5EDT,J0,J365", "EST5EDT,J1,366",
        "EST99999999999999999999",
    };

    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct zone_rule rule;

        if (zone_rule_parse(wrong[i], &rule))
            CHECK_TEXT(wrong[i], "(refused)");
    }
}
