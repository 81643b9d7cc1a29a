/*
 * sim_fault - the list of what may go wrong, each by a name, and when it does.
 *
 *     no-reply                             every request
 *     slow-reply=5000@kind=history         requests for bars, 5000 ms
 *     close-middle@symbol=AAPL,nth=3       the third one for AAPL
 *     error=162@client=7,p=0.1             one in ten of client 7
 *
 * Conditions: client, kind (sim_kind.word), symbol, id; nth (only that one), every (each n-th),
 * times (so often), p (probability, from the seed), after and for (seconds since it was added).
 */
#ifndef IBSIM_SIM_FAULT_H
#define IBSIM_SIM_FAULT_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"
#include "ibsim/sim_act.h"

#include <stdint.h>

struct sim;

enum sim_stage {
    SIM_AT_ACCEPT, SIM_AT_HELLO, SIM_AT_START, SIM_AT_REQUEST, SIM_AT_BARS, SIM_AT_REPLY,
    SIM_AT_UPDATE, SIM_AT_ERROR,
    SIM_AT_ONCE                 /* done to the whole gateway, when its time has come */
};

typedef void sim_fault_fn(struct sim_act *act, int64_t value);
typedef bool sim_fault_task(struct sim *sim, int64_t value, struct error *err);

struct sim_fault_kind {
    const char *name;
    int section;                /* number in the list of faults that a simulator must have */
    enum sim_stage stage;
    int64_t value;              /* where none is given */
    sim_fault_fn *change;       /* of the plan; NULL at SIM_AT_ONCE */
    sim_fault_task *run;        /* at SIM_AT_ONCE. Waits */
    const char *text;
};

struct sim_scene {              /* who asks for what */
    int64_t client;             /* -1: not known */
    const char *kind, *symbol;  /* "": none */
    int64_t id;
};

struct sim_fault {
    const struct sim_fault_kind *kind;
    struct sim *sim;
    char text[160];             /* as it was given */
    int64_t value;
    int64_t client, id;         /* INT64_MIN: any */
    char word[24], symbol[40];  /* "": any */
    int64_t nth, every, times;  /* 0: any */
    double probability;
    int64_t after_ms, for_ms;   /* 0: at once, for ever */
    int64_t added_ms;
    int64_t seen, fired;
    struct sim_fault *next;
};

struct sim_faults {
    struct sim_fault *first;    /* in the order they were added */
};

const struct sim_fault_kind *sim_fault_at(size_t i);            /* NULL behind the last one */
const struct sim_fault_kind *sim_fault_find(const char *name);

/* Fails with ERROR_INVALID, naming what is wrong. */
CHECKED bool sim_fault_parse(const char *text, struct sim_fault *ret_fault, struct error *err);

/* Adds it to those of the gateway; at once or `after`, one of SIM_AT_ONCE starts. */
CHECKED bool sim_fault_add(struct sim *sim, const char *text, struct error *err);
void sim_fault_clear(struct sim *sim);
void sim_fault_print(const struct sim *sim, struct buf *json);  /* a list of those that are set */

/* Lets all that fit change the plan; whether one did. */
bool sim_fault_apply(struct sim *sim, enum sim_stage stage, const struct sim_scene *scene,
                     struct sim_act *act);

#endif
