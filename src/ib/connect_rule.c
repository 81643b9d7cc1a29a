#include "ib/connect_rule.h"

#include <assert.h>

struct connect_rule connect_rule_new(void)
{
    return (struct connect_rule){ .last_alive = INT64_MIN / 2 };
}

int64_t connect_rule_when(const struct connect_rule *rule, int64_t now)
{
    int64_t when = rule->last_alive + CONNECT_RULE_PAUSE_MS;

    if (rule->n >= CONNECT_RULE_MOST) {
        const int64_t oldest = rule->at[rule->n % CONNECT_RULE_MOST];

        if (oldest + CONNECT_RULE_WINDOW_MS > when)
            when = oldest + CONNECT_RULE_WINDOW_MS;
    }
    return when > now ? when : now;
}

void connect_rule_note(struct connect_rule *rule, int64_t at)
{
    rule->at[rule->n++ % CONNECT_RULE_MOST] = at;
    connect_rule_alive(rule, at);
}

/* The one that its place was taken from is older than the window: it may be left out. */
void connect_rule_take_back(struct connect_rule *rule)
{
    assert(rule->n > 0);
    rule->n--;
    rule->at[rule->n % CONNECT_RULE_MOST] = INT64_MIN / 2;
}

void connect_rule_alive(struct connect_rule *rule, int64_t at)
{
    if (at > rule->last_alive)
        rule->last_alive = at;
}
