/*
 * manage_backtest_turns - models that take turns in a backtest: each checked like one alone, the
 * dates one after the other.
 */
#ifndef MANAGERS_MANAGE_BACKTEST_TURNS_H
#define MANAGERS_MANAGE_BACKTEST_TURNS_H

#include "base/error.h"
#include "base/words.h"

struct manage_backtest;
struct wire_backtest_request;
struct wire_model;

/* Waits. Calls check for each model, in turn; the names of strategies and models are the caller's
 * to check there. A request without turns passes. */
typedef bool manage_backtest_turns_fn(void *arg, const struct wire_model *model,
                                      struct error *err);
CHECKED bool manage_backtest_turns_check(struct manage_backtest *manager,
                                         const struct wire_backtest_request *request,
                                         manage_backtest_turns_fn *check, void *arg,
                                         struct error *err);

/* The model of the request, or the first of those that take turns; "" if it has none. */
const char *manage_backtest_turns_first(const struct wire_backtest_request *request);

#endif
