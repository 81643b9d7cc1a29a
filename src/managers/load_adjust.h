/*
 * load_adjust - the factors from traded to dividend-adjusted prices of a stock's daily bars: one
 * request for the adjusted prices of all that is stored. Loop thread only.
 */
#ifndef MANAGERS_LOAD_ADJUST_H
#define MANAGERS_LOAD_ADJUST_H

#include "base/error.h"
#include "base/words.h"

struct load_job;

/* Waits. Does nothing for other series, and where nothing came and the factors are there. Factors
 * that cannot be had are a note in the result: then the bars are price only. */
CHECKED bool load_adjust_run(struct load_job *job, struct error *err);

#endif
