/*
 * training_config - what a training learns with, as the one text whose hash names it in the trial
 * ledger: the strategy's text and what was overridden.
 */
#ifndef MANAGERS_TRAINING_CONFIG_H
#define MANAGERS_TRAINING_CONFIG_H

#include <stddef.h>

struct buf;

/* Added to `to`. */
void training_config_print(const char *strategy_text, size_t n_overrides, char *const *overrides,
                           struct buf *to);

#endif
