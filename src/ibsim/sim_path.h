/*
 * sim_path - how the price went inside a bar of which only the four prices are known: from the open
 * to the nearer extreme, to the other one, to the close, in thirds. Invented, but always the same
 * and never outside of the bar: for bars finer than those on file, and for bars that are not over.
 */
#ifndef IBSIM_SIM_PATH_H
#define IBSIM_SIM_PATH_H

#include "domain/bars.h"

/* The part of bar `i` from `from` to `until`, 0 <= from < until <= 1: its prices, and that share of
 * the volume. Prices are multiples of `tick`, where the bar's own are. */
void sim_path_part(const struct bars *bars, size_t i, double from, double until, double tick,
                   double ret_values[BARS_REQUIRED]);

#endif
