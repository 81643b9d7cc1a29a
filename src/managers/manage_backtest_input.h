/* manage_backtest_input - what a worker needs for a backtest: its bars as files, its model. */
#ifndef MANAGERS_MANAGE_BACKTEST_INPUT_H
#define MANAGERS_MANAGE_BACKTEST_INPUT_H

#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"

#include <stddef.h>

struct manage_backtest;
struct manage_bars_file;
struct wire_backtest_request;
struct wire_model;
struct wire_worker_request;

/* The files of the bars that are traded. */
struct manage_backtest_input {
    size_t count;
    struct manage_bars_file *files;     /* owned */
};
void manage_backtest_input_release(struct manage_backtest_input *input);
void manage_backtest_input_hash(const struct manage_backtest_input *input, char ret_hash[HASH_HEX]);

/* Waits. Adds to the request; *ret_model is released by the caller, cleared where signals are
 * given; *ret_traded is released by the caller, also after a failure. */
CHECKED bool manage_backtest_input_fill(struct manage_backtest *manager,
                                        const struct wire_backtest_request *wanted,
                                        struct wire_model *ret_model,
                                        struct wire_worker_request *request,
                                        struct manage_backtest_input *ret_traded,
                                        struct error *err);

#endif
