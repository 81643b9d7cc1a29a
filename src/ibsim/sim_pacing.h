/*
 * sim_pacing - the books of the pacing rules, as the real gateway keeps them: messages per
 * connection, history for all of them together. A request that breaks a rule is counted as well, so
 * asking again at once does not help. docs/try_without_an_account.md lists the rules.
 */
#ifndef IBSIM_SIM_PACING_H
#define IBSIM_SIM_PACING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SIM_RATE_MOST = 50,             /* messages a second */
    SIM_OPEN_MOST = 50,             /* history requests at once */
    SIM_SMALL_MOST = 60,            /* small requests in 10 min */
    SIM_SMALL_KEPT = 256,
};

struct sim_rate {                   /* of one connection */
    int64_t times[SIM_RATE_MOST];   /* ring */
    size_t next;
    int64_t count;
    int breaches;
};

struct sim_small {                  /* a history request of bars up to 30 s, or a head timestamp */
    int64_t time_ms;
    uint64_t same;                  /* of everything that it asks */
    uint64_t group;                 /* of contract, exchange and kind of data */
    int weight;                     /* BID_ASK counts twice */
};

struct sim_pacing {
    struct sim_small small[SIM_SMALL_KEPT];
    size_t n_small;
    int64_t symbols_ms;             /* the last search */
    bool has_symbols;
    int64_t violations[SIM_SMALL_KEPT];     /* times, ring */
    size_t n_violations;
};

enum sim_verdict { SIM_FINE, SIM_IDENTICAL, SIM_BURST, SIM_WINDOW };

/* Of a message that came: 0 if it is one of the first 50 in a second, else the milliseconds until
 * it would be. */
int64_t sim_pacing_message(struct sim_rate *rate, int64_t now_ms);

enum sim_verdict sim_pacing_small(struct sim_pacing *pacing, const struct sim_small *asked);
bool sim_pacing_symbols(struct sim_pacing *pacing, int64_t now_ms);     /* false: too early */

/* Notes a violation; how many there were in the last ten minutes. */
int sim_pacing_violated(struct sim_pacing *pacing, int64_t now_ms);

uint64_t sim_pacing_hash(uint64_t before, const char *text);    /* begin with 0 */

#endif
