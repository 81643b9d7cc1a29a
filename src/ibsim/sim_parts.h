/*
 * sim_parts - what the files of the simulator share; nobody else includes it. A connection is one
 * task that reads and, per request, one that answers; whoever writes holds the gate.
 */
#ifndef IBSIM_SIM_PARTS_H
#define IBSIM_SIM_PARTS_H

#include "async/event.h"
#include "async/gate.h"
#include "async/scope.h"
#include "base/random.h"
#include "ib/tws_encode.h"
#include "ibsim/sim.h"
#include "ibsim/sim_act.h"
#include "ibsim/sim_fault.h"
#include "ibsim/sim_pacing.h"

enum {
    SIM_REQUESTS_MOST = 300,        /* open in one connection; then it is not read */
    SIM_CONNECTS_KEPT = 256,        /* times of connects, for the most in ten minutes */
};

struct sim {
    struct loop *loop;
    struct sim_settings settings;
    struct sim_market market;
    struct sim_counts counts;
    struct sim_faults faults;
    struct sim_pacing pacing;
    struct scope scope;             /* of the connections */
    struct sim_session *sessions;
    struct random random;
    int64_t began_ms, began_loop;   /* the same moment on both clocks */
    int64_t connect_times[SIM_CONNECTS_KEPT];
    int64_t refuse_until, mute_until;   /* ms: connects are refused, accepted without a word */
    int64_t hold_until;             /* ms: nobody accepts */
    bool is_lost;                   /* the link to IB is: what is asked of it is never answered */
    struct event change;            /* of those times */
    bool is_stopping;
};

struct sim_session {
    struct sim *sim;
    struct sim_session *next;
    struct stream *stream;
    struct task *reader;            /* while there is one */
    struct gate gate;               /* who writes */
    struct scope scope;             /* of the requests */
    struct sim_request *requests;
    size_t n_requests;
    struct event change;            /* a request is gone */
    struct buf in;
    struct sim_rate rate;
    int version;                    /* settled by the greeting; 0: not yet */
    int64_t client_id;              /* -1: startApi has not come */
    bool is_hopeless;               /* it will get no word */
    bool is_ready;                  /* nextValidId was sent */
    bool is_doomed;                 /* closed once what is said to it was said */
    bool is_closed_by_us;
    struct loop_timer *drain;       /* how long the other side is still read, or NULL */
    enum sim_end end;
    int64_t market_type;            /* 1 live … 4 delayed, frozen */
};

struct sim_request {
    struct sim_session *session;
    struct sim_request *next;       /* that came before */
    struct task *task;              /* once it runs */
    const struct sim_kind *kind;
    struct buf payload;             /* what the message's texts lie in */
    struct tws_message message;
    struct sim_act act;
    char text[400];                 /* of an error */
    bool is_open;                   /* counts among the 50 */
    bool is_cancelled;
    const struct sim_instrument *instrument;    /* once it is known which */
};

/* What a kind of request does: it adds frames to request->act.bytes. Waits, or not. */
typedef bool sim_answer_fn(struct sim_request *request, struct error *err);

enum sim_family { SIM_PLAIN, SIM_HISTORY, SIM_HEAD, SIM_LIVE, SIM_MARKET, SIM_SUMMARY };

struct sim_kind {
    enum tws_type type;
    const char *word;               /* in conditions of faults: 'history' */
    enum sim_family family;
    bool is_local;                  /* the gateway answers it by itself, without IB */
    sim_answer_fn *check;           /* as it comes; may refuse it. NULL: nothing */
    sim_answer_fn *answer;
    sim_answer_fn *follow;          /* after the answer: updates. NULL: it is over then */
};

struct tws_dialect sim_session_dialect(const struct sim_session *session);
void sim_session_close(struct sim_session *session, enum sim_end how);

/* Waits. Sends it, or as much of it as the plan says; session->end may follow from it. */
CHECKED bool sim_send_act(struct sim_session *session, struct sim_act *act, struct error *err);
/* Waits. An error or notice, now. */
CHECKED bool sim_send_error(struct sim_session *session, int64_t id, int64_t code,
                            const char *text, struct error *err);
CHECKED bool sim_send_message(struct sim_session *session, const struct tws_message *message,
                              struct error *err);

/* An error message as bytes; text NULL: the usual one of the code. */
CHECKED bool sim_error_put(struct sim_session *session, int64_t id, int64_t code,
                           const char *text, struct buf *out, struct error *err);

/* In place of the answer; text NULL: the usual one of the code. */
void sim_request_refuse(struct sim_request *request, int64_t code, const char *text);
CHECKED bool sim_request_put(struct sim_request *request, const struct tws_message *message,
                             struct error *err);
struct sim_scene sim_request_scene(const struct sim_request *request);
/* An open one of that number; NULL if there is none. */
struct sim_request *sim_request_find(const struct sim_session *session, enum sim_family family,
                                     int64_t id);

#endif
