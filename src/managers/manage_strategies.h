/*
 * manage_strategies - strategy files: those in the strategies' folder by name, others as text.
 *
 * A name is letters, digits, '_' and '-': no path from a request is opened. Reading a strategy
 * takes some 100 us, so it is done on the loop. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_STRATEGIES_H
#define MANAGERS_MANAGE_STRATEGIES_H

#include "base/error.h"
#include "base/words.h"
#include "domain/timeframe.h"

#include <stddef.h>

struct manage_strategies;
struct wire_strategy_features;
struct wire_strategy_list;
struct wire_strategy_migration;
struct wire_strategy_report;
struct wire_strategy_request;
struct wire_strategy_text;

struct manage_strategies *manage_strategies_new(const char *data_dir);
void manage_strategies_free(struct manage_strategies *manager);

/* Wait. */
CHECKED bool manage_strategies_list(struct manage_strategies *manager,
                                    struct wire_strategy_list *ret_list, struct error *err);
CHECKED bool manage_strategies_find(struct manage_strategies *manager, const char *name,
                                    struct wire_strategy_text *ret_text, struct error *err);

/* What is wrong with it is the answer, not an error. */
void manage_strategies_validate(const struct wire_strategy_request *request,
                                struct wire_strategy_report *ret_report);
/* From an older grammar. What cannot be carried over is the answer too, then without a text. */
void manage_strategies_migrate(const struct wire_strategy_request *request,
                               struct wire_strategy_migration *ret_migration);
CHECKED bool manage_strategies_features(const struct wire_strategy_request *request,
                                        struct wire_strategy_features *ret_features,
                                        struct error *err);

/* Adds the override of a strategy that is to run on another timeframe than its file says. */
void manage_strategies_add_timeframe(enum timeframe timeframe, char ***overrides, size_t *n);

/* Waits. The text of a request that has a name or a text: *text is replaced by it. */
CHECKED bool manage_strategies_resolve(struct manage_strategies *manager, const char *name,
                                       char **text, struct error *err);

#endif
