/*
 * connect_rule - when a gateway may be connected to: not within 5 s of the last connection's end,
 * and not more than 6 times in any 10 minutes. A plain value; times as in pacing.h.
 *
 * A gateway that sees connections come and go wedges until somebody restarts it. The rule holds
 * across processes: the ledger fills it in.
 */
#ifndef IB_CONNECT_RULE_H
#define IB_CONNECT_RULE_H

#include <stdint.h>

enum { CONNECT_RULE_MOST = 6, CONNECT_RULE_WINDOW_MS = 601000, CONNECT_RULE_PAUSE_MS = 5000 };

struct connect_rule {
    int64_t at[CONNECT_RULE_MOST];      /* the last connects; a ring */
    int64_t n;
    int64_t last_alive;                 /* the end of the last one, or when it was last seen */
};

struct connect_rule connect_rule_new(void);
int64_t connect_rule_when(const struct connect_rule *rule, int64_t now);    /* the earliest */
void connect_rule_note(struct connect_rule *rule, int64_t at);              /* it is begun */
void connect_rule_take_back(struct connect_rule *rule);     /* the last one reached nobody */
void connect_rule_alive(struct connect_rule *rule, int64_t at);

#endif
