/*
 * sim_control - commands to the simulated gateway while it runs: a line each, and one line of JSON
 * back, {"ok":true,…} or {"ok":false,"error":"…"}. Over a unix socket that only its owner can open.
 */
#ifndef IBSIM_SIM_CONTROL_H
#define IBSIM_SIM_CONTROL_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

struct sim;
struct stream_listener;

enum { SIM_CONTROL_LINE = 1000 };

/* One command; the answer has no line end. */
void sim_control_do(struct sim *sim, const char *line, struct buf *answer);

/* Waits. Serves who connects, until the task is cancelled; the listener stays the caller's. */
CHECKED bool sim_control_run(struct sim *sim, struct stream_listener *listener,
                             struct error *err);

const char *sim_control_help(void);

#endif
