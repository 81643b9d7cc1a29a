/*
 * sim_demo - instruments that do not exist, with bars that are made up: a random walk from a seed
 * of the symbol's own, the same on every machine and every day. Whatever length of bar is asked, it
 * comes from the same minutes.
 */
#ifndef IBSIM_SIM_DEMO_H
#define IBSIM_SIM_DEMO_H

#include "ibsim/sim_market.h"

/* SYNA, SYNB, SYNX and EUR.USD, from 2015 until a year after `now`; those for which there are
 * bars already are left out. */
void sim_demo_add(struct sim_market *market, int64_t now);

/* The minutes of a demo instrument that start in [from, until), added to `out`. */
void sim_demo_minutes(const struct sim_instrument *instrument, int64_t from, int64_t until,
                      struct bars *out);

#endif
