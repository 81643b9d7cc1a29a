/*
 * lookahead_decide - the decisions that would follow from features, for lookahead.h: answers of a
 * network with random weights, and what the engine makes of them.
 */
#ifndef DOMAIN_LOOKAHEAD_DECIDE_H
#define DOMAIN_LOOKAHEAD_DECIDE_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest.h"
#include "domain/features.h"
#include "domain/strategy/strategy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lookahead_decide {
    uint8_t *signal;
    float *confidence;
    struct backtest_result result;
};

CHECKED bool lookahead_decide_run(const struct strategy *strategy, const struct bars *bars,
                                  const struct features *features, uint64_t seed,
                                  struct lookahead_decide *ret_decided, struct error *err);
void lookahead_decide_release(struct lookahead_decide *decided);

struct lookahead_decide_difference {
    const char *what;               /* "signal", "confidence", "equity", "position", "trade" */
    size_t bar;
};

/* Signals up to `known`, what the engine did before it: where bars end there, what is held is sold
 * in that bar. True where something differs. */
bool lookahead_decide_compare(const struct lookahead_decide *left,
                              const struct lookahead_decide *right, size_t known,
                              struct lookahead_decide_difference *ret_difference);

#endif
