/* manage_indicators - the indicators there are, and their values and memberships over bars. */
#ifndef MANAGERS_MANAGE_INDICATORS_H
#define MANAGERS_MANAGE_INDICATORS_H

#include "base/error.h"
#include "base/words.h"

struct manage_bars;
struct manage_strategies;
struct wire_fuzzy_request;
struct wire_indicator_list;
struct wire_indicator_request;
struct wire_indicator_values;

void manage_indicators_list(struct wire_indicator_list *ret_list);

/* Wait. Computed over all stored bars, then cut to what was asked: a warm-up is over where it can
 * be. */
CHECKED bool manage_indicators_compute(struct manage_bars *bars,
                                       const struct wire_indicator_request *request,
                                       struct wire_indicator_values *ret_values,
                                       struct error *err);
CHECKED bool manage_indicators_fuzzy(struct manage_bars *bars,
                                     struct manage_strategies *strategies,
                                     struct wire_fuzzy_request *request,
                                     struct wire_indicator_values *ret_values, struct error *err);

#endif
