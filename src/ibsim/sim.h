/*
 * sim - a TWS or IB Gateway that is none: it speaks the protocol, keeps the pacing rules, has bars
 * from files, and misbehaves when asked. Of any connected streams on any loop, so that a test has
 * both ends in one process and on a virtual clock. Loop thread only.
 *
 *     struct sim *sim = sim_new(loop, &settings, &market);
 *     sim_serve(sim, stream);                     as often as somebody connects
 *     sim_stop(sim);                              in a task
 *     sim_free(sim);
 */
#ifndef IBSIM_SIM_H
#define IBSIM_SIM_H

#include "base/error.h"
#include "base/words.h"
#include "ibsim/sim_counts.h"
#include "ibsim/sim_market.h"

#include <stdint.h>

struct loop;
struct sim;
struct stream;

enum sim_rate_mode {
    SIM_RATE_REJECT,        /* too many messages: error 100, and at the third time hang up */
    SIM_RATE_PACE,          /* … or read on only when the rate is back */
    SIM_RATE_MODES
};

struct sim_settings {
    int server_version;         /* 157 to 200, at the most; 0: 187 */
    const char *accounts;       /* 'DU1000001,'; NULL: that one. Borrowed */
    int64_t now;                /* of its clock at the start, seconds UTC; 0: the real one */
    int64_t delay_ms;           /* before an answer about the past; -1: none */
    int64_t delay_1000_bars_ms; /* more of it for each 1000 bars */
    int64_t answer_ms;          /* before any other answer */
    enum sim_rate_mode rate_mode;
    int history_violations_most;    /* in 10 min, then it hangs up; 0: 20 */
    uint64_t seed;              /* of faults by probability */
};

/* What a program gets that says nothing. */
struct sim_settings sim_usual_settings(void);

/* Takes the market over. */
struct sim *sim_new(struct loop *loop, const struct sim_settings *settings,
                    struct sim_market *market);
void sim_free(struct sim *sim);         /* after sim_stop; takes NULL */

void sim_serve(struct sim *sim, struct stream *stream);     /* takes the stream over */
void sim_stop(struct sim *sim);                             /* Waits. Until all are gone */

int64_t sim_now_ms(const struct sim *sim);      /* its clock, milliseconds UTC */
const struct sim_counts *sim_count(const struct sim *sim);

/* 'no-reply@kind=history,nth=3': docs/try_without_an_account.md. Fails with ERROR_INVALID. */
CHECKED bool sim_add_fault(struct sim *sim, const char *text, struct error *err);
void sim_clear_faults(struct sim *sim);

#endif
