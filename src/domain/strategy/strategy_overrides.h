/*
 * strategy_overrides - a strategy's text read as if some of its values had been written otherwise:
 * what `--set training.learning_rate=0.0005` asks for. Any thread.
 */
#ifndef DOMAIN_STRATEGY_STRATEGY_OVERRIDES_H
#define DOMAIN_STRATEGY_STRATEGY_OVERRIDES_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct findings;
struct strategy;

struct strategy_overrides {
    size_t count;
    char *const *assignments;       /* "key.path=value"; borrowed */
};

/* As strategy_parse(); a bad assignment is a finding of the field '--set'. */
CHECKED bool strategy_overrides_parse(const char *text, const struct strategy_overrides *overrides,
                                      struct strategy *ret_strategy, struct findings *findings);

/* The same, with the first finding as the error: "label:line:column: field: …". */
CHECKED bool strategy_overrides_read(const char *text, const char *label,
                                     const struct strategy_overrides *overrides,
                                     struct strategy *ret_strategy, struct error *err);

#endif
