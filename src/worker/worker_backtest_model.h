/*
 * worker_backtest_model - what a model says of each bar of a backtest; or several that take turns,
 * each from its date on.
 */
#ifndef WORKER_WORKER_BACKTEST_MODEL_H
#define WORKER_WORKER_BACKTEST_MODEL_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct worker_backtest;

struct worker_backtest_turn {
    const char *folder;             /* of the model; "": nobody decides */
    int64_t from, until;            /* starts of bars, seconds */
    int64_t seen_until;             /* before this the model has seen the bars */
};

/* Fills the symbols' signals and run's turns. run->saved stays open: the model that decides at the
 * bar that is asked of, else the last. */
CHECKED bool worker_backtest_model_decide(struct worker_backtest *run, struct error *err);

/* Bars of what is traded that the model which decided there has seen. */
size_t worker_backtest_model_in_sample(const struct worker_backtest *run);

#endif
