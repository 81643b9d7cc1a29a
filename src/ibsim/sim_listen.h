/*
 * sim_listen - the simulated gateway's door: a TCP port that lets in whoever connects, and shuts
 * while it restarts. Loop thread.
 */
#ifndef IBSIM_SIM_LISTEN_H
#define IBSIM_SIM_LISTEN_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct sim;
struct sim_listen;

/* Port 0 takes a free one. */
CHECKED bool sim_listen_new(struct sim *sim, const char *host, uint16_t port,
                            struct sim_listen **ret_listen, struct error *err);
void sim_listen_free(struct sim_listen *listen);
uint16_t sim_listen_port(const struct sim_listen *listen);

/* Waits. Until the task is cancelled, or the port cannot be had back after a restart. */
CHECKED bool sim_listen_run(struct sim_listen *listen, struct error *err);

#endif
