/*
 * worker_backtest_model - what a model says of each bar of a backtest; or several that take turns,
 * each from its date on.
 */
#ifndef WORKER_WORKER_BACKTEST_MODEL_H
#define WORKER_WORKER_BACKTEST_MODEL_H

#include "base/error.h"
#include "base/words.h"

struct worker_backtest;

/* Fills run's signal, confidence, warm_up and in_sample. run->saved stays open: the model that
 * decides at the bar that is asked of, else the last. */
CHECKED bool worker_backtest_model_decide(struct worker_backtest *run, struct error *err);

#endif
