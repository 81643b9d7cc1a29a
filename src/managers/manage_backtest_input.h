/* manage_backtest_input - what a worker needs for a backtest: its bars as files, its model. */
#ifndef MANAGERS_MANAGE_BACKTEST_INPUT_H
#define MANAGERS_MANAGE_BACKTEST_INPUT_H

#include "base/error.h"
#include "base/words.h"

struct manage_backtest;
struct manage_bars_file;
struct wire_backtest_request;
struct wire_model;
struct wire_worker_request;

/* Waits. Adds to the request; *ret_model is released by the caller, cleared where signals are
 * given and the first of those that take turns; *ret_traded is the file of the bars that are
 * traded. */
CHECKED bool manage_backtest_input_fill(struct manage_backtest *manager,
                                        const struct wire_backtest_request *wanted,
                                        struct wire_model *ret_model,
                                        struct wire_worker_request *request,
                                        struct manage_bars_file *ret_traded, struct error *err);

#endif
