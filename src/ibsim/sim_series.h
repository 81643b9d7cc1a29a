/*
 * sim_series - bars of any of IB's sizes, from what an instrument has: the very bars where they
 * are stored; else of the longest shorter ones: 2h, 4h and from 1d on by domain/bars_resample, the
 * rest by the clock, as IB cuts hours; below a minute by sim_path.
 */
#ifndef IBSIM_SIM_SERIES_H
#define IBSIM_SIM_SERIES_H

#include "ib/tws_bar_size.h"
#include "ibsim/sim_market.h"

/* The bars that start in [from, until); one that is not over at `until` is cut there. Daily and
 * longer ones: by their date, `from` a date. None where nothing fine enough is stored: a success.
 * ret_bars is owned by the caller. */
CHECKED bool sim_series_take(const struct sim_instrument *instrument,
                             const struct tws_bar_size *size, int64_t from, int64_t until,
                             struct bars *ret_bars, struct error *err);

/* The instrument without what is traded before the bell and after it, also inside of bars that are
 * put together. Borrows all that it has. */
struct sim_instrument sim_series_regular(const struct sim_instrument *instrument);

/* When the first bar of anything stored starts; false where there is none. */
CHECKED bool sim_series_first(const struct sim_instrument *instrument, int64_t *ret_time);

#endif
