/*
 * manage_backtest - backtests: a model or given signals over past bars, kept with their trades.
 *
 * A request is made whole before it is an operation (manage_backtest_check.h), so that the same one
 * runs the same way again. The result is the operation's; what is long lies as files in
 * STORE/backtests/ID. Every backtest is a trial in the ledger. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_BACKTEST_H
#define MANAGERS_MANAGE_BACKTEST_H

#include "base/error.h"
#include "base/words.h"
#include "operations/manage_operations.h"

struct buf;
struct manage_bars;
struct manage_models;
struct manage_strategies;
struct manage_worker;
struct wire_backtest_list;
struct wire_backtest_query;
struct wire_backtest_request;
struct wire_why_request;

struct manage_backtest {            /* all borrowed */
    const struct manage_worker *worker;
    struct manage_bars *bars;
    struct manage_strategies *strategies;
    struct manage_models *models;
};

struct manage_operations_kind manage_backtest_kind(struct manage_backtest *manager);

/* Wait, all of these. What cannot work is refused before there is an operation; the request becomes
 * what will be run. */
CHECKED bool manage_backtest_start(struct manage_backtest *manager,
                                   struct wire_backtest_request *request,
                                   const char *idempotency_key,
                                   struct wire_operation *ret_operation, struct error *err);

/* As JSON: its result; one of its files, "trades" or "equity". ERROR_NOT_FOUND without a result. */
CHECKED bool manage_backtest_show(struct manage_backtest *manager, const char *id,
                                  struct buf *ret_json, struct error *err);
CHECKED bool manage_backtest_file(struct manage_backtest *manager, const char *id,
                                  const char *name, struct buf *ret_json, struct error *err);

/* The operation of one that has a result; released by the caller. */
CHECKED bool manage_backtest_find(struct manage_backtest *manager, const char *id,
                                  struct wire_operation *ret_operation, struct error *err);

/* What it did at one bar, and why, as JSON (struct wire_why): run again from the stored request. Of
 * bars that are not what they were it says nothing: ERROR_CONFLICT. */
CHECKED bool manage_backtest_why(struct manage_backtest *manager, const char *id,
                                 const struct wire_why_request *why, struct buf *ret_json,
                                 struct error *err);

/* The completed ones, newest first, in pages. */
CHECKED bool manage_backtest_list(struct manage_backtest *manager,
                                  const struct wire_backtest_query *query,
                                  struct wire_backtest_list *ret_list, struct error *err);

#endif
