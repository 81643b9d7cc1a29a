/*
 * sim_act - one thing that the gateway is about to do, as a plan that faults may change: greet, let
 * in, answer. Made, changed and carried out within one task.
 */
#ifndef IBSIM_SIM_ACT_H
#define IBSIM_SIM_ACT_H

#include "base/buf.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tws_history;

enum sim_end { SIM_GO_ON, SIM_CLOSE, SIM_RESET, SIM_SILENT };

struct sim_act {
    struct buf bytes;               /* frames */
    int64_t id;                     /* of the request */
    int64_t delay_ms;
    bool is_dropped;                /* nothing is sent */
    int64_t bytes_per_second;       /* 0: at once */
    size_t piece;                   /* bytes in one send; 0: all */
    size_t most;                    /* no more bytes than these, then `end`; SIZE_MAX: all */
    enum sim_end end;               /* what comes behind it */
    bool is_late_too;               /* sent even though the request was cancelled */
    /* the greeting */
    int version;
    const char *time, *third;       /* third: a field too many */
    /* letting in */
    bool is_taken;                  /* 326 */
    bool no_text;                   /* … and without saying so */
    bool no_accounts, no_id, is_swapped;
    int64_t id_delay_ms;
    /* an answer */
    int64_t code;                   /* an error in its place; 0: none */
    const char *text;               /* its text; NULL: the usual one of the code */
    int64_t warning;                /* and one that comes before it */
    bool is_empty;                  /* no bars, and no error about that */
    size_t rows_most;               /* at least so many bars or contracts; 0: as asked */
    struct tws_history *history;    /* the bars that will be written; borrowed */
    size_t tail_frame;              /* where the last frame begins */
};

static inline void sim_act_release(struct sim_act *act)
{
    buf_release(&act->bytes);
}

#endif
